// What happens to the log when its disk, or somebody with a hex editor, spoils it: a torn tail that nobody was told of
// is dropped, everything else is found and named, and whoever isn't harmed goes on. Never silence.
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/event_log/stream.hpp"
#include "actors/event_log/tool.hpp"
#include "tests/support/log_story.hpp"
#include "tests/support/watched_disk.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <fstream>
#include <sstream>

namespace tidings {
namespace {

namespace fs = std::filesystem;

class event_log_damage : public test::log_story {
protected:
  event_log_damage() {
    env = composed.get();
    practices.clear();
    for (int i = 1; i <= 12; ++i)
      practices.push_back(*practice_id::parse("A990" + std::to_string(i / 10) + std::to_string(i % 10)));
  }
  /// The next record of each practice, `count` times; in a group of all, or each in one of its own.
  void write(std::uint64_t count, bool together = true) {
    auto engine = open();
    ASSERT_TRUE(engine) << engine.error().detail;
    for (; count > 0; --count) {
      log_group group;
      for (const auto& practice : practices) {
        group.entries.push_back(entry(practice, ++last[practice]));
        if (together && practice != practices.back()) continue;
        ASSERT_TRUE((*engine)->write(group, durability::synced));
        group.clear();
      }
    }
  }
  /// Some tables, and records that are only in the write-ahead log. Saved, to be spoilt again and again.
  void make_log() {
    for (int life = 0; life < 3; ++life) write(40, life < 2);
    save();
  }
  void save() { fs::copy(directory, temporary.path / "saved", fs::copy_options::recursive); }
  void restore() {
    fs::remove_all(directory);
    fs::copy(temporary.path / "saved", directory, fs::copy_options::recursive);
  }
  std::vector<fs::path> files(const std::string& extension) const {
    std::vector<fs::path> found;
    for (const auto& one : fs::directory_iterator(directory / "rocksdb"))
      if (one.path().extension() == extension && one.file_size() > 0) found.push_back(one.path());
    std::sort(found.begin(), found.end());
    return found;
  }
  fs::path newest_wal() const { return files(".log").back(); }
  static std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void put(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  /// Flips a bit, or (of a table) zeroes a sector or more. @return in words
  std::string spoil(const fs::path& file, bool zero) {
    auto bytes = read(file);
    const auto before = bytes;
    std::size_t at = 0;
    while (bytes == before) {
      at = dice() % bytes.size();
      if (zero)
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                    std::min<std::size_t>(bytes.size() - at, 512u << dice() % 4), '\0');
      else
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice() % 8));
    }
    put(file, bytes);
    return (zero ? "zeros" : "a flipped bit") + std::string(" at ") + std::to_string(at) + " of " +
           file.filename().string() + " (" + std::to_string(bytes.size()) + " bytes)";
  }

