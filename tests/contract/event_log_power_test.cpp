// The power goes at any moment, or a sync fails: nothing that was acknowledged is lost, nothing that wasn't durable was
// acknowledged.
#include "actors/event_log/durable_marks.hpp"
#include "actors/event_log/format_file.hpp"
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/event_log/stream.hpp"
#include "tests/support/log_story.hpp"
#include "tests/support/watched_disk.hpp"

#include <atomic>
#include <cstdlib>

namespace tidings {
namespace {

namespace fs = std::filesystem;
using test::disk_act;

std::size_t from_environment(const char* name, std::size_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::stoul(text) : otherwise;
}

class event_log_power : public test::log_story {
protected:
  struct acknowledgement {
    std::size_t acts = 0; ///< done to the disk when it was given
    std::map<practice_id, std::uint64_t> last;
  };
  event_log_power() { env = composed.get(); }

  /// A random group, acknowledged if the disk took it.
  bool write_some(log_engine& engine) {
    log_group group;
    auto wanted = last;
    for (auto count = 1 + dice() % 20; count > 0; --count) {
      const auto& practice = practices[dice() % practices.size()];
      group.entries.push_back(entry(practice, ++wanted[practice]));
    }
    if (dice() % 10 == 0) {
      const auto& practice = group.entries.front().practice;
      group.snapshots.push_back({practice, last[practice], 1, never, std::string(3'000, 's')});
    }
    const auto written = engine.write(group, durability::synced);
    if (!written) {
      refused.push_back(written.error());
      return false;
    }
    last = wanted;
    acknowledged.push_back({disk->done(), last});
    return true;
  }
  const std::map<practice_id, std::uint64_t>& acknowledged_before(std::size_t acts) const {
    static const std::map<practice_id, std::uint64_t> nothing;
    const std::map<practice_id, std::uint64_t>* found = &nothing;
    for (const auto& one : acknowledged) {
      if (one.acts > acts) break;
      found = &one.last;
    }
    return *found;
  }
  /// The broker's own two files as some moment before the cut left them.
  void leave_own_files(const fs::path& into, std::size_t acts) {
    ASSERT_TRUE(claim_directory(into));
    if (dice() % 4 == 0) return;
    auto marks = durable_marks::open(into / "acknowledged");
    ASSERT_TRUE(marks);
    for (const auto& [practice, sequence] : acknowledged_before(dice() % (acts + 1)))
      ASSERT_TRUE(marks->raise(practice, sequence));
  }
  /// Opens what a cut left and holds it against what had been acknowledged; then goes on writing.
  void expect_nothing_lost(const fs::path& left, std::size_t acts, const std::string& about) {
    const auto& promised = acknowledged_before(acts);
    const auto another = std::make_shared<test::watched_disk>(); // its syncs cost nothing either
    const auto its_env = rocksdb::NewCompositeEnv(another);
    auto opened = open_rocksdb(options_of(left, its_env.get()));
    ASSERT_TRUE(opened) << about << ": " << opened.error().detail;
    record_hasher hasher;
    log_group more;
    for (const auto& practice : practices) {
      const auto head = (*opened)->heads().find(practice);
      const auto found = head == (*opened)->heads().end() ? 0 : head->second.last;
      const auto wanted = promised.contains(practice) ? promised.at(practice) : 0;
      ASSERT_GE(found, wanted) << about << ": lost of " << practice.str();
      ASSERT_FALSE((*opened)->damages().contains(practice)) << about << (*opened)->damages().at(practice).detail;
      const auto read = read_checked(**opened, practice, 0, found, found, hasher);
      ASSERT_TRUE(read) << about << ": " << read.error().detail;
      for (const auto& one : *read) ASSERT_EQ(one.what, entry(practice, one.sequence).what) << about;
      more.entries.push_back(entry(practice, found + 1));
    }
    ASSERT_TRUE((*opened)->write(more, durability::synced)) << about;
  }
  void cut_at(std::size_t cuts) {
    const auto all = disk->done();
    std::vector<std::size_t> moments;
    for (std::size_t i = 0; i < cuts; ++i) moments.push_back(dice() % (all + 1));
    std::sort(moments.begin(), moments.end());
    test::power_cut power(disk->journal());
    for (std::size_t i = 0; i < cuts && !HasFatalFailure(); ++i) {
      const fs::path left = temporary.path / "left";
      fs::remove_all(left);
      leave_own_files(left, moments[i]);
      power.play_to(moments[i]);
      power.leave(left / "rocksdb", i % 2 == 0 ? nullptr : &dice);
      expect_nothing_lost(left, moments[i],
                          "cut " + std::to_string(i) + " after act " + std::to_string(moments[i]) + " of " +
                              std::to_string(all));
    }
  }

  std::shared_ptr<test::watched_disk> disk = std::make_shared<test::watched_disk>();
  std::unique_ptr<rocksdb::Env> composed = rocksdb::NewCompositeEnv(disk);
  std::vector<acknowledgement> acknowledged;
  std::vector<failure> refused;
};

TEST_F(event_log_power, nothing_acknowledged_is_lost_at_500_moments) {
  disk->record(true);
  for (int life = 0; life < 3; ++life) { // a start moves the write-ahead log into a table: cut there, too
    auto engine = open();
    ASSERT_TRUE(engine) << engine.error().detail;
    for (int group = 0; group < 200; ++group) ASSERT_TRUE(write_some(**engine)) << refused.back().detail;
  }
  cut_at(from_environment("TIDINGS_POWER_CUTS", 500));
}

TEST_F(event_log_power, a_failed_sync_is_never_an_acknowledgement_and_what_it_spoilt_is_never_relied_on) {
  disk->record(true);
  const std::size_t injections = from_environment("TIDINGS_SYNC_ERRORS", 100);
  for (std::size_t injected = 0; injected < injections;) {
    auto engine = open();
    ASSERT_TRUE(engine) << engine.error().detail;
    for (const auto& [practice, sequence] : last) {
      ASSERT_GE((*engine)->heads().at(practice).last, sequence) << "lost after " << injected << " failed syncs";
    }
    for (const auto& [practice, head] : (*engine)->heads()) last[practice] = head.last; // may be more: it arrived
    acknowledged.push_back({disk->done(), last}); // the broker speaks of what it found when it opened
    auto left = 1 + dice() % 6;
    disk->set_fault([&left](disk_act what, const std::string& name) {
      if (what != disk_act::sync || !name.ends_with(".log") || --left > 0) return rocksdb::IOStatus::OK();
      left = 1;
      return rocksdb::IOStatus::IOError("While fdatasync: " + name, "Input/output error");
    });
    const auto given = acknowledged.size();
    while (write_some(**engine)) {
    }
    ++injected;
    EXPECT_EQ(refused.back().code, error_code::log_unavailable) << refused.back().detail;
    std::atomic<int> tries = 0; // of the write-ahead log's; a table that was being written may still be finished
    disk->set_fault([&tries](disk_act what, const std::string& name) {
      if (what == disk_act::sync && name.ends_with(".log")) ++tries;
      return rocksdb::IOStatus::OK();
    });
    EXPECT_FALSE(write_some(**engine)) << "no retry and pretend";
    EXPECT_EQ(tries, 0);
    disk->set_fault(nullptr);
    EXPECT_LE(acknowledged.size() - given, 6u);
  }
  cut_at(injections);
}

TEST_F(event_log_power, a_full_disk_is_told_loses_nothing_and_is_written_to_again_once_there_is_room) {
  const std::size_t cycles = from_environment("TIDINGS_FULL_DISKS", 50);
  std::size_t refused_to_open = 0;
  auto engine = open();
  ASSERT_TRUE(engine) << engine.error().detail;
  for (std::size_t cycle = 0; cycle < cycles; ++cycle) {
    for (int group = 0; group < 20; ++group) ASSERT_TRUE(write_some(**engine)) << refused.back().detail;
    disk->set_room(dice() % 60'000); // in the middle of a record, of a table, of a manifest
    while (write_some(**engine)) {
    }
    EXPECT_EQ(refused.back().code, error_code::disk_full) << refused.back().detail;
    EXPECT_FALSE((*engine)->has_room());
    record_hasher hasher;
    for (const auto& [practice, sequence] : last) // reads go on
      EXPECT_TRUE(read_checked(**engine, practice, 0, sequence, sequence, hasher));
    if (dice() % 2 == 0) { // somebody tries too early
      engine->reset();
      engine = open();
      if (!engine) {
        ++refused_to_open;
        EXPECT_EQ(engine.error().code, error_code::disk_full) << engine.error().detail;
      }
    }
    disk->set_room(std::nullopt);
    if (engine) {
      EXPECT_TRUE((*engine)->has_room());
      engine->reset();
    }
    engine = open();
    ASSERT_TRUE(engine) << engine.error().detail;
    EXPECT_TRUE((*engine)->damages().empty()) << (*engine)->damages().begin()->second.detail;
    for (const auto& [practice, sequence] : last) ASSERT_GE((*engine)->heads().at(practice).last, sequence);
    for (const auto& [practice, head] : (*engine)->heads()) last[practice] = head.last;
  }
  EXPECT_GT(refused_to_open, 0u);
}

} // namespace
} // namespace tidings
