#include "actors/event_log/event_log_actor.hpp"
#include "actors/event_log/memory_engine.hpp"

#include "tests/support/det_world.hpp"

#include <numeric>
#include <random>

namespace tidings {
namespace {

using namespace std::chrono_literals;
using list = std::vector<std::uint64_t>;

/// A practice's side: remembers what it was told.
struct sink_log {
  std::vector<events_appended> appended;
  std::vector<append_failed> failed;
};
log_sink_actor::behavior_type sink(log_sink_actor::pointer, std::shared_ptr<sink_log> heard) {
  return {[heard](const events_appended& what) { heard->appended.push_back(what); },
          [heard](const append_failed& what) { heard->failed.push_back(what); }};
}

/// Whoever keeps the log: remembers the troubles it was told of.
log_keeper_actor::behavior_type keeper(log_keeper_actor::pointer, std::shared_ptr<std::vector<log_trouble>> told) {
  return {[told](const log_trouble& what) { told->push_back(what); }};
}

/// A subscriber: remembers each practice's sequences as they come.
struct feed_log {
  std::map<practice_id, list> sequences;
  std::vector<std::size_t> batches; ///< their sizes
  std::vector<bool> live;           ///< each batch's
  std::vector<log_batch> kept;
};
log_subscriber_actor::behavior_type subscriber(log_subscriber_actor::pointer, std::shared_ptr<feed_log> seen) {
  return {[seen](const log_events& what) {
    seen->batches.push_back(what.batch->size());
    seen->live.push_back(what.live);
    seen->kept.push_back(what.batch);
    for (const auto& one : *what.batch) seen->sequences[one.practice].push_back(one.sequence);
  }};
}

list up_to(std::uint64_t last) {
  list all(last);
  std::iota(all.begin(), all.end(), 1u);
  return all;
}

class event_log_actor_test : public test::det_world {
protected:
  void start(event_log_options options = {}, std::size_t linger_turns_max = 0) {
    options.linger_turns_max = linger_turns_max;
    aut = sys.spawn(event_log, std::shared_ptr<log_engine>(std::move(*open_memory(disk))), options);
    drain();
  }
  ~event_log_actor_test() override {
    for (const auto& one : others) end(one);
    if (aut) end(aut);
    aut = nullptr;
    practice_side = nullptr;
  }
  void append(const practice_id& practice, std::uint64_t expected, std::size_t count = 1) {
    if (!practice_side) {
      practice_side = sys.spawn(sink, heard);
      others.push_back(caf::actor_cast<caf::actor>(practice_side));
    }
    std::vector<encoded_event> events(count, {event_type::message_accepted, 1, now(), "payload"});
    tell(aut, append_events{practice, expected, std::move(events), practice_side});
  }
  log_subscriber_actor subscribe(std::shared_ptr<feed_log> seen, std::map<practice_id, std::uint64_t> cursors = {}) {
    auto who = sys.spawn(subscriber, std::move(seen));
    others.push_back(caf::actor_cast<caf::actor>(who));
    tell(aut, subscribe_log{who, std::move(cursors)});
    return who;
  }
  template <class T> T answer(std::variant<T, caf::error> got) {
    if (auto* error = std::get_if<caf::error>(&got)) ADD_FAILURE() << sys.render(*error);
    return std::holds_alternative<T>(got) ? std::get<T>(got) : T{};
  }
  list read(const practice_id& practice, std::uint64_t after = 0, std::uint32_t limit = 1'000) {
    list found;
    for (const auto& one : answer(ask<stream_slice>(aut, 1s, read_stream{practice, after, limit})).entries)
      found.push_back(one.sequence);
    return found;
  }

  event_log_options kept() {
    event_log_options options;
    options.keeper = sys.spawn(keeper, troubles);
    others.push_back(caf::actor_cast<caf::actor>(options.keeper));
    return options;
  }

  event_log_state& state() {
    auto* actor = caf::actor_cast<caf::abstract_actor*>(aut);
    return dynamic_cast<caf::stateful_actor<event_log_state, event_log_actor::base>&>(*actor).state;
  }

