// Backups of a real log, taken while it is written to, and data directories made out of them.
#include "actors/backup/erased.hpp"
#include "actors/backup/keeper.hpp"
#include "actors/backup/retention.hpp"
#include "actors/backup/store.hpp"
#include "actors/event_log/log_backups.hpp"
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/event_log/stream.hpp"
#include "actors/key_ring/key_ring.hpp"
#include "schemas/codec.hpp"
#include "schemas/erasures.hpp"
#include "schemas/event_codec.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <future>
#include <random>
#include <thread>

using namespace tidings;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
namespace fs = std::filesystem;

namespace {

const std::string canary = "Amira Okafor 07700 900123";
const auto nobody = [](std::string_view, std::uint64_t, std::uint64_t) {};

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void put(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}
std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& one : fs::recursive_directory_iterator(folder))
    if (one.is_regular_file()) found.push_back(one.path());
  std::sort(found.begin(), found.end());
  return found;
}

struct a_backup : ::testing::Test {
  test::temporary_directory place;
  fs::path data = place.path / "data", folder = place.path / "backups", empty_host = place.path / "new host";
  key_bytes key{std::string(32, 'k')};
  std::shared_ptr<live_log> live = std::make_shared<live_log>();
  std::unique_ptr<log_engine> engine;
  practice_id a = *practice_id::parse("A99001"), b = *practice_id::parse("A99002");
  const timestamp written_at = from_ms(1'772'445'600'000); ///< of what is written: one test has a thread for it
  timestamp now = written_at;
  log_epoch epoch;
  backup::store store{{folder, key}};

  a_backup() {
    open();
    epoch = *claim_epoch(data / "log");
    put(data / "devices" / "A99001", "device 17");
    put(data / "keys" / "A99001.keys", "key of patient one");
    put(data / "session.key", std::string(32, 's'));
  }
  void open() {
    auto opened = open_rocksdb({.directory = data / "log", .live = live});
    ASSERT_TRUE(opened) << opened.error().detail;
    engine = std::move(*opened);
  }
  void append(const practice_id& practice, int count, const std::string& payload = canary) {
    log_group group;
    for (int i = 0; i < count; ++i)
      group.entries.push_back(
          {practice,
           engine->heads().contains(practice) ? engine->heads().at(practice).last + 1u + unsigned(i) : 1u + unsigned(i),
           {event_type::message_accepted, 1, written_at, payload}});
    const auto written = engine->write(group, durability::synced);
    ASSERT_TRUE(written) << written.error().detail;
  }
  backup::catalog_line take() {
    now += 10min;
    auto taken = store.take({data, *live, epoch, now}, nobody);
    EXPECT_TRUE(taken) << taken.error().detail;
    return taken.value_or(backup::catalog_line{});
  }
  log_epoch restore(std::optional<std::uint32_t> number = {}, const backup::progress& tell = nobody) {
    auto restored = store.restore(number, empty_host, now, tell);
    EXPECT_TRUE(restored) << restored.error().detail;
    return restored.value_or(log_epoch{});
  }
  stream_heads heads_in(const fs::path& data_dir) {
    auto opened = open_rocksdb({.directory = data_dir / "log"});
    EXPECT_TRUE(opened) << opened.error().detail;
    return opened ? (*opened)->heads() : stream_heads{};
  }
  backup::complaints wrong() {
    auto found = store.verify({}, nobody);
    return found ? *found : backup::complaints{found.error().detail};
  }
};

bool same(const stream_heads& left, const stream_heads& right) {
  return left.size() == right.size() && std::all_of(left.begin(), left.end(), [&](const auto& one) {
           const auto other = right.find(one.first);
           return other != right.end() && other->second.last == one.second.last &&
                  other->second.hash == one.second.hash;
         });
}

