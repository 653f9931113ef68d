#include "systmone/throttle.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace tidings::sim {
namespace {

using namespace std::chrono_literals;
constexpr auto dropped = std::optional<std::chrono::milliseconds>{};

struct arrival {
  std::chrono::milliseconds at;
  bool full_record;
  std::optional<std::chrono::milliseconds> wait;
};

void expect_waits(throttle_rules rules, const std::vector<arrival>& arrivals) {
  throttle limits{rules};
  for (const auto& one : arrivals)
    EXPECT_EQ(limits.admit(one.at, one.full_record), one.wait) << "arriving at " << one.at.count();
}

TEST(throttle, delays_to_one_request_a_second) {
  expect_waits({}, {{5000ms, false, 0ms}, {5000ms, false, 1000ms}, {5100ms, false, 1900ms}, {9000ms, false, 0ms}});
}

TEST(throttle, drops_what_comes_within_a_second) {
  expect_waits({.mode = throttle_mode::drop},
               {{5000ms, false, 0ms}, {5500ms, false, dropped}, {5999ms, false, dropped}, {6000ms, false, 0ms}});
}

TEST(throttle, spaces_full_records_by_thirty_seconds) {
  expect_waits({}, {{5000ms, true, 0ms}, {7000ms, true, 28000ms}, {7000ms, true, 58000ms}});
}

TEST(throttle, lets_other_requests_past_a_record_that_waits) {
  expect_waits({}, {{5000ms, true, 0ms}, {6000ms, true, 29000ms}, {7000ms, false, 0ms}});
}

TEST(throttle, drops_a_second_full_record_but_not_the_request_after_it) {
  expect_waits({.mode = throttle_mode::drop},
               {{5000ms, true, 0ms}, {6000ms, true, dropped}, {6000ms, false, 0ms}, {35000ms, true, 0ms}});
}

TEST(throttle, knows_no_limit_at_zero) {
  expect_waits({.requests_per_second = 0, .record_interval = 0ms},
               {{1ms, false, 0ms}, {1ms, true, 0ms}, {1ms, true, 0ms}});
}

TEST(throttle, counts_what_it_holds_back) {
  throttle limits{throttle_rules{}};
  limits.admit(5000ms, false);
  limits.admit(5000ms, false);
  EXPECT_EQ(limits.held_back(), 1U);
}

} // namespace
} // namespace tidings::sim