  struct verdict {
    std::string refused; ///< why the log couldn't be opened at all
    std::map<practice_id, std::string> harmed;
    bool whole() const { return refused.empty() && harmed.empty(); }
  };
  /// Opens the log and reads all of it. Loss without a word fails the test.
  verdict judge(const std::string& about) {
    verdict found;
    auto options = options_of(directory, env);
    options.tables_damaged = std::make_shared<std::atomic<bool>>(false);
    auto engine = open_rocksdb(options);
    if (!engine) {
      EXPECT_EQ(engine.error().code, error_code::log_damaged) << about << ": " << engine.error().detail;
      found.refused = engine.error().detail;
      return found;
    }
    record_hasher hasher;
    log_group more;
    for (const auto& practice : practices) {
      const auto expected = last.at(practice);
      const auto bad = (*engine)->damages().find(practice);
      if (bad != (*engine)->damages().end()) {
        found.harmed[practice] = bad->second.detail;
      } else {
        const auto head = (*engine)->heads().find(practice);
        EXPECT_TRUE(head != (*engine)->heads().end() && head->second.last == expected)
            << "lost in silence: " << practice.str() << ", " << about;
        const auto records = read_checked(**engine, practice, 0, expected, expected, hasher);
        if (!records)
          found.harmed[practice] = records.error().detail;
        else
          for (const auto& one : *records) EXPECT_EQ(one.what, entry(practice, one.sequence).what) << about;
      }
      if (found.harmed.contains(practice))
        EXPECT_EQ(found.harmed[practice].find("practice " + practice.str() + ", record "), 0u)
            << about << ": " << found.harmed[practice];
      else
        more.entries.push_back(entry(practice, expected + 1));
    }
    auto went_on = (*engine)->write(more, durability::synced);
    if (!went_on && *options.tables_damaged) { // a damaged table was to be merged just now
      engine->reset();
      engine = open_rocksdb(options);
      EXPECT_TRUE(engine) << about;
      if (engine) went_on = (*engine)->write(more, durability::synced);
    }
    EXPECT_TRUE(went_on) << about << ": the others go on: " << went_on.error().detail;
    return found;
  }
  int verify() const {
    std::ostringstream out;
    return log_verify(directory, out);
  }

  std::unique_ptr<rocksdb::Env> composed = rocksdb::NewCompositeEnv(std::make_shared<test::watched_disk>());
};

TEST_F(event_log_damage, torn_tails_that_were_not_acknowledged_heal_by_themselves_200_times) {
  write(30);
  const auto acknowledged = last;
  auto whole_until = std::uintmax_t{0};
  {
    auto engine = open(); // moves those into a table; then three groups in the write-ahead log
    ASSERT_TRUE(engine) << engine.error().detail;
    for (int group = 0; group < 6; ++group) {
      log_group next;
      for (const auto& practice : practices) next.entries.push_back(entry(practice, ++last[practice]));
      ASSERT_TRUE((*engine)->write(next, group < 3 ? durability::synced : durability::buffered));
      if (group == 2) whole_until = fs::file_size(newest_wal());
    }
  }
  save();
  for (auto& [practice, sequence] : last) sequence = acknowledged.at(practice) + 3;
  const auto wal = newest_wal();
  const auto size = fs::file_size(wal);
  ASSERT_GT(size, whole_until);
  for (int i = 0; i < 200; ++i) {
    restore();
    const auto cut = whole_until + dice() % (size - whole_until);
    fs::resize_file(wal, cut);
    auto engine = open();
    ASSERT_TRUE(engine) << engine.error().detail;
    ASSERT_TRUE((*engine)->damages().empty()) << (*engine)->damages().begin()->second.detail;
    for (const auto& [practice, sequence] : last) {
      const auto found = (*engine)->heads().at(practice).last;
      ASSERT_GE(found, sequence) << "cut at " << cut;
      ASSERT_LE(found, sequence + 2) << "the torn group is gone as a whole";
    }
    record_hasher hasher;
    const auto& some = practices[dice() % practices.size()];
    const auto head = (*engine)->heads().at(some).last;
    ASSERT_TRUE(read_checked(**engine, some, 0, head, head, hasher));
  }
}

TEST_F(event_log_damage, bits_flipped_in_the_write_ahead_log_are_all_found_150_times) {
  make_log();
  std::size_t served = 0;
  for (int i = 0; i < 150 && !HasFailure(); ++i) {
    restore();
    const auto about = spoil(newest_wal(), false);
    const auto found = judge(about);
    EXPECT_FALSE(found.whole()) << about;
    served += found.refused.empty() ? practices.size() - found.harmed.size() : 0;
  }
  EXPECT_GT(served, 0u) << "a group's practices that are whole go on";
}

