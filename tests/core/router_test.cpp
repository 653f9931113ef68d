// The queue in front of all provider accounts, and which of them a message goes by.
#include "actors/dispatcher/router.hpp"

#include <gtest/gtest.h>

using namespace tidings;
using namespace std::chrono_literals;

namespace {

constexpr timestamp nine = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)) + 9h;

message_id numbered(int n) { return id_from_name<message_id>("test", std::to_string(n)); }

const provider_id firetext("firetext"), spare("spare");

message_due due(int n, timestamp at = nine, message_kind kind = message_kind::reminder) {
  return {*practice_id::parse("A99001"), numbered(n), kind, {{firetext}}, at};
}
message_due routed(int n, provider_route route, message_kind kind = message_kind::reminder) {
  return {*practice_id::parse("A99001"), numbered(n), kind, std::move(route), nine};
}

provider_settings account_of(const provider_id& id, int window, double per_second) {
  provider_settings made;
  made.id = id;
  made.window = window;
  made.per_second = per_second;
  made.timeout = millis(0);
  return made;
}
/// With one account.
router one_account(int window, double per_second) { return router({account_of(firetext, window, per_second)}); }

attempt_outcome outcome(const message_id& message, attempt_result result) {
  return {.message = message, .attempt = 1, .result = result, .detail = "HTTP 503"};
}

/// What is given out at one moment, in its order.
std::vector<message_id> all_of(router& from, moment now) {
  std::vector<message_id> taken;
  while (auto one = from.take(now)) taken.push_back(one->what.message);
  return taken;
}
std::vector<message_id> ids(std::initializer_list<int> numbers) {
  std::vector<message_id> all;
  for (const int n : numbers) all.push_back(numbered(n));
  return all;
}

// -- one account ----

