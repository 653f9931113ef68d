// Notes, seconds and latencies.
#include "board_story.hpp"

#include "actors/board/notes.hpp"
#include "actors/board/ticks.hpp"
#include "schemas/json.hpp"

#include <gtest/gtest.h>

namespace tidings::test {
namespace {

std::optional<view::note> note_after(board_story& story, const event& what) {
  story.happens(what);
  return note_of(story.state, what, *story.state.find_practice(story.practice), story.now);
}

TEST(board_notes, an_operator_sees_what_needs_looking_at_and_nothing_else) {
  board_story story;
  EXPECT_FALSE(note_after(story, reminder(1)));
  EXPECT_FALSE(note_after(story, started(1)));
  const auto doubt = note_after(story, in_doubt(1));
  ASSERT_TRUE(doubt);
  EXPECT_EQ(doubt->level, "warn");
  EXPECT_EQ(doubt->practice, "A99001");
  EXPECT_EQ(doubt->link, "/ops/messages/" + to_text(numbered<message_id>(1)));
  EXPECT_EQ(doubt->what, "No clear answer from firetext-main: a message may or may not have been sent. It is looked up "
                         "before anything else is done.");
  EXPECT_FALSE(note_after(story, attempt_refused(1, attempt_result::retry)));
  const auto account = note_after(story, attempt_refused(1, attempt_result::configuration));
  ASSERT_TRUE(account);
  EXPECT_EQ(account->level, "error");
  EXPECT_EQ(account->what,
            "firetext-main refuses our account: the account is locked. Its settings need a person; messages wait.");
  EXPECT_FALSE(note_after(story, reply(1, reply_meaning::confirm, true, 1)));
  EXPECT_EQ(note_after(story, reply(2, reply_meaning::urgent, false, 1))->what,
            "An urgent reply waits for the practice's staff.");
  EXPECT_EQ(note_after(story, command_parked{numbered<item_id>(1), "reply_arrived", 5, "bad", {}})->what,
            "Set aside after 5 tries: reply_arrived (bad).");
  story.happens(asks(1, operation_kind::cancel_appointment));
  EXPECT_TRUE(note_after(story, finishes(1, operation_result::rejected)));
  story.happens(asks(2, operation_kind::cancel_appointment));
  EXPECT_FALSE(note_after(story, finishes(2)));
}

TEST(board_notes, a_connector_is_news_when_its_state_changes) {
  const view::connector up{.practice = "A99001", .state = "up"};
  const view::connector down{.practice = "A99001", .state = "awaiting_approval", .reason = "Approve the device."};
  EXPECT_FALSE(connector_note(nullptr, up, at_time(9)));
  EXPECT_FALSE(connector_note(&up, up, at_time(9)));
  EXPECT_EQ(connector_note(nullptr, down, at_time(9))->what, "The connector is awaiting approval: Approve the device.");
  EXPECT_EQ(connector_note(&up, down, at_time(9))->level, "error");
  EXPECT_EQ(connector_note(&down, up, at_time(9))->level, "info");
}

TEST(board_notes, a_restarted_actor_is_news_once) {
  const view::actor calm{.path = "/node/practices/A99001", .state = "running", .restarts = 1};
  view::actor restarted = calm;
  restarted.restarts = 2;
  restarted.last_failure = "out of ideas";
  const view::actor other{.path = "/node/practices/A99002", .state = "running"};
  EXPECT_TRUE(restart_notes({calm, other}, {calm, other}, at_time(9)).empty());
  EXPECT_TRUE(restart_notes({calm, other}, {other, calm}, at_time(9)).empty()) << "only the order changed";
  const auto notes = restart_notes({calm, other}, {other, restarted}, at_time(9));
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].what, "Restarted /node/practices/A99001 (restart 2): out of ideas");
}

TEST(board_notes, twenty_are_shown_in_a_second_and_the_rest_in_one_line) {
  note_list notes;
  std::size_t shown = 0;
  for (int i = 0; i < 33; ++i)
    shown += notes.add({.at = "2026-11-23T09:00:00.000Z", .what = std::to_string(i)}) != nullptr;
  EXPECT_EQ(shown, note_list::per_second_max);
  EXPECT_EQ(notes.newest_first().size(), 33u) << "the list has them all";
  const auto summary = notes.next_second(at_time(9));
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->what, "13 more notes in the last second.");
  EXPECT_FALSE(notes.next_second(at_time(9)));
  EXPECT_TRUE(notes.add({.at = "2026-11-23T09:00:01.000Z", .what = "x"}));
}