TEST_F(event_log_damage, spoilt_tables_are_all_found_100_times_and_the_unharmed_are_served) {
  make_log();
  std::size_t opened = 0, harmed = 0, named = 0;
  for (int i = 0; i < 100 && !HasFailure(); ++i) {
    restore();
    const auto tables = files(".sst");
    const auto about = spoil(tables[dice() % tables.size()], i % 2 == 0);
    EXPECT_EQ(verify(), 1) << about;
    const auto found = judge(about);
    if (!found.refused.empty()) {
      EXPECT_NE(found.refused.find(".sst"), std::string::npos) << about << ": " << found.refused; // which one
      continue;
    }
    ++opened;
    harmed += found.harmed.size();
    for (const auto& [practice, why] : found.harmed) named += why.find(".sst") != std::string::npos;
  }
  RecordProperty("opened", static_cast<int>(opened));
  RecordProperty("harmed", static_cast<int>(harmed));
  EXPECT_GT(opened, 50u);
  // How many depends on how far merging has come: a table of late merging has records of all.
  EXPECT_LT(harmed, opened * practices.size()) << "the others go on";
  EXPECT_GE(named * 10, harmed * 9) << "nearly always the file is named";
}

TEST_F(event_log_damage, a_missing_file_is_found_50_times) {
  make_log();
  for (int i = 0; i < 50 && !HasFailure(); ++i) {
    restore();
    std::vector<fs::path> all = {directory / "FORMAT_VERSION", directory / "rocksdb" / "CURRENT"};
    for (const auto& one : fs::directory_iterator(directory / "rocksdb"))
      if (one.path().extension() == ".sst" || one.path().filename().string().starts_with("MANIFEST") ||
          (one.path().extension() == ".log" && one.file_size() > 0))
        all.push_back(one.path());
    const auto& gone = all[dice() % all.size()];
    fs::remove(gone);
    const auto found = judge(gone.filename());
    EXPECT_FALSE(found.whole()) << gone.filename();
    const auto name = gone.extension() == ".sst" ? gone.stem().string() : gone.filename().string();
    EXPECT_TRUE(gone.extension() == ".log" || found.refused.find(name) != std::string::npos)
        << name << ": " << found.refused;
    EXPECT_EQ(verify(), 1) << gone.filename();
  }
}

TEST_F(event_log_damage, a_lost_acknowledged_record_is_named_at_the_start) {
  write(3);
  write(2);
  const auto wal = newest_wal();
  fs::resize_file(wal, fs::file_size(wal) - 10);
  const auto found = judge("cut");
  EXPECT_EQ(found.harmed.size(), practices.size());
  EXPECT_EQ(found.harmed.at(practices[0]),
            "practice A99001, record 5: it is lost; the log ends before it, records up to 5 were acknowledged");
  std::ostringstream out;
  EXPECT_EQ(log_verify(directory, out), 1);
  EXPECT_NE(out.str().find("practice A99001, record 5: it is lost"), std::string::npos) << out.str();
}