TEST(a_router, gives_what_a_patient_waits_for_before_what_is_sent_in_bulk) {
  auto aut = one_account(100, 1'000);
  aut.put(due(1, nine - 3h, message_kind::newsletter));
  aut.put(due(2, nine - 2h, message_kind::survey));
  aut.put(due(3, nine - 1h, message_kind::reminder));
  aut.put(due(4, nine - 1min, message_kind::confirmation));
  aut.put(due(5, nine, message_kind::now));
  EXPECT_EQ(all_of(aut, nine), ids({5, 4, 3, 2, 1}));
}

TEST(a_router, ranks_every_kind_of_message) {
  const std::vector<std::pair<message_kind, int>> ranks = {
      {message_kind::now, 0},          {message_kind::auto_response, 0}, {message_kind::document, 0},
      {message_kind::confirmation, 1}, {message_kind::reminder, 2},      {message_kind::fft, 3},
      {message_kind::survey, 3},       {message_kind::campaign, 4},      {message_kind::newsletter, 4}};
  for (const auto& [kind, rank] : ranks) EXPECT_EQ(priority_of(kind), rank) << static_cast<int>(kind);
}

TEST(a_router, gives_messages_of_one_rank_in_the_order_of_their_times) {
  auto aut = one_account(100, 1'000);
  aut.put(due(1, nine - 1min));
  aut.put(due(2, nine - 3min));
  aut.put(due(3, nine - 2min));
  EXPECT_EQ(all_of(aut, nine), ids({2, 3, 1}));
}

TEST(a_router, gives_nothing_before_its_time) {
  auto aut = one_account(100, 1'000);
  aut.put(due(1, nine + 10s));
  EXPECT_EQ(aut.wake_at(nine), nine + 10s);
  EXPECT_FALSE(aut.take(nine + 9'999ms));
  EXPECT_EQ(aut.queued(), 1U);
  EXPECT_TRUE(aut.take(nine + 10s));
  EXPECT_EQ(aut.queued(), 0U);
}

TEST(a_router, is_not_held_up_by_a_more_important_message_that_is_not_due) {
  auto aut = one_account(100, 1'000);
  aut.put(due(1, nine + 1h, message_kind::now));
  aut.put(due(2, nine, message_kind::newsletter));
  EXPECT_EQ(all_of(aut, nine), ids({2}));
}

TEST(a_router, has_no_more_under_way_than_its_window) {
  auto aut = one_account(2, 1'000);
  for (int n = 1; n <= 3; ++n) aut.put(due(n, nine + millis(n)));
  const auto later = nine + 1s;
  EXPECT_EQ(all_of(aut, later), ids({1, 2}));
  EXPECT_EQ(aut.under_way(), 2U);
  EXPECT_EQ(aut.wake_at(later), never) << "only an end makes room";
  aut.finished(numbered(1), moment(nine).steady);
  EXPECT_EQ(aut.wake_at(later), later);
  EXPECT_EQ(all_of(aut, later), ids({3}));
}

TEST(a_router, passes_no_more_than_its_rate) {
  auto aut = one_account(1'000, 10); // burst of one
  for (int n = 0; n < 30; ++n) aut.put(due(n));
  std::size_t passed = 0;
  for (auto now = nine; now < nine + 2s; now += 1ms) passed += all_of(aut, now).size();
  EXPECT_EQ(passed, 20U);
}

TEST(a_router, says_when_the_rate_lets_the_next_one_pass) {
  auto aut = one_account(1'000, 10);
  aut.put(due(1));
  aut.put(due(2));
  EXPECT_TRUE(aut.take(nine));
  EXPECT_FALSE(aut.take(nine));
  EXPECT_EQ(aut.wake_at(nine), nine + 100ms);
  EXPECT_TRUE(aut.take(nine + 100ms));
}

TEST(a_router, keeps_a_message_that_is_put_twice_once_at_its_new_time) {
  auto aut = one_account(100, 1'000);
  aut.put(due(1, nine + 5s));
  aut.put(due(2, nine - 1h, message_kind::newsletter));
  aut.put(due(1, nine + 20s));
  EXPECT_EQ(aut.queued(), 2U);
  EXPECT_EQ(all_of(aut, nine + 19s), ids({2}));
  EXPECT_EQ(all_of(aut, nine + 20s), ids({1}));
}

TEST(a_router, moves_a_message_that_was_ready_to_its_new_time) {
  auto aut = one_account(1, 1'000);
  aut.put(due(1, nine, message_kind::now));
  aut.put(due(2, nine));
  EXPECT_EQ(all_of(aut, nine), ids({1})); // 2 is ready and has no room
  aut.put(due(2, nine + 1min));
  aut.finished(numbered(1), moment(nine).steady);
  EXPECT_FALSE(aut.take(nine + 59s));
  EXPECT_TRUE(aut.take(nine + 1min));
}

TEST(a_router, does_not_take_a_message_again_that_is_under_way) {
  auto aut = one_account(100, 1'000);
  aut.put(due(1));
  EXPECT_TRUE(aut.take(nine));
  aut.put(due(1));
  EXPECT_EQ(aut.queued(), 0U);
  EXPECT_FALSE(aut.take(nine));
}

TEST(a_router, tells_once_what_was_never_answered) {
  auto aut = one_account(2, 1'000);
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

TEST(a_router, takes_no_notice_of_the_end_of_something_it_does_not_know) {
  auto aut = one_account(1, 1'000);
  aut.put(due(1));
  aut.finished(numbered(7), moment(nine).steady);
  aut.finished(numbered(1), moment(nine).steady);
  EXPECT_EQ(aut.queued(), 1U);
  EXPECT_EQ(aut.under_way(), 0U);
}

TEST(a_router, that_is_empty_never_wakes) { EXPECT_EQ(one_account(1, 1).wake_at(nine), never); }

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

TEST(a_router, keeps_a_message_that_is_due_again_while_its_last_attempt_is_not_known_to_have_ended) {
  auto aut = one_account(1, 1'000);
  aut.put(due(1));
  ASSERT_TRUE(aut.take(nine));
  aut.put(due(1, nine + 1s)); // its attempt was in doubt, and the provider never saw it
  EXPECT_FALSE(aut.take(nine + 2s));
  aut.finished(numbered(1), moment(nine).steady);
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

TEST(a_router, takes_no_call_for_lost_because_the_clock_was_set) {
  const auto began = instant(1h);
  for (const auto step : {-87'600h, -1h, 1h, 87'600h}) {
    auto aut = one_account(2, 10);
    aut.put(due(1));
    ASSERT_TRUE(aut.take({nine + 1s, began}));
    EXPECT_TRUE(aut.overdue({nine + step, began + 59s}, 60s).empty()) << "set by " << step.count() << " h";
    EXPECT_EQ(aut.overdue({nine + step, began + 60s}, 60s).size(), 1U) << "set by " << step.count() << " h";
  }
}

// -- several accounts ----

struct two_accounts : ::testing::Test {
  provider_settings first = account_of(firetext, 10, 1'000), second = account_of(spare, 10, 1'000);
  router aut;
  timestamp now = nine;
  provider_route in_order{{firetext, spare}}, by_weight{{firetext, spare}, true};

  void SetUp() override {
    first.timeout = second.timeout = millis(10'000);
    aut = router({first, second});
  }
  instant steady() const { return moment(now).steady; }
  /// By whom the next one goes; empty: by nobody now.
  std::string next() {
    const auto one = aut.take(now);
    last = one ? one->what.message : message_id{};
    return one ? one->provider.value : "";
  }
  void ends(const provider_id& provider, attempt_result result) {
    aut.called(last, 1, steady());
    aut.answered(provider, outcome(last, result), steady());
  }
  /// So many calls of before come back with nothing.
  void fails(const provider_id& provider, int times) {
    for (int i = 0; i < times; ++i) aut.answered(provider, outcome(numbered(999), attempt_result::retry), steady());
  }
  message_id last;
};

TEST_F(two_accounts, in_order_the_first_is_used_as_long_as_it_stands) {
  for (int n = 1; n <= 5; ++n) aut.put(routed(n, in_order));
  for (int n = 1; n <= 5; ++n) {
    EXPECT_EQ(next(), "firetext");
    ends(firetext, attempt_result::sent);
  }
}

TEST_F(two_accounts, in_order_a_busy_one_is_waited_for) {
  first.window = 1;
  aut = router({first, second});
  aut.put(routed(1, in_order));
  aut.put(routed(2, in_order));
  EXPECT_EQ(next(), "firetext");
  const auto busy = last;
  EXPECT_EQ(next(), "");
  aut.called(busy, 1, steady());
  aut.answered(firetext, outcome(busy, attempt_result::sent), steady());
  EXPECT_EQ(next(), "firetext");
}

TEST_F(two_accounts, what_waited_for_one_that_goes_out_goes_by_the_next_at_once) {
  for (int n = 1; n <= 3; ++n) aut.put(routed(n, in_order));
  fails(firetext, 5);
  EXPECT_EQ(aut.queued_by_account(now).at(spare), 3U);
  for (int n = 1; n <= 3; ++n) EXPECT_EQ(next(), "spare");
}

TEST_F(two_accounts, without_another_on_its_route_a_message_waits_for_the_probe) {
  fails(firetext, 5);
  aut.put(routed(1, {{firetext}}));
  EXPECT_EQ(next(), "");
  EXPECT_EQ(aut.wake_at(now), now + 10s);
  now += 10s;
  EXPECT_EQ(next(), "firetext");
}

TEST_F(two_accounts, an_account_that_is_out_is_tried_with_one_message_the_one_that_matters_least) {
  fails(firetext, 5);
  now += 10s;
  aut.put(routed(1, in_order, message_kind::now));
  aut.put(routed(2, in_order, message_kind::campaign));
  aut.put(routed(3, in_order, message_kind::campaign));
  aut.put({*practice_id::parse("A99001"), numbered(6), message_kind::campaign, in_order, nine - 1min});
  const auto probe = aut.take(now);
  ASSERT_TRUE(probe);
  EXPECT_EQ(probe->provider, firetext);
  EXPECT_EQ(probe->what.message, numbered(6)) << "of these the oldest";
  EXPECT_EQ(next(), "spare") << "one at a time";
  EXPECT_EQ(last, numbered(1));
  EXPECT_EQ(next(), "spare");
  EXPECT_EQ(next(), "spare");
  aut.called(probe->what.message, 1, steady());
  aut.answered(firetext, outcome(probe->what.message, attempt_result::unknown), steady());
  aut.put(routed(4, in_order));
  now += 19s;
  EXPECT_EQ(next(), "spare") << "the next probe comes later";
  aut.put(routed(5, in_order));
  now += 1s;
  EXPECT_EQ(next(), "firetext");
}

TEST_F(two_accounts, a_probe_that_is_declined_is_not_the_last) {
  fails(firetext, 5);
  now += 10s;
  aut.put(routed(1, in_order));
  EXPECT_EQ(next(), "firetext");
  aut.finished(numbered(1), steady());
  aut.put(routed(2, in_order));
  EXPECT_EQ(next(), "firetext");
}

TEST_F(two_accounts, after_a_good_probe_messages_drift_back) {
  first.per_second = 10;
  first.window = second.window = 10'000;
  aut = router({first, second});
  fails(firetext, 5);
  now += 10s;
  aut.put(routed(1, in_order));
  ASSERT_EQ(next(), "firetext");
  ends(firetext, attempt_result::sent);
  int n = 1'000;
  const auto by_first = [&](std::chrono::seconds span) {
    int count = 0;
    for (const auto end = now + span; now < end; now += 50ms) {
      aut.put(routed(++n, in_order)); // 20 a second
      const auto by = next();
      EXPECT_NE(by, "") << "what the first doesn't take yet goes by the second";
      count += by == "firetext" ? 1 : 0;
      ends(by == "firetext" ? firetext : spare, attempt_result::sent);
    }
    return count;
  };
  const auto start = by_first(10s), middle = by_first(40s) / 4, late = by_first(10s);
  EXPECT_LT(start, 25);
  EXPECT_LT(start, middle);
  EXPECT_LT(middle, late);
}

TEST_F(two_accounts, by_weight_each_has_its_share) {
  first.provider_weight = 3;
  aut = router({first, second});
  std::map<std::string, int> count;
  for (int n = 1; n <= 400; ++n) {
    aut.put(routed(n, by_weight));
    const auto by = next();
    ++count[by];
    ends(provider_id(by), attempt_result::sent);
    now += 10ms;
  }
  EXPECT_EQ(count["firetext"], 300);
  EXPECT_EQ(count["spare"], 100);
}

TEST_F(two_accounts, by_weight_one_that_was_out_does_not_make_up_for_it) {
  fails(firetext, 5);
  for (int n = 1; n <= 50; ++n) {
    aut.put(routed(n, by_weight));
    ASSERT_EQ(next(), "spare");
    ends(spare, attempt_result::sent);
  }
  now += 10s;
  aut.put(routed(60, by_weight));
  ASSERT_EQ(next(), "firetext") << "the probe";
  ends(firetext, attempt_result::sent);
  now += 2min; // past the ramp
  std::map<std::string, int> count;
  for (int n = 61; n <= 80; ++n) {
    aut.put(routed(n, by_weight));
    const auto by = next();
    ++count[by];
    ends(provider_id(by), attempt_result::sent);
  }
  EXPECT_EQ(count["firetext"], 10);
}

TEST_F(two_accounts, by_weight_one_without_weight_serves_only_while_the_others_are_out) {
  second.provider_weight = 0;
  aut = router({first, second});
  for (int n = 1; n <= 10; ++n) {
    aut.put(routed(n, by_weight));
    EXPECT_EQ(next(), "firetext");
    ends(firetext, attempt_result::sent);
  }
  fails(firetext, 5);
  aut.put(routed(20, by_weight));
  EXPECT_EQ(next(), "spare");
}

TEST_F(two_accounts, a_message_avoids_the_one_that_just_refused_it_and_comes_back_to_it_later) {
  auto what = routed(1, in_order);
  what.avoid = firetext;
  what.avoid_until = now + 5s;
  aut.put(what);
  EXPECT_EQ(next(), "spare");
  ends(spare, attempt_result::retry);
  fails(spare, 4);
  aut.put(what);
  EXPECT_EQ(next(), "") << "the other is out, and this one has to be left alone";
  EXPECT_EQ(aut.wake_at(now), now + 5s);
  now += 5s;
  EXPECT_EQ(next(), "firetext");
}

TEST_F(two_accounts, one_that_says_nothing_is_left_before_its_calls_time_out) {
  for (int n = 1; n <= 8; ++n) aut.put(routed(n, in_order));
  for (int n = 1; n <= 5; ++n) {
    EXPECT_EQ(next(), "firetext");
    aut.called(last, 1, steady());
  }
  EXPECT_EQ(aut.wake_at(now), now) << "there is more to take";
  now += 5s;
  aut.listen(steady());
  for (int n = 6; n <= 8; ++n) EXPECT_EQ(next(), "spare");
  EXPECT_EQ(aut.under_way(), 8U) << "what may have reached the first stays its own";
}

TEST_F(two_accounts, one_that_answers_others_meanwhile_is_not_silent) {
  for (int n = 1; n <= 6; ++n) aut.put(routed(n, in_order));
  for (int n = 1; n <= 6; ++n) {
    EXPECT_EQ(next(), "firetext");
    aut.called(last, 1, steady());
  }
  now += 3s;
  ends(firetext, attempt_result::sent); // the sixth
  EXPECT_EQ(aut.wake_at(now), now + 5s);
  now += 2s;
  aut.listen(steady());
  aut.put(routed(7, in_order));
  EXPECT_EQ(next(), "firetext");
}

TEST_F(two_accounts, a_late_answer_of_an_earlier_attempt_elsewhere_ends_nothing) {
  aut.put(routed(1, in_order));
  ASSERT_EQ(next(), "firetext");
  aut.called(numbered(1), 1, steady());
  aut.answered(spare, outcome(numbered(1), attempt_result::sent), steady());
  EXPECT_EQ(aut.under_way(), 1U);
  aut.answered(firetext, outcome(numbered(1), attempt_result::sent), steady());
  EXPECT_EQ(aut.under_way(), 0U);
}

TEST_F(two_accounts, a_late_answer_of_an_earlier_attempt_at_the_same_one_ends_nothing) {
  aut.put(routed(1, in_order));
  ASSERT_EQ(next(), "firetext");
  const auto earlier = outcome(numbered(1), attempt_result::sent);
  auto own = earlier;
  own.attempt = 2;
  aut.answered(firetext, earlier, steady()); // whether the second one begins isn't known yet
  EXPECT_EQ(aut.under_way(), 1U);
  aut.called(numbered(1), 2, steady());
  aut.answered(firetext, earlier, steady());
  EXPECT_EQ(aut.under_way(), 1U);
  aut.answered(firetext, own, steady());
  EXPECT_EQ(aut.under_way(), 0U);
}

TEST_F(two_accounts, a_route_to_nowhere_keeps_nothing) {
  aut.put(routed(1, {{provider_id("nobody")}}));
  EXPECT_EQ(aut.queued(), 0U);
  aut.put(routed(2, {{provider_id("nobody"), spare}}));
  EXPECT_EQ(next(), "spare");
}

} // namespace
