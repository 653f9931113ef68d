// What every engine of the log keeps to. Parameterised: a name and how to open the same log again.
#include "actors/event_log/memory_engine.hpp"
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/event_log/stream.hpp"

#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace tidings {
namespace {

struct kind {
  std::string name;
  /// A place, and a function that opens the log kept there.
  std::function<std::function<result<std::unique_ptr<log_engine>>()>()> place;
};
void PrintTo(const kind& one, std::ostream* out) { *out << one.name; }

class event_log_engine : public ::testing::TestWithParam<kind> {
protected:
  event_log_engine() { reopen(); }

  void reopen() {
    engine.reset();
    auto opened = open();
    ASSERT_TRUE(opened) << opened.error().detail;
    engine = std::move(*opened);
  }
  static log_entry entry(const practice_id& practice, std::uint64_t sequence, std::string payload = "x") {
    return {
        practice,
        sequence,
        {event_type::message_accepted, 1, from_ms(1'000 + static_cast<std::int64_t>(sequence)), std::move(payload)}};
  }
  result<void> write(std::vector<log_entry> entries, std::vector<stored_snapshot> snapshots = {}) {
    return engine->write({std::move(entries), std::move(snapshots)}, durability::synced);
  }
  std::vector<std::uint64_t> sequences(const practice_id& practice, std::uint64_t after, std::size_t limit) {
    const auto head = engine->heads().find(practice);
    auto read =
        read_checked(*engine, practice, after, head == engine->heads().end() ? 0 : head->second.last, limit, hasher);
    EXPECT_TRUE(read) << read.error().detail;
    std::vector<std::uint64_t> found;
    for (const auto& one : *read) {
      EXPECT_EQ(one.practice, practice);
      found.push_back(one.sequence);
    }
    return found;
  }
  using list = std::vector<std::uint64_t>;

  std::function<result<std::unique_ptr<log_engine>>()> open = GetParam().place();
  std::unique_ptr<log_engine> engine;
  record_hasher hasher;
  practice_id a = *practice_id::parse("A99001");
  practice_id b = *practice_id::parse("A99001X"); // its name begins with the other's
  practice_id c = practice_id::host();
};

TEST_P(event_log_engine, starts_empty) {
  EXPECT_TRUE(engine->heads().empty());
  EXPECT_TRUE(engine->practices()->empty());
  EXPECT_TRUE(engine->summaries()->empty());
  EXPECT_EQ(sequences(a, 0, 10), list{});
  EXPECT_FALSE(engine->read_snapshot(a)->has_value());
}

TEST_P(event_log_engine, reads_back_what_was_written_byte_for_byte) {
  const std::string bytes("\0\xff payload \n", 12);
  const std::vector<log_entry> written = {entry(a, 1, bytes), entry(b, 1, ""), entry(a, 2, std::string(100'000, 'y')),
                                          entry(c, 1)};
  ASSERT_TRUE(write(written));
  for (int i = 0; i < 2; ++i, reopen()) {
    const auto of_a = read_checked(*engine, a, 0, 2, 10, hasher);
    ASSERT_TRUE(of_a);
    ASSERT_EQ(of_a->size(), 2u);
    EXPECT_EQ((*of_a)[0].what, written[0].what);
    EXPECT_EQ((*of_a)[1].what, written[2].what);
    EXPECT_EQ(read_checked(*engine, b, 0, 1, 10, hasher)->at(0).what, written[1].what);
    EXPECT_EQ(read_checked(*engine, c, 0, 1, 10, hasher)->at(0).what, written[3].what);
  }
}

TEST_P(event_log_engine, reads_a_slice_of_a_stream) {
  std::vector<log_entry> ten;
  for (std::uint64_t i = 1; i <= 10; ++i) ten.push_back(entry(a, i));
  ASSERT_TRUE(write(ten));
  ASSERT_TRUE(write({entry(b, 1)}));
  EXPECT_EQ(sequences(a, 0, 3), (list{1, 2, 3}));
  EXPECT_EQ(sequences(a, 3, 3), (list{4, 5, 6}));
  EXPECT_EQ(sequences(a, 8, 100), (list{9, 10}));
  EXPECT_EQ(sequences(a, 10, 100), list{});
  EXPECT_EQ(sequences(a, 99, 100), list{});
  EXPECT_EQ(sequences(a, 0, 0), list{});
}

TEST_P(event_log_engine, says_so_when_a_stream_ends_too_early) {
  ASSERT_TRUE(write({entry(a, 1), entry(a, 2), entry(b, 1)}));
  const auto read = read_checked(*engine, a, 0, 5, 10, hasher);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, error_code::log_damaged);
  EXPECT_EQ(read.error().detail, "practice A99001, record 3: it is missing, the log ends before it");
}

TEST_P(event_log_engine, goes_on_from_where_it_was_when_opened_again) {
  ASSERT_TRUE(write({entry(a, 1), entry(a, 2), entry(b, 1)}));
  const auto before = engine->heads();
  reopen();
  ASSERT_EQ(engine->heads().size(), 2u);
  EXPECT_EQ(engine->heads().at(a).last, 2u);
  EXPECT_EQ(engine->heads().at(a).hash, before.at(a).hash);
  EXPECT_EQ(engine->heads().at(b).hash, before.at(b).hash);
  EXPECT_EQ(*engine->practices(), (std::vector{a, b}));
  ASSERT_TRUE(write({entry(a, 3)}));
  EXPECT_EQ(sequences(a, 0, 10), (list{1, 2, 3}));
}

TEST_P(event_log_engine, writes_nothing_of_a_group_that_does_not_follow_the_stream) {
  ASSERT_TRUE(write({entry(a, 1)}));
  for (const auto wrong : {0u, 1u, 3u}) {
    const auto refused = write({entry(b, 1), entry(a, wrong)});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, error_code::version_conflict);
  }
  EXPECT_EQ(sequences(a, 0, 10), list{1});
  EXPECT_EQ(sequences(b, 0, 10), list{});
  ASSERT_TRUE(write({entry(a, 2), entry(b, 1)})) << "a refusal is no failure";
}

TEST_P(event_log_engine, keeps_the_newest_snapshot_of_each_practice) {
  const stored_snapshot first{a, 1, 3, from_ms(5), "one"};
  const stored_snapshot second{a, 2, 4, never, std::string("t\0wo", 4)};
  ASSERT_TRUE(write({entry(a, 1)}, {first}));
  EXPECT_EQ(**engine->read_snapshot(a), first);
  ASSERT_TRUE(write({entry(a, 2)}, {second}));
  EXPECT_EQ(**engine->read_snapshot(a), second);
  reopen();
  EXPECT_EQ(**engine->read_snapshot(a), second);
  EXPECT_FALSE(engine->read_snapshot(b)->has_value());
}

TEST_P(event_log_engine, keeps_a_readers_snapshot_beside_the_practices_own) {
  const stored_snapshot own{a, 1, 3, from_ms(5), "one"};
  stored_snapshot boards{a, 2, 1, never, "rows"};
  boards.reader = reader_id("board");
  ASSERT_TRUE(write({entry(a, 1), entry(a, 2)}, {own, boards}));
  for (int i = 0; i < 2; ++i, reopen()) {
    EXPECT_EQ(**engine->read_snapshot(a), own);
    EXPECT_EQ(**engine->read_snapshot(a, reader_id("board")), boards);
    EXPECT_FALSE(engine->read_snapshot(a, reader_id("boar"))->has_value());
    EXPECT_FALSE(engine->read_snapshot(b, reader_id("board"))->has_value());
    EXPECT_EQ(*engine->summaries(), (std::vector<stream_line>{{a, 2, 1, from_ms(5)}})) << "the practice's own";
  }
  boards.version = 1;
  ASSERT_TRUE(write({}, {boards}));
  EXPECT_EQ(**engine->read_snapshot(a, reader_id("board")), boards) << "the newest one told, whatever its version";
}

TEST_P(event_log_engine, keeps_a_large_snapshot_beside_its_writes) {
  ASSERT_TRUE(write({entry(a, 1), entry(a, 2), entry(a, 3)}));
  const stored_snapshot large{a, 2, 3, from_ms(5), std::string(3'000'000, 'l')};
  auto boards = large;
  boards.reader = reader_id("board");
  engine->keep_large(large);
  engine->keep_large(boards);
  for (int i = 0; i < 2; ++i) { // at the latest when the log is closed
    reopen();
    ASSERT_TRUE(engine->read_snapshot(a)->has_value());
    EXPECT_TRUE(**engine->read_snapshot(a) == large);
    EXPECT_TRUE(**engine->read_snapshot(a, reader_id("board")) == boards);
    EXPECT_EQ(*engine->summaries(), (std::vector<stream_line>{{a, 3, 2, from_ms(5)}}));
    EXPECT_TRUE(engine->check_files());
  }
  engine->keep_large({a, 3, 3, from_ms(6), std::string(3'000'000, 'm')});
  reopen();
  EXPECT_EQ((*engine->read_snapshot(a))->version, 3U) << "the later one";
}

TEST_P(event_log_engine, takes_a_small_snapshot_that_was_told_later_for_the_newest) {
  ASSERT_TRUE(write({entry(a, 1), entry(a, 2)}));
  engine->keep_large({a, 1, 3, from_ms(5), std::string(3'000'000, 'l')});
  const stored_snapshot small{a, 2, 3, from_ms(6), "small"};
  ASSERT_TRUE(write({}, {small}));
  reopen();
  EXPECT_EQ(**engine->read_snapshot(a), small);
  EXPECT_EQ(*engine->summaries(), (std::vector<stream_line>{{a, 2, 2, from_ms(6)}}));
}

TEST_P(event_log_engine, finds_a_messages_places_by_its_id) {
  const auto id = [](int number) { return id_from_name<message_id>("place", std::to_string(number)); };
  std::vector<message_place> told;
  for (int i = 0; i < 50; ++i) told.push_back({id(i), i % 2 == 0 ? a : b, {7, 9, 300'000}});
  ASSERT_TRUE(engine->write({{}, {}, told}, durability::synced));
  const message_place later{id(3), b, {400'000}};
  ASSERT_TRUE(engine->write({{}, {}, {later, later}}, durability::synced)) << "told twice, kept once";
  std::sort(told.begin(), told.end(), [](auto& x, auto& y) { return x.message < y.message; });
  for (int i = 0; i < 2; ++i, reopen()) {
    std::vector<message_place> all;
    ASSERT_TRUE(engine->scan_places({}, [&](message_place&& one) {
      if (one != later) all.push_back(std::move(one));
      return true;
    }));
    EXPECT_EQ(all, told);
    std::vector<message_place> of_three;
    ASSERT_TRUE(engine->scan_places(id(3), [&](message_place&& one) {
      of_three.push_back(std::move(one));
      return of_three.size() < 2;
    }));
    EXPECT_EQ(of_three, (std::vector<message_place>{{id(3), b, {7, 9, 300'000}}, later}));
  }
}

TEST_P(event_log_engine, sums_up_every_stream) {
  ASSERT_TRUE(write({entry(a, 1), entry(a, 2), entry(b, 1)}, {{b, 1, 1, from_ms(77), "s"}}));
  for (int i = 0; i < 2; ++i, reopen())
    EXPECT_EQ(*engine->summaries(), (std::vector<stream_line>{{a, 2, 0, never}, {b, 1, 1, from_ms(77)}}));
}

TEST_P(event_log_engine, counts_its_bytes) {
  const auto before = engine->bytes();
  ASSERT_TRUE(write({entry(a, 1, std::string(10'000, 'z'))}));
  EXPECT_GT(engine->bytes(), before);
}

INSTANTIATE_TEST_SUITE_P(
    engines, event_log_engine,
    ::testing::Values(kind{"memory",
                           [] { return [disk = std::make_shared<memory_disk>()] { return open_memory(disk); }; }},
                      kind{"rocksdb",
                           [] {
                             auto directory = std::make_shared<test::temporary_directory>();
                             return [directory] { return open_rocksdb({.directory = directory->path / "log"}); };
                           }}),
    [](const auto& one) { return one.param.name; });

} // namespace
} // namespace tidings