  std::shared_ptr<memory_disk> disk = std::make_shared<memory_disk>();
  std::shared_ptr<std::vector<log_trouble>> troubles = std::make_shared<std::vector<log_trouble>>();
  std::shared_ptr<sink_log> heard = std::make_shared<sink_log>();
  event_log_actor aut;
  log_sink_actor practice_side;
  std::vector<caf::actor> others;
  practice_id a = *practice_id::parse("A99001");
  practice_id b = *practice_id::parse("B99002");
};

TEST_F(event_log_actor_test, ten_waiting_appends_are_one_sync_and_one_answer_each_practice) {
  start();
  for (std::uint64_t i = 0; i < 5; ++i) {
    append(a, 2 * i, 2);
    append(b, i);
  }
  drain();
  EXPECT_EQ(disk->syncs, 1u);
  ASSERT_EQ(heard->appended.size(), 2u);
  EXPECT_EQ(heard->appended[0].practice, a);
  EXPECT_EQ(heard->appended[0].version, 10u);
  EXPECT_EQ(heard->appended[1].practice, b);
  EXPECT_EQ(heard->appended[1].version, 5u);
  EXPECT_EQ(read(a), up_to(10));
}

TEST_F(event_log_actor_test, nothing_is_acknowledged_before_the_disk_has_it) {
  start();
  append(a, 0);
  ASSERT_TRUE(scheduler.try_run_once()); // the append: now the group's end waits in the mailbox
  EXPECT_EQ(disk->syncs, 0u);
  EXPECT_TRUE(heard->appended.empty());
  drain();
  EXPECT_EQ(disk->syncs, 1u);
  EXPECT_EQ(heard->appended.size(), 1u);
}

TEST_F(event_log_actor_test, a_full_group_is_written_without_waiting_for_its_end) {
  start({.group_max = 4});
  for (std::uint64_t i = 0; i < 10; ++i) append(a, i);
  drain();
  EXPECT_EQ(disk->syncs, 3u);
  EXPECT_EQ(read(a), up_to(10));
}

TEST_F(event_log_actor_test, a_group_smaller_than_the_recent_ones_waits_a_little) {
  start({}, 5);
  append(a, 0, 10);
  drain();
  append(a, 10);
  for (int turn = 0; turn < 4; ++turn) scheduler.try_run_once(); // the append, then three turns
  EXPECT_EQ(disk->syncs, 1u);
  append(a, 11);
  drain();
  EXPECT_EQ(disk->syncs, 2u) << "both in one group";
  for (std::uint64_t i = 12; i < 100; ++i, drain()) append(a, i);
  append(a, 100);
  for (int turn = 0; turn < 2; ++turn) scheduler.try_run_once();
  EXPECT_EQ(disk->syncs, 91u) << "one by one for long enough, nobody waits";
}

TEST_F(event_log_actor_test, an_append_at_another_version_is_refused_and_changes_nothing) {
  start();
  append(a, 0, 3);
  append(a, 2);
  append(a, 4);
  append(b, 1);
  append(a, 3);
  drain();
  ASSERT_EQ(heard->failed.size(), 3u);
  for (const auto& one : heard->failed) EXPECT_EQ(one.why.code, error_code::version_conflict);
  EXPECT_EQ(heard->failed[0].why.detail, "practice A99001 is at 3, not at 2");
  ASSERT_EQ(heard->appended.size(), 1u);
  EXPECT_EQ(heard->appended[0].version, 4u);
  EXPECT_EQ(read(a), up_to(4));
  EXPECT_EQ(read(b), list{});
}

TEST_F(event_log_actor_test, a_failed_write_is_never_acknowledged_and_ends_the_log) {
  struct {
    error_code code;
    bool bytes_arrive;
  } const cases[] = {
      {error_code::log_unavailable, false}, {error_code::log_unavailable, true}, {error_code::disk_full, false}};
  for (const auto& one : cases) {
    start();
    *heard = {};
    disk->write_failure = failure{one.code, "the disk said no"};
    disk->failed_writes_arrive = one.bytes_arrive;
    const auto last = disk->streams[a].records.size();
    append(a, last);
    append(b, 0);
    caf::error reason;
    self->monitor(aut);
    drain();
    EXPECT_TRUE(heard->appended.empty());
    ASSERT_EQ(heard->failed.size(), 2u);
    EXPECT_EQ(heard->failed[0].why.code, one.code);
    self->receive([&](caf::down_msg& message) { reason = message.reason; });
    EXPECT_TRUE(static_cast<bool>(reason)) << "it ends with an error, for its supervisor to see";
    disk->write_failure.reset();
    disk->streams.erase(b);
    aut = nullptr;
  }
}

TEST_F(event_log_actor_test, an_append_behind_the_groups_end_is_refused_too) {
  start({.group_max = 2});
  disk->write_failure = failure{error_code::disk_full, "full"};
  append(a, 0);
  append(a, 1);
  while (!state().tick_queued && scheduler.try_run_once()) {
  }
  ASSERT_EQ(disk->writes, 0u);
  append(a, 2);
  drain();
  EXPECT_EQ(heard->failed.size(), 2u) << "one for the failed group, one for the append behind its end";
  aut = nullptr;
}

TEST_F(event_log_actor_test, its_supervisor_may_open_the_log_anew_as_soon_as_it_hears_of_its_end) {
  std::shared_ptr<log_engine> engine = std::move(*open_memory(disk));
  const std::weak_ptr<log_engine> watched = engine;
  aut = sys.spawn(event_log, std::move(engine), event_log_options{});
  self->monitor(aut);
  disk->write_failure = failure{error_code::log_unavailable, "the disk said no"};
  append(a, 0);
  drain();
  self->receive([&](const caf::down_msg&) { EXPECT_TRUE(watched.expired()) << "its lock would refuse the next one"; });
  aut = nullptr;
}

TEST_F(event_log_actor_test, on_a_full_disk_it_refuses_and_goes_on_reading_until_there_is_room) {
  start(kept());
  append(a, 0, 3);
  drain();
  auto seen = std::make_shared<feed_log>();
  const auto who = subscribe(seen);
  disk->write_failure = failure{error_code::disk_full, "no space left"};
  append(a, 3);
  append(b, 0);
  drain();
  ASSERT_EQ(heard->failed.size(), 2u);
  EXPECT_EQ(heard->failed[0].why.code, error_code::disk_full);
  ASSERT_EQ(troubles->size(), 1u);
  EXPECT_TRUE(troubles->front().practice.empty());
  advance(1h);
  append(a, 3);
  drain();
  EXPECT_EQ(heard->failed.size(), 3u);
  EXPECT_EQ(disk->writes, 2u) << "no retry and pretend";
  EXPECT_EQ(read(a), up_to(3));
  tell(aut, demand_events{who, 10});
  drain();
  EXPECT_EQ(seen->sequences[a], up_to(3));
  self->monitor(aut);
  disk->write_failure.reset();
  advance(1s);
  EXPECT_TRUE(self->has_next_message()) << "it ends, to be opened anew";
  self->receive([&](const caf::down_msg& message) { EXPECT_TRUE(static_cast<bool>(message.reason)); });
  EXPECT_EQ(troubles->size(), 1u);
  aut = nullptr;
}

TEST_F(event_log_actor_test, a_practice_found_damaged_at_the_start_is_told_of_and_closed) {
  start();
  append(a, 0, 3);
  append(b, 0, 3);
  drain();
  end(aut);
  disk->streams[a].records[2][40] ^= 1;
  start(kept());
  ASSERT_EQ(troubles->size(), 1u);
  EXPECT_EQ(troubles->front().practice, a);
  EXPECT_EQ(troubles->front().why.detail, "practice A99001, record 3: its checksum doesn't hold");
  append(a, 2);
  append(a, 3);
  append(b, 3);
  drain();
  ASSERT_EQ(heard->failed.size(), 2u);
  EXPECT_EQ(heard->failed[0].why.code, error_code::log_damaged);
  EXPECT_EQ(read(b), up_to(4)) << "the other goes on";
  EXPECT_TRUE(std::holds_alternative<caf::error>(ask<snapshot>(aut, 1s, read_snapshot{a})));
  EXPECT_TRUE(std::holds_alternative<caf::error>(ask<stream_slice>(aut, 1s, read_stream{a, 0, 10})));
}

TEST_F(event_log_actor_test, damage_found_by_reading_closes_the_practice_too) {
  start(kept());
  append(a, 0, 20);
  append(b, 0, 20);
  drain();
  disk->streams[a].records[6][40] ^= 1;
  ask<stream_slice>(aut, 1s, read_stream{a, 0, 100});
  ask<stream_slice>(aut, 1s, read_stream{a, 0, 100});
  drain();
  ASSERT_EQ(troubles->size(), 1u) << "told once";
  EXPECT_NE(troubles->front().why.detail.find("practice A99001, record 7"), std::string::npos);
  append(a, 20);
  drain();
  ASSERT_EQ(heard->failed.size(), 1u);
  EXPECT_EQ(heard->failed[0].why.code, error_code::log_damaged);
}

TEST_F(event_log_actor_test, appends_that_wait_behind_a_failed_write_are_refused) {
  start({.group_max = 2});
  disk->write_failure = failure{error_code::disk_full, "full"};
  for (std::uint64_t i = 0; i < 6; ++i) append(a, i);
  drain();
  // Two in the failed group share one answer, four are refused one by one.
  EXPECT_EQ(heard->failed.size(), 5u);
  for (const auto& one : heard->failed) EXPECT_EQ(one.why.code, error_code::disk_full);
  EXPECT_TRUE(heard->appended.empty());
  EXPECT_EQ(disk->writes, 1u) << "no retry and pretend";
  aut = nullptr;
}

TEST_F(event_log_actor_test, an_exit_message_lets_what_waits_be_written_first) {
  start();
  append(a, 0);
  caf::anon_send_exit(aut, caf::exit_reason::user_shutdown);
  drain();
  EXPECT_EQ(disk->syncs, 1u);
  EXPECT_EQ(heard->appended.size(), 1u);
  aut = nullptr;
}

TEST_F(event_log_actor_test, what_was_acknowledged_outlives_a_crash) {
  start();
  append(a, 0, 3);
  drain();
  end(aut);
  disk->crash();
  start();
  EXPECT_EQ(read(a), up_to(3));
}

TEST_F(event_log_actor_test, a_read_sees_every_append_sent_before_it) {
  start();
  append(a, 0, 2);
  drain();
  append(a, 2, 2);
  const auto slice = answer(ask<stream_slice>(aut, 1s, read_stream{a, 1, 2}));
  ASSERT_EQ(slice.entries.size(), 2u);
  EXPECT_EQ(slice.entries[0].sequence, 2u);
  EXPECT_EQ(slice.entries[0].practice, a);
  EXPECT_EQ(slice.entries[0].what.payload, "payload");
  EXPECT_EQ(slice.last, 4u);
  EXPECT_EQ(read(b), list{});
}

TEST_F(event_log_actor_test, a_damaged_stream_is_named_and_the_others_are_read) {
  start();
  append(a, 0, 20);
  append(b, 0, 20);
  drain();
  disk->streams[a].records[6][40] ^= 1;
  const auto got = ask<stream_slice>(aut, 1s, read_stream{a, 0, 100});
  ASSERT_TRUE(std::holds_alternative<caf::error>(got));
  EXPECT_NE(sys.render(std::get<caf::error>(got)).find("practice A99001, record 7"), std::string::npos);
  EXPECT_EQ(read(b), up_to(20));
}

TEST_F(event_log_actor_test, a_snapshot_rides_along_and_is_read_back) {
  start();
  snapshot kept;
  kept.practice = a;
  kept.version = 2;
  kept.format = 7;
  kept.wake_at = now();
  kept.bytes = "state";
  append(a, 0, 2);
  tell(aut, kept);
  drain();
  EXPECT_EQ(disk->syncs, 1u);
  const auto back = answer(ask<snapshot>(aut, 1s, read_snapshot{a}));
  EXPECT_EQ(back.version, 2u);
  EXPECT_EQ(back.format, 7u);
  EXPECT_EQ(back.wake_at, now());
  EXPECT_EQ(back.bytes, "state");
  EXPECT_EQ(answer(ask<snapshot>(aut, 1s, read_snapshot{b})).bytes, "");
  const auto lines = answer(ask<std::vector<stream_summary>>(aut, 1s, list_streams{}));
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].last, 2u);
  EXPECT_EQ(lines[0].snapshot_version, 2u);
  EXPECT_EQ(lines[0].wake_at, now());
}

