#include "actors/connector/throttle.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tidings {
namespace {
using namespace std::chrono_literals;

// Time moves only when told.
struct connector_throttle : ::testing::Test {
  throttle::instant now{1000h};
  throttle aut{{1s, 30s, 5min}, now};

  void add(std::uint64_t id, urgency how, bool limited = false) { aut.add({id, limited}, how, now); }
  /// What is sent now; 0: nothing.
  std::uint64_t sent() {
    const auto step = aut.next(now);
    const auto* what = std::get_if<throttle::send>(&step);
    return what == nullptr ? 0 : what->what.id;
  }
  /// How long until something may be sent.
  throttle::span wait() {
    const auto step = aut.next(now);
    const auto* until = std::get_if<throttle::wait_until>(&step);
    return until == nullptr ? throttle::span(-1) : until->at - now;
  }
  void answered_after(throttle::span took) {
    now += took;
    aut.answered(now);
  }
  /// Sends and answers at once, once a second, until nothing is left.
  std::vector<std::uint64_t> drain() {
    std::vector<std::uint64_t> order;
    for (int i = 0; i < 1'000; ++i, now += 1s) {
      if (const auto id = sent())
        order.push_back(id), aut.answered(now);
      else if (std::holds_alternative<throttle::nothing>(aut.next(now)))
        break;
    }
    return order;
  }
};

TEST_F(connector_throttle, sends_at_once_and_then_one_a_second_counted_from_the_answer) {
  add(1, urgency::poll);
  add(2, urgency::poll);
  EXPECT_EQ(sent(), 1U);
  EXPECT_EQ(sent(), 0U) << "one at a time";
  answered_after(400ms);
  EXPECT_EQ(wait(), 1s);
  now += 999ms;
  EXPECT_EQ(sent(), 0U);
  now += 1ms;
  EXPECT_EQ(sent(), 2U);
}

TEST_F(connector_throttle, orders_by_urgency_and_then_by_age) {
  add(1, urgency::poll);
  add(2, urgency::demographics);
  add(3, urgency::asked);
  add(4, urgency::code);
  add(5, urgency::note);
  add(6, urgency::consent);
  add(7, urgency::cancel);
  add(8, urgency::cancel);
  EXPECT_EQ(drain(), (std::vector<std::uint64_t>{7, 8, 6, 5, 4, 3, 2, 1}));
}

TEST_F(connector_throttle, goes_on_with_what_was_begun_before_others_of_its_urgency) {
  add(1, urgency::cancel);
  aut.add_first({2, false}, urgency::cancel, now);
  EXPECT_EQ(drain(), (std::vector<std::uint64_t>{2, 1}));
}

TEST_F(connector_throttle, holds_records_to_one_in_thirty_seconds_also_after_a_start) {
  add(1, urgency::cancel, true);
  EXPECT_EQ(wait(), 30s);
  now += 30s;
  EXPECT_EQ(sent(), 1U);
  answered_after(2s);
  add(2, urgency::cancel, true);
  EXPECT_EQ(wait(), 30s);
}

TEST_F(connector_throttle, lets_others_pass_while_a_record_waits) {
  add(1, urgency::cancel, true);
  add(2, urgency::cancel);
  add(3, urgency::poll);
  EXPECT_EQ(sent(), 2U);
  answered_after(0s);
  now += 1s;
  EXPECT_EQ(sent(), 3U);
  answered_after(0s);
  now += 28s;
  EXPECT_EQ(wait(), 1s);
  now += 1s;
  EXPECT_EQ(sent(), 1U);
}

TEST_F(connector_throttle, lets_no_stream_of_other_work_starve_the_poll) {
  add(1, urgency::poll);
  for (std::uint64_t id = 100; id < 600; ++id) add(id, urgency::code);
  add(2, urgency::cancel, true);
  int rounds = 0;
  for (std::uint64_t id = 0; id != 1; now += 1s, ++rounds) {
    id = sent();
    aut.answered(now);
    ASSERT_LT(rounds, 302);
  }
  EXPECT_GE(rounds, 300) << "but it is the last for five minutes";
}

TEST_F(connector_throttle, takes_new_limits_for_what_already_waits) {
  add(1, urgency::poll);
  EXPECT_EQ(sent(), 1U);
  answered_after(0s);
  add(2, urgency::poll);
  aut.set({100ms, 0s, 5min});
  EXPECT_EQ(wait(), 100ms);
  add(3, urgency::cancel, true);
  now += 100ms;
  EXPECT_EQ(sent(), 3U);
}

// Whatever comes in: never two under way, never closer than the limits, and nothing is forgotten.
TEST_F(connector_throttle, keeps_its_limits_in_any_traffic) {
  std::mt19937_64 dice(42);
  std::optional<throttle::instant> last, last_record;
  std::size_t added = 0, done = 0;
  for (int step = 0; step < 20'000; ++step) {
    now += std::chrono::milliseconds(dice() % 700);
    if (step < 15'000 && dice() % 8 == 0) add(++added, static_cast<urgency>(dice() % 7), dice() % 10 == 0);
    const auto next = aut.next(now);
    const auto* what = std::get_if<throttle::send>(&next);
    if (what == nullptr) continue;
    if (last) {
      ASSERT_GE(now - *last, 1s);
    }
    if (what->what.limited_record && last_record) {
      ASSERT_GE(now - *last_record, 30s);
    }
    ASSERT_TRUE(std::holds_alternative<throttle::nothing>(aut.next(now)));
    answered_after(std::chrono::milliseconds(dice() % 300));
    last = now;
    if (what->what.limited_record) last_record = now;
    ++done;
  }
  now += 1h;
  for (; done < added; now += 31s, ++done) {
    ASSERT_NE(sent(), 0U);
    aut.answered(now);
  }
}

} // namespace
} // namespace tidings
