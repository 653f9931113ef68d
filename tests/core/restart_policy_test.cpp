// When a child that ended is started again.
#include "actors/node/supervision/restart_policy.hpp"

#include <gtest/gtest.h>

#include <vector>

using namespace tidings;
using namespace std::chrono_literals;

namespace {

constexpr instant nine = instant(9h);

struct a_restart : ::testing::Test {
  restart_policy aut;
  instant now = nine;
  /// The child runs so long and ends; told is how long it must wait.
  millis ends_after(millis lived) {
    aut.started(now);
    now += lived;
    const auto wait = aut.ended(now);
    now += wait;
    return wait;
  }
};

TEST_F(a_restart, waits_twice_as_long_with_each_end) {
  for (const auto wait : {50ms, 100ms, 200ms, 400ms, 800ms}) EXPECT_EQ(ends_after(1ms), wait);
}

TEST_F(a_restart, that_comes_too_often_is_followed_by_a_long_rest) {
  for (int i = 0; i < 5; ++i) ends_after(1ms);
  EXPECT_EQ(ends_after(1ms), 30s);
  EXPECT_LT(ends_after(1ms), 30s) << "after the rest it gets another chance";
  EXPECT_EQ(aut.total(), 7U);
}

TEST_F(a_restart, does_not_wait_for_ends_whose_cause_is_gone) {
  for (int i = 0; i < 5; ++i) ends_after(1ms);
  aut.cause_gone();
  EXPECT_EQ(ends_after(1ms), 50ms);
  EXPECT_EQ(aut.total(), 6U) << "they are counted all the same";
}

TEST_F(a_restart, begins_with_the_shortest_wait_after_a_good_spell) {
  ends_after(1ms);
  ends_after(1ms);
  EXPECT_EQ(ends_after(11s), 50ms);
}

TEST_F(a_restart, remembers_a_streak_of_short_lives_that_are_far_enough_apart_not_to_call_for_a_rest) {
  restart_limits limits;
  limits.restarts_max = 1'000;
  aut = restart_policy(limits);
  millis wait{};
  for (int i = 0; i < 40; ++i) wait = ends_after(1ms);
  EXPECT_EQ(wait, limits.back_off_max) << "and never longer than the cap";
}

TEST_F(a_restart, goes_on_when_the_clock_is_set_back) {
  ends_after(1ms);
  now -= 1h;
  const auto wait = ends_after(1ms);
  EXPECT_GE(wait, 50ms);
  EXPECT_LE(wait, 30s);
}

} // namespace