TEST_F(event_log_actor_test, keeps_a_readers_snapshot_apart_from_the_practices_own) {
  start();
  append(a, 0, 2);
  snapshot kept;
  kept.practice = a;
  kept.version = 2;
  kept.bytes = "rows";
  kept.reader = reader_id("board");
  tell(aut, kept);
  drain();
  read_snapshot wanted{a, {}, reader_id("board")};
  EXPECT_EQ(answer(ask<snapshot>(aut, 1s, wanted)).bytes, "rows");
  EXPECT_EQ(answer(ask<snapshot>(aut, 1s, read_snapshot{a})).bytes, "");
  EXPECT_EQ(answer(ask<std::vector<stream_summary>>(aut, 1s, list_streams{})).at(0).snapshot_version, 0u);
}

TEST_F(event_log_actor_test, finds_where_a_messages_events_stand_by_the_start_of_its_id) {
  start();
  const auto one = *parse_id<message_id>("abcdef00-0000-5000-8000-000000000001");
  const auto other = *parse_id<message_id>("abcdef00-0000-5000-8000-000000000002");
  tell(aut, remember_places{{{one, a, {4}}, {other, b, {5}}}});
  tell(aut, remember_places{{{one, a, {9}}}});
  const auto found = [&](std::string start, std::uint32_t limit = 10) {
    return answer(ask<places_found>(aut, 1s, find_places{std::move(start), limit})).places;
  };
  const message_place of_one{one, a, {4, 9}}, of_other{other, b, {5}};
  EXPECT_EQ(found("abc"), (std::vector{of_one, of_other})) << "what waits for the disk is seen";
  EXPECT_EQ(found("abcdef00000050008000000000000002"), (std::vector{of_other}));
  EXPECT_EQ(found("a", 1), (std::vector{of_one}));
  EXPECT_TRUE(found("abd").empty());
  EXPECT_TRUE(found("xyz").empty());
  EXPECT_TRUE(found("").empty());
  disk->crash();
  EXPECT_EQ(disk->beside.size(), 3u) << "they were synced";
}

