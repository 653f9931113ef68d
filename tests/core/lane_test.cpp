// The queue in front of one provider account.
#include "actors/dispatcher/lane.hpp"

#include <gtest/gtest.h>

using namespace tidings;
using namespace std::chrono_literals;

namespace {

constexpr timestamp nine = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)) + 9h;

message_id numbered(int n) { return id_from_name<message_id>("test", std::to_string(n)); }

message_due due(int n, timestamp at = nine, message_kind kind = message_kind::reminder) {
  return {*practice_id::parse("A99001"), numbered(n), kind, provider_id("firetext"), at};
}

/// What the lane gives out at one moment, in its order.
std::vector<message_id> all_of(lane& from, timestamp now) {
  std::vector<message_id> taken;
  while (auto one = from.take(now)) taken.push_back(one->message);
  return taken;
}
std::vector<message_id> ids(std::initializer_list<int> numbers) {
  std::vector<message_id> all;
  for (const int n : numbers) all.push_back(numbered(n));
  return all;
}

// -- the lane ----

TEST(a_lane, gives_what_a_patient_waits_for_before_what_is_sent_in_bulk) {
  lane aut(100, 1'000);
  aut.put(due(1, nine - 3h, message_kind::newsletter));
  aut.put(due(2, nine - 2h, message_kind::survey));
  aut.put(due(3, nine - 1h, message_kind::reminder));
  aut.put(due(4, nine - 1min, message_kind::confirmation));
  aut.put(due(5, nine, message_kind::now));
  EXPECT_EQ(all_of(aut, nine), ids({5, 4, 3, 2, 1}));
}

TEST(a_lane, ranks_every_kind_of_message) {
  const std::vector<std::pair<message_kind, int>> ranks = {
      {message_kind::now, 0},          {message_kind::auto_response, 0}, {message_kind::document, 0},
      {message_kind::confirmation, 1}, {message_kind::reminder, 2},      {message_kind::fft, 3},
      {message_kind::survey, 3},       {message_kind::campaign, 4},      {message_kind::newsletter, 4}};
  for (const auto& [kind, rank] : ranks) EXPECT_EQ(priority_of(kind), rank) << static_cast<int>(kind);
}

TEST(a_lane, gives_messages_of_one_rank_in_the_order_of_their_times) {
  lane aut(100, 1'000);
  aut.put(due(1, nine - 1min));
  aut.put(due(2, nine - 3min));
  aut.put(due(3, nine - 2min));
  EXPECT_EQ(all_of(aut, nine), ids({2, 3, 1}));
}

TEST(a_lane, gives_nothing_before_its_time) {
  lane aut(100, 1'000);
  aut.put(due(1, nine + 10s));
  EXPECT_EQ(aut.wake_at(nine), nine + 10s);
  EXPECT_FALSE(aut.take(nine + 9'999ms));
  EXPECT_EQ(aut.queued(), 1U);
  EXPECT_TRUE(aut.take(nine + 10s));
  EXPECT_EQ(aut.queued(), 0U);
}

TEST(a_lane, is_not_held_up_by_a_more_important_message_that_is_not_due) {
  lane aut(100, 1'000);
  aut.put(due(1, nine + 1h, message_kind::now));
  aut.put(due(2, nine, message_kind::newsletter));
  EXPECT_EQ(all_of(aut, nine), ids({2}));
}

TEST(a_lane, has_no_more_under_way_than_its_window) {
  lane aut(2, 1'000);
  for (int n = 1; n <= 3; ++n) aut.put(due(n, nine + millis(n)));
  const auto later = nine + 1s;
  EXPECT_EQ(all_of(aut, later), ids({1, 2}));
  EXPECT_EQ(aut.under_way(), 2U);
  EXPECT_EQ(aut.wake_at(later), never) << "only an end makes room";
  aut.finished(numbered(1));
  EXPECT_EQ(aut.wake_at(later), later);
  EXPECT_EQ(all_of(aut, later), ids({3}));
}

TEST(a_lane, passes_no_more_than_its_rate) {
  lane aut(1'000, 10); // burst of one
  for (int n = 0; n < 30; ++n) aut.put(due(n));
  std::size_t passed = 0;
  for (auto now = nine; now < nine + 2s; now += 1ms) passed += all_of(aut, now).size();
  EXPECT_EQ(passed, 20U);
}

TEST(a_lane, says_when_the_rate_lets_the_next_one_pass) {
  lane aut(1'000, 10);
  aut.put(due(1));
  aut.put(due(2));
  EXPECT_TRUE(aut.take(nine));
  EXPECT_FALSE(aut.take(nine));
  EXPECT_EQ(aut.wake_at(nine), nine + 100ms);
  EXPECT_TRUE(aut.take(nine + 100ms));
}

TEST(a_lane, keeps_a_message_that_is_put_twice_once_at_its_new_time) {
  lane aut(100, 1'000);
  aut.put(due(1, nine + 5s));
  aut.put(due(2, nine - 1h, message_kind::newsletter));
  aut.put(due(1, nine + 20s));
  EXPECT_EQ(aut.queued(), 2U);
  EXPECT_EQ(all_of(aut, nine + 19s), ids({2}));
  EXPECT_EQ(all_of(aut, nine + 20s), ids({1}));
}

TEST(a_lane, moves_a_message_that_was_ready_to_its_new_time) {
  lane aut(1, 1'000);
  aut.put(due(1, nine, message_kind::now));
  aut.put(due(2, nine));
  EXPECT_EQ(all_of(aut, nine), ids({1})); // 2 is ready and has no room
  aut.put(due(2, nine + 1min));
  aut.finished(numbered(1));
  EXPECT_FALSE(aut.take(nine + 59s));
  EXPECT_TRUE(aut.take(nine + 1min));
}

TEST(a_lane, does_not_take_a_message_again_that_is_under_way) {
  lane aut(100, 1'000);
  aut.put(due(1));
  EXPECT_TRUE(aut.take(nine));
  aut.put(due(1));
  EXPECT_EQ(aut.queued(), 0U);
  EXPECT_FALSE(aut.take(nine));
}

TEST(a_lane, tells_once_what_was_never_answered) {
  lane aut(2, 1'000);
  aut.put(due(1));
  EXPECT_TRUE(aut.take(nine));
  aut.put(due(2, nine + 1s));
  EXPECT_TRUE(aut.take(nine + 1s));
  EXPECT_TRUE(aut.overdue(nine + 59'999ms, 60s).empty());
  const auto lost = aut.overdue(nine + 60s, 60s);
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].message, numbered(1));
  EXPECT_EQ(aut.under_way(), 1U) << "its place is free";
  EXPECT_TRUE(aut.overdue(nine + 60s, 60s).empty());
  EXPECT_EQ(aut.overdue(nine + 61s, 60s).size(), 1U);
}

TEST(a_lane, takes_no_notice_of_the_end_of_something_it_does_not_know) {
  lane aut(1, 1'000);
  aut.put(due(1));
  aut.finished(numbered(7));
  aut.finished(numbered(1));
  EXPECT_EQ(aut.queued(), 1U);
  EXPECT_EQ(aut.under_way(), 0U);
}

TEST(a_lane, that_is_empty_never_wakes) { EXPECT_EQ(lane(1, 1).wake_at(nine), never); }

// -- the rate ----

std::size_t tokens(token_bucket& from, timestamp now) {
  std::size_t count = 0;
  while (from.take(now)) ++count;
  return count;
}

TEST(a_token_bucket, gives_a_tenth_of_a_seconds_worth_at_once_and_one_at_least) {
  const std::vector<std::pair<double, std::size_t>> bursts = {{0.5, 1}, {1, 1}, {10, 1}, {50, 5}, {1'000, 100}};
  for (const auto& [per_second, burst] : bursts) {
    token_bucket aut(per_second);
    EXPECT_EQ(tokens(aut, nine), burst) << per_second;
    EXPECT_EQ(tokens(aut, nine + 24h), burst) << per_second << ": a long rest saves up no more";
  }
}

TEST(a_token_bucket, says_when_the_next_token_is_there) {
  for (const double per_second : {0.5, 3.0, 7.0, 50.0}) {
    token_bucket aut(per_second);
    tokens(aut, nine);
    const auto ready = aut.ready_at(nine);
    EXPECT_GT(ready, nine);
    auto early = aut;
    EXPECT_FALSE(early.take(ready - 1ms)) << per_second;
    EXPECT_TRUE(aut.take(ready)) << per_second;
  }
}

TEST(a_lane, keeps_a_message_that_is_due_again_while_its_last_attempt_is_not_known_to_have_ended) {
  lane aut(1, 1'000);
  aut.put(due(1));
  ASSERT_TRUE(aut.take(nine));
  aut.put(due(1, nine + 1s)); // its attempt was in doubt, and the provider never saw it
  EXPECT_FALSE(aut.take(nine + 2s));
  aut.finished(numbered(1));
  EXPECT_EQ(aut.queued(), 1U);
  EXPECT_TRUE(aut.take(nine + 2s));
}

// The wall clock may say what it likes: only the other one counts.
TEST(a_token_bucket, is_neither_filled_nor_stopped_by_a_clock_that_is_set) {
  const auto began = instant(1h);
  for (const auto step : {-87'600h, -1h, 1h, 87'600h}) {
    token_bucket aut(10);
    EXPECT_TRUE(aut.take({nine, began}));
    EXPECT_FALSE(aut.take({nine + step, began + 99ms})) << "set by " << step.count() << " h";
    EXPECT_LE(aut.ready_at({nine + step, began + 99ms}), nine + step + 2ms);
    EXPECT_TRUE(aut.take({nine + step, began + 100ms})) << "set by " << step.count() << " h";
  }
}

TEST(a_lane, takes_no_call_for_lost_because_the_clock_was_set) {
  const auto began = instant(1h);
  for (const auto step : {-87'600h, -1h, 1h, 87'600h}) {
    lane aut(2, 10);
    aut.put(due(1));
    ASSERT_TRUE(aut.take({nine + 1s, began}));
    EXPECT_TRUE(aut.overdue({nine + step, began + 59s}, 60s).empty()) << "set by " << step.count() << " h";
    EXPECT_EQ(aut.overdue({nine + step, began + 60s}, 60s).size(), 1U) << "set by " << step.count() << " h";
  }
}

} // namespace