TEST_F(a_backup, brings_an_empty_host_the_log_as_it_was) {
  append(a, 1'000);
  append(b, 10);
  const auto at_backup = engine->heads();
  EXPECT_EQ(take().records, 1'010u);
  append(a, 500);
  EXPECT_THAT(wrong(), IsEmpty());
  const auto restored = restore();
  EXPECT_TRUE(same(heads_in(empty_host), at_backup));
  EXPECT_EQ(text_of(empty_host / "devices" / "A99001"), "device 17");
  EXPECT_EQ(text_of(empty_host / "keys" / "A99001.keys"), "key of patient one");
  EXPECT_FALSE(fs::exists(empty_host / "session.key")) << "nobody stays signed in";
  EXPECT_EQ(restored, *read_epoch(empty_host / "log"));
}

TEST_F(a_backup, restored_is_in_an_epoch_of_its_own_and_not_released) {
  append(a, 1);
  take();
  const auto restored = restore();
  EXPECT_EQ(restored.number, epoch.number + 1);
  EXPECT_FALSE(restored.released);
  EXPECT_NE(restored.owner, epoch.owner);
  EXPECT_EQ(restored.backed_up_at, now);
  ASSERT_TRUE(store.write_claim({restored.number, restored.owner, now}));
  empty_host = place.path / "third host";
  EXPECT_EQ(restore().number, restored.number + 1) << "no two restores share an epoch once one has taken over";
}

TEST_F(a_backup, is_taken_whole_while_the_log_is_written_to) {
  append(a, 1);
  std::atomic<bool> enough{false};
  std::thread writer([&] {
    while (!enough) append(a, 50);
  });
  std::vector<backup::catalog_line> taken;
  for (int i = 0; i < 5; ++i) taken.push_back(take());
  enough = true;
  writer.join();
  EXPECT_THAT(wrong(), IsEmpty());
  for (std::size_t i = 1; i < taken.size(); ++i) EXPECT_GE(taken[i].records, taken[i - 1].records);
  for (const auto& one : taken) {
    empty_host = place.path / std::to_string(one.number);
    restore(one.number);
    const auto heads = heads_in(empty_host);
    EXPECT_EQ(heads.at(a).last, one.records);
    record_hasher hasher;
    stream_check original(a, hasher);
    ASSERT_TRUE(engine->scan(a, 1, [&](std::uint64_t sequence, std::string_view value) {
      return original.next(sequence, value).has_value() && sequence < one.records;
    }));
    EXPECT_EQ(heads.at(a).hash, original.head().hash) << "the same chain";
  }
}

TEST_F(a_backup, copies_only_what_is_new) {
  std::mt19937_64 random(7);
  std::string noise(100'000, ' ');
  for (auto& one : noise) one = static_cast<char>(random());
  append(a, 100, noise);
  const auto first = take();
  append(a, 1);
  const auto second = take();
  EXPECT_GT(first.added, 9'000'000u);
  EXPECT_LT(second.added, 1'000'000u);
  EXPECT_GT(second.bytes, 9'000'000u);
}

TEST_F(a_backup, shows_nothing_without_the_master_key) {
  append(a, 1'000);
  put(data / "devices" / "A99002", canary);
  put(data / "keys" / "A99002.keys", canary);
  take();
  const auto found = files_in(folder);
  EXPECT_GT(found.size(), 8u);
  for (const auto& file : found) {
    EXPECT_THAT(text_of(file), Not(HasSubstr("Okafor"))) << file;
    EXPECT_THAT(text_of(file), Not(HasSubstr("A99001"))) << file;
    EXPECT_THAT(text_of(file), Not(HasSubstr("rocksdb"))) << file;
  }
  const backup::store stranger({folder, key_bytes(std::string(32, 'x'))});
  EXPECT_EQ(stranger.list().error().code, error_code::log_damaged);
  EXPECT_FALSE(stranger.restore({}, empty_host, now, nobody));
}

TEST_F(a_backup, tells_of_every_file_that_was_changed_removed_or_exchanged) {
  append(a, 1'000);
  take();
  append(a, 1'000);
  take();
  ASSERT_THAT(wrong(), IsEmpty());
  const auto aside = place.path / "aside";
  const auto all = files_in(folder);
  for (const auto& file : all) {
    if (file.filename() == "FORMAT_VERSION") continue; // says nothing that anything hangs on
    fs::copy_file(file, aside, fs::copy_options::overwrite_existing);
    auto bytes = text_of(file);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    put(file, bytes);
    EXPECT_THAT(wrong(), Not(IsEmpty())) << "a bit of " << file << " was turned";
    fs::remove(file);
    EXPECT_THAT(wrong(), Not(IsEmpty())) << file << " was removed";
    for (const auto& other : all)
      if (other != file && other.parent_path() == file.parent_path()) {
        fs::copy_file(other, file, fs::copy_options::overwrite_existing);
        EXPECT_THAT(wrong(), Not(IsEmpty())) << other << " stands in the place of " << file;
        const auto newest = store.verify(2, nobody);
        const bool harmed = !newest || !newest->empty();
        EXPECT_EQ(store.restore(2, empty_host, now, nobody).has_value(), !harmed) << file;
        fs::remove_all(empty_host);
        break;
      }
    fs::copy_file(aside, file, fs::copy_options::overwrite_existing);
  }
  EXPECT_THAT(wrong(), IsEmpty());
}

TEST_F(a_backup, whose_neighbours_description_was_changed_is_verified_and_restored_all_the_same) {
  append(a, 100);
  take();
  append(a, 100);
  take();
  const auto description = folder / "log" / "meta" / "1";
  const auto whole = text_of(description);
  for (std::size_t at = 0; at < whole.size(); at += 5) {
    auto bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    put(description, bytes);
    ASSERT_THAT(wrong(), Not(IsEmpty())) << at;
    const auto newest = store.verify(2, nobody);
    ASSERT_TRUE(newest) << newest.error().detail;
    ASSERT_THAT(*newest, IsEmpty()) << at;
  }
  EXPECT_TRUE(store.restore(2, empty_host, now, nobody));
  const auto another = store.take({data, *live, epoch, now}, nobody);
  ASSERT_FALSE(another);
  EXPECT_THAT(another.error().detail, HasSubstr("move the folder aside"));
  EXPECT_FALSE(store.remove({1}));
  put(description, whole);
  EXPECT_THAT(wrong(), IsEmpty());
}

TEST_F(a_backup, keeps_no_key_that_was_destroyed_since) {
  append(a, 1);
  take();
  put(data / "keys" / "A99001.keys", "key of patient two");
  ASSERT_TRUE(store.refresh_keys(data, now));
  EXPECT_THAT(wrong(), IsEmpty());
  restore(1);
  EXPECT_EQ(text_of(empty_host / "keys" / "A99001.keys"), "key of patient two") << "also for a backup made before";
  int folders = 0;
  for (const auto& one : fs::directory_iterator(folder))
    folders += one.path().filename().string().starts_with("keys-") ? 1 : 0;
  EXPECT_EQ(folders, 1);
}

TEST_F(a_backup, of_before_an_erasure_opens_nothing_of_it_and_tells_of_it) {
  fs::remove_all(data / "keys");
  const key_bytes wrapping{std::string(32, 'w')};
  const auto ring_in = [&](const fs::path& dir) {
    return key_ring(wrapping, std::move(*open_key_folder(dir / "keys")), {.now = [this] { return now; }});
  };
  auto keys = ring_in(data);
  patient_details amira{.id = patient_id("p1"), .first_name = secret_text(canary)};
  patient_details ben{.id = patient_id("p2"), .first_name = secret_text("Ben")};
  log_group group;
  group.entries.push_back({a, 1, *seal(patient_updated{amira}, now, a, keys)});
  group.entries.push_back({a, 2, *seal(patient_updated{ben}, now, a, keys)});
  ASSERT_TRUE(engine->write(group, durability::synced));
  take();
  now += 1min;
  const erasures known{.patients = {{amira.id, now}}, .numbers = {}, .opted_out = {}, .practices = {}};
  ASSERT_TRUE(keys.keep_note(a, codec::encode(known)));
  ASSERT_TRUE(keys.erase(a, std::array{seal_subject{seal_subject::kind::patient, "p1"}}));
  ASSERT_TRUE(store.refresh_keys(data, now));
  const auto restored = restore(1);

  auto there = ring_in(empty_host);
  auto reader = open_rocksdb({.directory = empty_host / "log"});
  ASSERT_TRUE(reader);
  record_hasher hasher;
  const auto read = read_checked(**reader, a, 0, 2, 2, hasher);
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<patient_updated>(*tidings::open((*read)[0].what, a, there)).what.first_name.reveal(), "");
  EXPECT_EQ(std::get<patient_updated>(*tidings::open((*read)[1].what, a, there)).what.first_name.reveal(), "Ben");
  EXPECT_EQ(codec::decode<erasures>(*there.note_of(a)), known);
  const auto told = backup::erased_after(empty_host / "keys", restored.backed_up_at);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->patients, 1u);
  EXPECT_EQ(backup::erased_after(empty_host / "keys", now)->patients, 0u) << "nobody after that";
}

TEST_F(a_backup, that_was_killed_is_cleared_away_by_the_next_one) {
  append(a, 100);
  take();
  { // as far as the log's copy and a part of the rest
    auto copies = open_log_backups({folder / "log", key});
    ASSERT_TRUE(copies);
    ASSERT_TRUE((*copies)->create(*live, [](std::uint64_t) {}));
    put(folder / "manifests" / "2", "half");
    put(folder / "files" / "2" / "devices", "half");
    put(folder / "keys-2" / "A99001.keys", "half");
  }
  EXPECT_THAT(wrong(), IsEmpty()) << "the finished one is not harmed";
  append(a, 1);
  EXPECT_EQ(take().records, 101u);
  EXPECT_THAT(wrong(), IsEmpty());
  restore();
}

TEST_F(a_backup, is_never_restored_over_a_directory_in_use) {
  append(a, 1);
  take();
  put(empty_host / "something", "here");
  const auto refused = store.restore({}, empty_host, now, nobody);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, error_code::refused);
  EXPECT_FALSE(store.restore({}, data, now, nobody));
}

TEST_F(a_backup, whose_restore_was_broken_off_is_no_log_that_a_broker_opens) {
  append(a, 1);
  take();
  restore();
  fs::remove(empty_host / "log" / "FORMAT_VERSION"); // written last
  const auto opened = open_rocksdb({.directory = empty_host / "log"});
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().detail, HasSubstr("FORMAT_VERSION"));
}

TEST_F(a_backup, goes_away_with_its_own_files_when_it_is_removed) {
  append(a, 1'000);
  take();
  append(a, 1'000);
  take();
  ASSERT_TRUE(store.remove({1}));
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_EQ(store.list()->backups.size(), 1u);
  EXPECT_FALSE(fs::exists(folder / "manifests" / "1"));
  EXPECT_EQ(store.verify(1, nobody).error().code, error_code::not_found);
  restore(2);
  EXPECT_EQ(heads_in(empty_host).at(a).last, 2'000u);
}

TEST_F(a_backup, ends_at_once_when_the_log_is_closed) {
  append(a, 100, std::string(200'000, 'x'));
  backup::store slow({folder, key, 1024 * 1024});
  std::atomic<bool> begun{false};
  result<backup::catalog_line> taken;
  std::thread taker([&] {
    taken = slow.take({data, *live, epoch, now}, [&](std::string_view, std::uint64_t, std::uint64_t) { begun = true; });
  });
  engine.reset();
  taker.join();
  if (!taken) {
    EXPECT_NE(taken.error().detail, "");
  }
  open();
  take();
  EXPECT_THAT(wrong(), IsEmpty());
}

struct a_keeper : a_backup {
  std::promise<std::string> over;
  std::unique_ptr<backup::keeper> keeper;

  backup::keeper_options options(const log_epoch& of, const fs::path& data_dir) {
    return {.settings = {.folder = folder.string(), .every = 24h},
            .key = key,
            .data_dir = data_dir,
            .log = live,
            .epoch = of,
            .look_every = 10ms,
            .say = [](const std::string&) {},
            .on_taken_over = [this](const std::string& why) { over.set_value(why); }};
  }
  void keep() {
    keeper = std::make_unique<backup::keeper>(options(epoch, data));
    ASSERT_TRUE(keeper->check_claim());
    keeper->start();
  }
  /// Bounded: a test that hangs here has failed.
  template <class F> bool in_time(F&& is_so) {
    const auto end = std::chrono::steady_clock::now() + 60s;
    while (!is_so()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::yield();
    }
    return true;
  }
};

TEST_F(a_keeper, makes_the_first_backup_by_itself_and_further_ones_when_asked) {
  append(a, 10);
  keep();
  EXPECT_TRUE(in_time([&] { return keeper->status().backups.size() == 1; }));
  const auto request = keeper->ask();
  ASSERT_TRUE(request);
  EXPECT_TRUE(in_time([&] { return keeper->status().requests_done >= *request; }));
  EXPECT_EQ(keeper->status().backups.size(), 2u);
  EXPECT_EQ(keeper->status().last_failure, "");
  EXPECT_GT(keeper->status().next_at.value_or(timestamp{}), system_now());
}

TEST_F(a_keeper, puts_no_destroyed_key_into_any_backup_for_long) {
  append(a, 1);
  keep();
  EXPECT_TRUE(in_time([&] { return keeper->status().backups.size() == 1; }));
  put(data / "keys" / "A99001.keys", "nobody's");
  put(data / "keys" / "A99001.unlock", "anew");
  const auto has_new = [&] {
    const auto now_in = store.list();
    return now_in && now_in->keys.size() == 2 && keeper->status().state == "idle";
  };
  EXPECT_TRUE(in_time(has_new));
  keeper->stop();
  restore(1);
  EXPECT_EQ(text_of(empty_host / "keys" / "A99001.keys"), "nobody's");
}

TEST_F(a_keeper, ends_the_old_broker_when_the_restored_one_is_released) {
  append(a, 1);
  keep();
  EXPECT_TRUE(in_time([&] { return keeper->status().backups.size() == 1; }));
  const auto restored = restore();
  backup::keeper successor(options(restored, empty_host));
  EXPECT_EQ(successor.ask().error().code, error_code::refused) << "nobody who isn't released makes backups";
  auto told = over.get_future();
  EXPECT_EQ(told.wait_for(0ms), std::future_status::timeout) << "a restore alone disturbs nobody";
  ASSERT_TRUE(successor.take_over());
  ASSERT_EQ(told.wait_for(60s), std::future_status::ready);
  EXPECT_THAT(told.get(), HasSubstr("taken over"));
  EXPECT_TRUE(read_epoch(empty_host / "log")->released);

  backup::keeper returned(options(epoch, data));
  EXPECT_EQ(returned.check_claim().error().code, error_code::refused) << "and it doesn't start again";
  empty_host = place.path / "third host";
  const auto third = restore();
  EXPECT_EQ(third.number, restored.number + 1);
}

TEST_F(a_keeper, lets_only_one_of_two_restores_take_over) {
  append(a, 1);
  take();
  const auto first = restore();
  const auto first_host = empty_host;
  empty_host = place.path / "second host";
  const auto second = restore();
  EXPECT_EQ(first.number, second.number);
  backup::keeper one(options(first, first_host)), other(options(second, empty_host));
  ASSERT_TRUE(one.take_over());
  const auto refused = other.take_over();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, error_code::refused);
  EXPECT_FALSE(other.epoch().released);
}

TEST_F(a_keeper, says_why_a_backup_failed_and_goes_on) {
  append(a, 1);
  put(folder, "a file where the folder should be");
  keep();
  EXPECT_TRUE(in_time([&] { return !keeper->status().last_failure.empty(); }));
  fs::remove(folder);
  const auto request = keeper->ask();
  EXPECT_TRUE(in_time([&] { return keeper->status().requests_done >= *request; }));
  EXPECT_EQ(keeper->status().last_failure, "");
}

TEST(retention, keeps_every_backup_of_the_last_hours_one_an_hour_of_a_day_and_one_a_day_after_that) {
  std::vector<backup::catalog_line> all;
  const auto end = from_ms(1'772'445'600'000);
  std::uint32_t number = 0;
  for (auto at = end - 40 * 24h; at <= end; at += 10min) {
    all.push_back({.number = ++number, .at = at});
    // Asked after each one, as a broker does.
    for (const auto gone : backup::outlived(all, at, 30 * 24h))
      std::erase_if(all, [&](const auto& one) { return one.number == gone; });
  }
  const auto within = [&](auto from, auto to) {
    return std::count_if(all.begin(), all.end(),
                         [&](const auto& one) { return end - one.at >= from && end - one.at < to; });
  };
  EXPECT_EQ(all.back().number, number);
  EXPECT_EQ(within(0h, 3h), 18);
  EXPECT_GE(within(3h, 24h), 20);
  EXPECT_LE(within(3h, 24h), 22);
  EXPECT_GE(within(24h, 30 * 24h), 28);
  EXPECT_LE(within(24h, 30 * 24h), 30);
  EXPECT_EQ(within(31 * 24h, 41 * 24h), 0);
}

} // namespace