TEST_F(event_log_actor_test, whoever_takes_a_stream_over_is_its_only_writer) {
  start();
  append(a, 0, 2); // under way when the successor comes: kept, and read by it
  auto successor_heard = std::make_shared<sink_log>();
  auto successor = sys.spawn(sink, successor_heard);
  others.push_back(caf::actor_cast<caf::actor>(successor));
  read_snapshot take_over;
  take_over.practice = a;
  take_over.owner = successor;
  answer(ask<snapshot>(aut, 1s, take_over));
  EXPECT_EQ(read(a), up_to(2));
  append(a, 2); // at the right version, by the one that was thought dead
  append(b, 0); // its other streams stay its own
  tell(aut, append_events{a, 2, {{event_type::message_accepted, 1, now(), "payload"}}, successor});
  drain();
  ASSERT_EQ(heard->failed.size(), 1u);
  EXPECT_EQ(heard->failed[0].practice, a);
  EXPECT_EQ(heard->failed[0].why.code, error_code::version_conflict);
  ASSERT_EQ(successor_heard->appended.size(), 1u);
  EXPECT_EQ(successor_heard->appended[0].version, 3u);
  EXPECT_EQ(read(b), up_to(1));
}

TEST_F(event_log_actor_test, a_snapshot_ahead_of_the_log_is_not_kept) {
  start();
  append(a, 0, 2);
  snapshot ahead;
  ahead.practice = a;
  ahead.version = 3;
  ahead.bytes = "state";
  tell(aut, ahead);
  drain();
  EXPECT_EQ(disk->streams[a].snapshot, "");
  EXPECT_EQ(answer(ask<snapshot>(aut, 1s, read_snapshot{a})).bytes, "");
}