TEST_F(event_log_damage, a_table_that_can_not_be_merged_stops_nobody_twice) {
  make_log();
  const auto table = files(".sst").front();
  auto bytes = read(table);
  bytes[bytes.size() / 3] = static_cast<char>(bytes[bytes.size() / 3] ^ 1);
  put(table, bytes);
  const auto flag = std::make_shared<std::atomic<bool>>(false);
  auto options = options_of(directory, env);
  options.tables_damaged = flag;
  // New ones, before and after all others: a table with records of both overlaps every other table, so that merging it
  // takes the damaged one in, wherever merging has brought that meanwhile.
  const std::array unharmed = {*practice_id::parse("A00001"), *practice_id::parse("Z99099")};
  const auto write_on = [&](int groups) -> result<void> {
    auto engine = open_rocksdb(options);
    if (!engine) return tl::unexpected<failure>(engine.error());
    std::array<std::uint64_t, 2> written = {0, 0};
    for (std::size_t i = 0; i < 2; ++i)
      if (const auto head = (*engine)->heads().find(unharmed[i]); head != (*engine)->heads().end())
        written[i] = head->second.last;
    for (; groups > 0; --groups) {
      log_group group;
      for (int n = 0; n < 10; ++n)
        for (std::size_t i = 0; i < 2; ++i) group.entries.push_back(entry(unharmed[i], ++written[i]));
      if (auto done = (*engine)->write(group, durability::synced); !done) return done;
    }
    return {};
  };
  const auto stopped = write_on(20'000); // merging goes on beside it, and is told to the next write
  ASSERT_FALSE(stopped) << "it was never merged";
  EXPECT_EQ(stopped.error().code, error_code::log_damaged) << stopped.error().detail;
  EXPECT_NE(stopped.error().detail.find(".sst"), std::string::npos) << stopped.error().detail;
  EXPECT_TRUE(*flag);
  for (int lives = 0; lives < 5; ++lives) {
    const auto went_on = write_on(100);
    ASSERT_TRUE(went_on) << went_on.error().detail;
  }
}

TEST_F(event_log_damage, a_whole_lost_directory_is_seen_by_what_was_acknowledged) {
  write(5);
  fs::remove_all(directory / "rocksdb");
  EXPECT_EQ(judge("gone").harmed.at(practices[0]),
            "practice A99001, record 1: it is lost; the log ends before it, records up to 5 were acknowledged");
}

TEST_F(event_log_damage, who_removes_the_marks_accepts_the_loss) {
  write(5);
  const auto wal = newest_wal();
  fs::resize_file(wal, fs::file_size(wal) - 10);
  fs::remove(directory / "acknowledged");
  for (auto& [practice, sequence] : last) --sequence;
  write(3);
  EXPECT_TRUE(judge("gone on").whole());
}

TEST_F(event_log_damage, a_second_broker_is_refused) {
  auto first = open();
  ASSERT_TRUE(first);
  const auto second = open();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, error_code::log_unavailable);
  EXPECT_EQ(second.error().detail, "another broker is using " + directory.string());
}

TEST_F(event_log_damage, another_format_version_is_refused_before_anything_is_touched) {
  write(1);
  const auto files_before = files("");
  struct {
    std::string content;
    error_code code;
  } const cases[] = {{"99\n", error_code::log_unavailable},
                     {"0\n", error_code::log_damaged},
                     {"", error_code::log_damaged},
                     {"x", error_code::log_damaged}};
  for (const auto& one : cases) {
    put(directory / "FORMAT_VERSION", one.content);
    const auto opened = open();
    ASSERT_FALSE(opened) << one.content;
    EXPECT_EQ(opened.error().code, one.code) << one.content;
    EXPECT_EQ(read(directory / "FORMAT_VERSION"), one.content);
    if (one.code == error_code::log_unavailable) {
      EXPECT_NE(opened.error().detail.find("99"), std::string::npos) << opened.error().detail;
      EXPECT_NE(opened.error().detail.find("reads up to"), std::string::npos) << opened.error().detail;
    }
  }
  EXPECT_EQ(files(""), files_before);
  fs::remove(directory / "FORMAT_VERSION");
  EXPECT_EQ(open().error().code, error_code::log_damaged);
}

TEST_F(event_log_damage, a_group_is_one_sync) {
  const auto disk = std::make_shared<test::watched_disk>();
  const auto watched = rocksdb::NewCompositeEnv(disk);
  auto engine = open_rocksdb(options_of(directory, watched.get()));
  ASSERT_TRUE(engine) << engine.error().detail;
  const auto& a = practices[0];
  const auto before = disk->syncs();
  ASSERT_TRUE((*engine)->write({{entry(a, 1), entry(a, 2), entry(practices[1], 1)}, {{a, 2, 1, never, "s"}}},
                               durability::synced));
  EXPECT_EQ(disk->syncs() - before, 1u);
  ASSERT_TRUE((*engine)->write({{entry(a, 3)}, {}}, durability::buffered));
  EXPECT_EQ(disk->syncs() - before, 1u);
}

} // namespace
} // namespace tidings
