// A time of day that isn't led astray by a clock that is wrong for a while.
#include "actors/node/supervision/calm_clock.hpp"

#include <gtest/gtest.h>

using namespace tidings;
using namespace std::chrono_literals;

namespace {

constexpr timestamp noon = timestamp(millis(1'772'452'800'000));
constexpr auto years = 24h * 3'650;

struct a_calm_clock : ::testing::Test {
  calm_clock aut;
  instant steady = instant(1h);
  millis off{0}; ///< what the wall clock is wrong by
  timestamp true_time() const { return noon + std::chrono::floor<millis>(steady - instant(1h)); }
  timestamp look() { return aut.look({true_time() + off, steady}); }
  /// Time passes, and somebody looks each minute. What is shown then, less the true time.
  millis off_after(std::chrono::seconds span) {
    for (; span >= 60s; span -= 60s) {
      steady += 60s;
      look();
    }
    steady += span;
    return look() - true_time();
  }
};

TEST_F(a_calm_clock, shows_what_the_wall_clock_shows) {
  EXPECT_EQ(look(), noon);
  EXPECT_EQ(off_after(24h), 0ms);
}

TEST_F(a_calm_clock, follows_small_steps_at_once) {
  off_after(1h);
  for (const auto step : {1'000ms, -1'000ms, 59'000ms, -59'000ms}) {
    off += step;
    EXPECT_EQ(look(), true_time() + off);
  }
}

TEST_F(a_calm_clock, goes_on_as_before_while_the_wall_clock_is_wrong_by_far) {
  off_after(1h);
  for (const auto wrong : {years, -years, 1h, -1h}) {
    off = wrong;
    EXPECT_EQ(look(), true_time());
    EXPECT_EQ(off_after(14min), 0ms);
    off = 0ms;
    EXPECT_EQ(off_after(1min), 0ms);
  }
}

TEST_F(a_calm_clock, believes_a_step_that_has_lasted) {
  off_after(1h);
  off = 8h; // the machine was asleep
  look();
  EXPECT_EQ(off_after(14min), 0ms);
  EXPECT_EQ(off_after(1min), 8h);
  EXPECT_EQ(off_after(1h), 8h);
}

TEST_F(a_calm_clock, begins_to_wait_anew_when_a_wrong_clock_steps_again) {
  off_after(1h);
  off = years;
  off_after(10min);
  off = -years;
  look();
  EXPECT_EQ(off_after(10min), 0ms);
  EXPECT_EQ(off_after(5min), -years);
}

TEST_F(a_calm_clock, takes_what_it_is_told_while_it_is_young) {
  off = -years; // the machine has no battery, and asks for the time after it has started
  EXPECT_EQ(look(), noon - years);
  off = 0ms;
  EXPECT_EQ(off_after(1min), 0ms);
}

} // namespace