TEST(board_notes, the_newest_two_hundred_are_kept_whatever_order_they_were_read_in) {
  note_list notes;
  for (int i = 0; i < 300; ++i) notes.add_quietly({.at = iso8601(at_time(9) + std::chrono::seconds((i * 7) % 300))});
  ASSERT_EQ(notes.newest_first().size(), board_notes_max);
  EXPECT_EQ(notes.newest_first().front().at, iso8601(at_time(9) + std::chrono::seconds(299)));
  EXPECT_EQ(notes.newest_first().back().at, iso8601(at_time(9) + std::chrono::seconds(100)));
}

TEST(board_ticks, a_second_holds_what_came_in_it_and_how_things_stand) {
  board_story story;
  tick_history ticks;
  story.happens(reminder(1), reminder(2), started(1), sent(1));
  const auto* first = ticks.close(100, story.state);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->t, 100);
  EXPECT_EQ(first->accepted, 2u);
  EXPECT_EQ(first->sent, 1u);
  EXPECT_EQ(first->queued, 1u);
  EXPECT_EQ(ticks.close(100, story.state), nullptr) << "a second ends once";
  const auto* second = ticks.close(101, story.state);
  EXPECT_EQ(second->accepted, 0u);
  EXPECT_EQ(second->queued, 1u);
}

TEST(board_ticks, five_minutes_are_kept_without_holes) {
  board_story story;
  tick_history ticks;
  ticks.close(100, story.state);
  ticks.close(103, story.state);
  ASSERT_EQ(ticks.seconds().size(), 4u);
  EXPECT_EQ(ticks.seconds()[2].t, 102);
  ticks.close(10'000, story.state);
  EXPECT_EQ(ticks.seconds().size(), 300u);
  EXPECT_EQ(ticks.seconds().front().t, 9'701);
}

TEST(board_ticks, the_minutes_before_a_restart_are_counted_in_their_own_seconds) {
  board_story story;
  tick_history ticks;
  story.happens(reminder(1));
  ticks.skip(story.state.all.all); // long ago
  story.happens(reminder(2));
  ticks.count_past(story.state.all.all, 97);
  story.happens(reminder(3), reminder(4));
  ticks.count_past(story.state.all.all, 99);
  ticks.close(100, story.state);
  std::vector<view::count> counts;
  for (const auto& tick : ticks.seconds()) counts.push_back(tick.accepted);
  EXPECT_EQ(counts, (std::vector<view::count>{1, 0, 2, 0}));
}

TEST(board_ticks, a_failure_that_was_delivered_after_all_is_no_negative_failure) {
  board_story story;
  tick_history ticks;
  story.happens(reminder(1), started(1), receipt(1, receipt_status::temporary_failure));
  EXPECT_EQ(ticks.close(100, story.state)->failed, 1u);
  story.happens(receipt(1, receipt_status::delivered));
  EXPECT_EQ(ticks.close(101, story.state)->failed, 0u);
}

TEST(board_latency, percentiles_are_right_to_a_fifth) {
  latency_histogram times;
  EXPECT_EQ(times.percentile(0.5), -1);
  for (int ms = 1; ms <= 1'000; ++ms) times.add(ms);
  EXPECT_NEAR(static_cast<double>(times.percentile(0.5)), 500, 100);
  EXPECT_NEAR(static_cast<double>(times.percentile(0.99)), 990, 198);
  EXPECT_EQ(times.added(), 1'000u);
}

TEST(board_latency, old_times_are_forgotten) {
  latency_histogram times;
  for (int i = 0; i < 10'000; ++i) times.add(10);
  for (int i = 0; i < 10'000; ++i) times.add(5'000);
  EXPECT_NEAR(static_cast<double>(times.percentile(0.5)), 5'000, 1'000);
  EXPECT_NEAR(static_cast<double>(times.percentile(0.1)), 5'000, 1'000);
}

TEST(board_latency, the_longest_and_the_impossible_have_their_place) {
  latency_histogram times;
  times.add(-5);
  EXPECT_EQ(times.percentile(1), 1);
  times.add(std::int64_t{1} << 50);
  EXPECT_GT(times.percentile(1), 10'000'000);
}

TEST(board_latency, the_success_rate_is_of_the_last_thousand_calls) {
  success_window calls;
  EXPECT_EQ(calls.rate(), 1.0);
  for (int i = 0; i < 1'000; ++i) calls.add(false);
  for (int i = 0; i < 750; ++i) calls.add(true);
  EXPECT_DOUBLE_EQ(calls.rate(), 0.75);
}

} // namespace
} // namespace tidings::test