TEST_F(event_log_actor_test, a_damaged_snapshot_is_as_good_as_none) {
  start();
  append(a, 0, 2);
  snapshot kept;
  kept.practice = a;
  kept.version = 2;
  kept.bytes = "state";
  tell(aut, kept);
  drain();
  disk->streams[a].snapshot.back() ^= 1;
  EXPECT_EQ(answer(ask<snapshot>(aut, 1s, read_snapshot{a})).bytes, "");
}

TEST_F(event_log_actor_test, counts) {
  start();
  append(a, 0, 3);
  append(b, 0);
  drain();
  const auto counts = answer(ask<log_statistics>(aut, 1s, ask_log_statistics{}));
  EXPECT_EQ(counts.events, 4u);
  EXPECT_EQ(counts.commits, 1u);
  EXPECT_EQ(counts.waiting, 0u);
  EXPECT_EQ(counts.streams, 2u);
  EXPECT_GT(counts.bytes, 0u);
}

TEST_F(event_log_actor_test, says_where_every_stream_ends_when_asked_and_when_it_ends_itself) {
  std::vector<stream_end> at_the_end;
  start({.on_end = [&](const std::vector<stream_end>& ends) { at_the_end = ends; }});
  append(a, 0, 3);
  append(b, 0);
  drain();
  const auto ends = answer(ask<std::vector<stream_end>>(aut, 1s, ask_stream_ends{}));
  ASSERT_EQ(ends.size(), 2u);
  for (const auto& one : ends) {
    EXPECT_EQ(one.last, one.practice == a ? 3u : 1u);
    EXPECT_EQ(one.hash, record_hasher()(one.practice, disk->streams[one.practice].records.back()));
  }
  append(b, 1);
  end(aut, caf::exit_reason::user_shutdown);
  aut = nullptr;
  ASSERT_EQ(at_the_end.size(), 2u) << "with what was still waiting";
  for (const auto& one : at_the_end) EXPECT_EQ(one.last, one.practice == a ? 3u : 2u);
}

