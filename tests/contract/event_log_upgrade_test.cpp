// Log directories that earlier versions wrote: each is read whole, goes on, and is refused by nobody but its elders.
// `TIDINGS_GOLDEN_DATA_TO=DIR event_log_upgrade_test --gtest_filter=*keeps_a_golden*` writes the one of this version.
#include "actors/event_log/format_file.hpp"
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/event_log/stream.hpp"
#include "actors/event_log/tool.hpp"
#include "schemas/event_codec.hpp"

#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace tidings {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t in_table = 40, in_all = 60; ///< records of each practice
const fs::path golden_data = TIDINGS_SOURCE_DIR "/tests/golden/data";

const std::vector<practice_id>& practices() {
  static const std::vector<practice_id> all = {*practice_id::parse("A99001"), *practice_id::parse("B99002"),
                                               practice_id::host()};
  return all;
}
event what_happened(const practice_id& practice, std::uint64_t sequence) {
  const auto name = practice.str() + " " + std::to_string(sequence);
  const auto message = id_from_name<message_id>("message", name);
  if (sequence % 3 == 0) return message_cancelled{message, "staff"};
  if (sequence % 3 == 1) return opted_out{secret_text("447700900" + std::to_string(100 + sequence)), "reply " + name};
  message_accepted e;
  e.message = message;
  e.to = secret_text("447700900" + std::to_string(100 + sequence));
  e.text = secret_text("Your appointment, " + name);
  e.asked_by = "two-days";
  e.due_at = from_ms(1'772'442'000'000);
  return e;
}
log_entry entry(const practice_id& practice, std::uint64_t sequence) {
  const auto at = from_ms(1'772'442'000'000 + static_cast<std::int64_t>(sequence));
  return {practice, sequence, encode(what_happened(practice, sequence), at)};
}
/// Records `first` to `last` of each practice, and a snapshot at `last` of all but the host.
void write(log_engine& engine, std::uint64_t first, std::uint64_t last) {
  log_group group;
  for (auto sequence = first; sequence <= last; ++sequence)
    for (const auto& practice : practices()) group.entries.push_back(entry(practice, sequence));
  for (const auto& practice : practices())
    if (!practice.is_host()) group.snapshots.push_back({practice, last, 7, from_ms(1'772'500'000'000), "state"});
  ASSERT_TRUE(engine.write(group, durability::synced));
}
void expect_whole(const log_engine& engine, std::uint64_t last) {
  record_hasher hasher;
  for (const auto& practice : practices()) {
    ASSERT_TRUE(engine.heads().contains(practice)) << practice.str();
    ASSERT_EQ(engine.heads().at(practice).last, last) << practice.str();
    const auto read = read_checked(engine, practice, 0, last, last, hasher);
    ASSERT_TRUE(read) << read.error().detail;
    for (const auto& one : *read) {
      const auto seen = decode(one.what);
      ASSERT_TRUE(seen) << seen.error().detail;
      // A later version may write the same event in other bytes: what it says is compared, not how.
      EXPECT_EQ(encode(*seen, one.what.at).payload, entry(practice, one.sequence).what.payload) << one.sequence;
    }
    if (practice.is_host()) continue;
    const auto snapshot = engine.read_snapshot(practice);
    ASSERT_TRUE(snapshot && *snapshot);
    EXPECT_EQ((*snapshot)->bytes, "state");
    EXPECT_EQ((*snapshot)->version, last);
    EXPECT_EQ((*snapshot)->wake_at, from_ms(1'772'500'000'000));
  }
}

TEST(a_log_of_an_earlier_version, is_read_and_goes_on) {
  std::size_t versions = 0;
  for (const auto& kept : fs::directory_iterator(golden_data)) {
    if (!kept.is_directory()) continue;
    SCOPED_TRACE(kept.path().filename());
    ++versions;
    test::temporary_directory temporary;
    const auto directory = temporary.path / "log";
    fs::copy(kept.path() / "log", directory, fs::copy_options::recursive);
    std::ostringstream looked; // also before anybody has opened it to write
    EXPECT_EQ(log_verify(directory, looked), 0) << looked.str();
    {
      auto engine = open_rocksdb({.directory = directory});
      ASSERT_TRUE(engine) << engine.error().detail;
      expect_whole(**engine, in_all);
      write(**engine, in_all + 1, in_all + 5);
    }
    auto engine = open_rocksdb({.directory = directory});
    ASSERT_TRUE(engine) << engine.error().detail;
    expect_whole(**engine, in_all + 5);
    const auto lines = (*engine)->summaries();
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), practices().size());
    for (const auto& one : *lines) {
      EXPECT_EQ(one.snapshot_version, one.practice.is_host() ? 0 : in_all + 5);
      EXPECT_EQ(one.wake_at, one.practice.is_host() ? never : from_ms(1'772'500'000'000));
    }
    engine->reset();
    std::ifstream format(directory / "FORMAT_VERSION");
    int version = 0;
    format >> version;
    EXPECT_EQ(version, log_format_version) << "an elder must not touch it any more";
    std::ostringstream out;
    EXPECT_EQ(log_verify(directory, out), 0) << out.str();
  }
  EXPECT_EQ(versions, static_cast<std::size_t>(log_format_version)) << "one golden directory for each version";
}

TEST(this_version, keeps_a_golden_directory_of_itself) {
  const char* to = std::getenv("TIDINGS_GOLDEN_DATA_TO");
  if (!to) GTEST_SKIP() << "TIDINGS_GOLDEN_DATA_TO names no folder to write one to";
  const auto directory = fs::path(to) / std::to_string(log_format_version) / "log";
  fs::remove_all(directory);
  for (const auto& [first, last] : {std::pair{std::uint64_t{1}, in_table}, {in_table + 1, in_all}}) {
    auto engine = open_rocksdb({.directory = directory}); // the second time moves what the first wrote into a table
    ASSERT_TRUE(engine) << engine.error().detail;
    write(**engine, first, last);
  }
  for (const auto& one : fs::directory_iterator(directory / "rocksdb")) { // nothing of the machine it was made on
    const auto name = one.path().filename().string();
    if (name.starts_with("LOG") || name.starts_with("OPTIONS")) fs::remove(one.path());
  }
}

} // namespace
} // namespace tidings