TEST_F(event_log_actor_test, a_subscriber_catches_up_and_then_follows_without_gap_or_double) {
  start({.chunk_max = 7});
  append(a, 0, 20);
  append(b, 0, 3);
  drain();
  auto seen = std::make_shared<feed_log>();
  const auto who = subscribe(seen);
  tell(aut, demand_events{who, 1'000});
  append(a, 20, 5); // while it catches up
  drain();
  EXPECT_EQ(seen->sequences[a], up_to(25));
  EXPECT_EQ(seen->sequences[b], up_to(3));
  EXPECT_EQ(*std::max_element(seen->batches.begin(), seen->batches.end()), 7u);
  EXPECT_TRUE(seen->live.back()) << "it is told when it has caught up";
  append(b, 3, 2);
  drain();
  EXPECT_EQ(seen->sequences[b], up_to(5));
  EXPECT_TRUE(seen->live.back());
}

TEST_F(event_log_actor_test, a_subscriber_goes_on_from_its_cursors) {
  start();
  append(a, 0, 10);
  append(b, 0, 10);
  drain();
  auto seen = std::make_shared<feed_log>();
  const auto who = subscribe(seen, {{a, 8}, {b, 10}});
  tell(aut, demand_events{who, 1'000});
  drain();
  EXPECT_EQ(seen->sequences[a], (list{9, 10}));
  EXPECT_EQ(seen->sequences[b], list{});
}

TEST_F(event_log_actor_test, no_subscriber_gets_more_than_it_demanded) {
  start();
  append(a, 0, 10);
  drain();
  auto seen = std::make_shared<feed_log>();
  const auto who = subscribe(seen);
  drain();
  EXPECT_EQ(seen->sequences[a], list{});
  tell(aut, demand_events{who, 4});
  drain();
  EXPECT_EQ(seen->sequences[a], up_to(4));
  tell(aut, demand_events{who, 7});
  drain();
  EXPECT_EQ(seen->sequences[a], up_to(10));
  append(a, 10, 3); // one demanded, three come: one from the log, two wait there
  drain();
  EXPECT_EQ(seen->sequences[a], up_to(11));
  append(a, 13, 2);
  drain();
  EXPECT_EQ(seen->sequences[a], up_to(11));
  tell(aut, demand_events{who, 100});
  drain();
  EXPECT_EQ(seen->sequences[a], up_to(15));
  append(a, 15, 90); // live, of the 96 that are left
  drain();
  append(a, 105, 10);
  drain();
  EXPECT_EQ(seen->sequences[a], up_to(111)) << "live events count too";
}

TEST_F(event_log_actor_test, subscribers_share_one_batch_and_nothing_is_kept_for_the_slow) {
  start();
  auto first = std::make_shared<feed_log>(), second = std::make_shared<feed_log>(), slow = std::make_shared<feed_log>();
  tell(aut, demand_events{subscribe(first), 100});
  tell(aut, demand_events{subscribe(second), 100});
  subscribe(slow);
  drain();
  append(a, 0, 5);
  drain();
  EXPECT_EQ(first->kept.back(), second->kept.back());
  EXPECT_EQ(first->kept.back().use_count(), 2) << "the log itself holds none";
  EXPECT_EQ(slow->sequences[a], list{});
  EXPECT_EQ(first->sequences[a], up_to(5));
}

TEST_F(event_log_actor_test, a_long_catch_up_does_not_keep_appends_waiting) {
  start({.chunk_max = 10});
  append(a, 0, 1'000);
  drain();
  auto seen = std::make_shared<feed_log>();
  const auto who = subscribe(seen);
  tell(aut, demand_events{who, 10'000});
  for (int i = 0; i < 6; ++i) scheduler.try_run_once();
  append(b, 0);
  int steps = 0; // of the log alone: the coordinator runs an actor until its mailbox is empty
  while (disk->syncs < 2 && scheduler.try_run_once()) ++steps;
  EXPECT_LE(steps, 3);
  drain();
  EXPECT_EQ(seen->sequences[a], up_to(1'000));
}

TEST_F(event_log_actor_test, damage_in_one_practice_does_not_keep_a_subscriber_from_the_others) {
  start({.chunk_max = 4});
  append(a, 0, 20);
  append(b, 0, 20);
  drain();
  disk->streams[a].records[9][40] ^= 1;
  auto seen = std::make_shared<feed_log>();
  tell(aut, demand_events{subscribe(seen), 1'000});
  drain();
  append(b, 20, 5);
  append(a, 20, 5);
  drain();
  EXPECT_EQ(seen->sequences[b], up_to(25));
  const auto& of_a = seen->sequences[a];
  EXPECT_EQ(of_a, up_to(of_a.size())) << "nothing after the damage";
  EXPECT_LT(of_a.size(), 10u);
  EXPECT_TRUE(seen->live.back()) << "there is no more to wait for";
}

TEST_F(event_log_actor_test, a_dead_subscriber_is_forgotten) {
  start();
  auto seen = std::make_shared<feed_log>();
  auto who = subscribe(seen);
  tell(aut, demand_events{who, 100});
  drain();
  end(who);
  others.pop_back();
  append(a, 0);
  drain();
  EXPECT_EQ(seen->sequences[a], list{});
  EXPECT_TRUE(state().subscribers.empty());
}

TEST_F(event_log_actor_test, any_interleaving_gives_each_subscriber_every_event_once_in_order) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    disk = std::make_shared<memory_disk>();
    std::mt19937_64 dice(seed);
    start({.group_max = 1 + dice() % 20, .chunk_max = 1 + dice() % 5});
    std::vector<std::shared_ptr<feed_log>> seen;
    std::vector<log_subscriber_actor> who;
    std::map<practice_id, std::uint64_t> last;
    for (int step = 0; step < 60; ++step) {
      const auto practice = dice() % 2 == 0 ? a : b;
      switch (dice() % 4) {
      case 0:
        if (who.size() < 4) who.push_back(subscribe(seen.emplace_back(std::make_shared<feed_log>())));
        break;
      case 1:
        if (!who.empty()) tell(aut, demand_events{who[dice() % who.size()], dice() % 9});
        break;
      default: {
        const auto count = 1 + dice() % 4;
        append(practice, last[practice], count);
        last[practice] += count;
      }
      }
      for (auto turns = dice() % 6; turns > 0; --turns) scheduler.try_run_once();
    }
    for (const auto& one : who) tell(aut, demand_events{one, 1'000});
    drain_shuffled(dice);
    for (const auto& one : seen)
      for (const auto& practice : {a, b}) ASSERT_EQ(one->sequences[practice], up_to(last[practice])) << "seed " << seed;
    for (const auto& one : others) end(one);
    others.clear();
    practice_side = nullptr;
    end(aut);
  }
}

} // namespace
} // namespace tidings
