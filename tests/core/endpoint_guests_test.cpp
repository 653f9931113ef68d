// Who is let in, and who gives way.
#include "web/endpoint/guests.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace tidings::web {
namespace {
using entry = guest_list::entry;

class endpoint_guests : public ::testing::Test {
protected:
  endpoint_guests() {
    limits.connections_per_address_max = 3;
    limits.refusals_max = 1;
    limits.patience = millis(1'000);
  }
  guest& arrive(const std::string& address, bool refuse = false) {
    guest& one = everybody.emplace_back();
    one.address = address;
    one.refuse = refuse;
    list.arrive(one, now);
    return one;
  }

  endpoint_limits limits;
  guest_list list{4, limits};
  std::deque<guest> everybody;
  steady_time now{};
};

TEST_F(endpoint_guests, are_welcome_up_to_the_bounds) {
  for (const char* from : {"a", "a", "b", "c"}) {
    EXPECT_EQ(list.judge(from, now).how, entry::welcome) << from;
    arrive(from);
  }
  EXPECT_EQ(list.judge("d", now).how, entry::refuse) << "the server is full";
  list.leave(everybody[2]);
  EXPECT_EQ(list.judge("d", now).how, entry::welcome);
  arrive("a");
  EXPECT_EQ(list.judge("a", now).how, entry::refuse) << "the address is at its bound";
}

TEST_F(endpoint_guests, are_refused_politely_only_up_to_a_bound) {
  for (int i = 0; i < 4; ++i) arrive(std::to_string(i));
  EXPECT_EQ(list.judge("x", now).how, entry::refuse);
  auto& refused = arrive("x", true);
  EXPECT_EQ(list.judge("y", now).how, entry::shut);
  list.leave(refused);
  EXPECT_EQ(list.judge("y", now).how, entry::refuse);
}

TEST_F(endpoint_guests, give_way_longest_waiting_first_when_patience_is_over) {
  auto& first = arrive("a");
  now += millis(1);
  auto& second = arrive("b");
  arrive("c");
  arrive("d");
  now += millis(999);
  const auto verdict = list.judge("x", now);
  EXPECT_EQ(verdict.how, entry::welcome);
  EXPECT_EQ(verdict.gives_way, &first);
  EXPECT_EQ(list.judge("x", now).how, entry::refuse) << "the second has waited 999 ms only";
  now += millis(1);
  EXPECT_EQ(list.judge("x", now).gives_way, &second);
}

TEST_F(endpoint_guests, give_way_to_their_own_address_when_that_is_at_its_bound) {
  auto& other = arrive("b");
  auto& first = arrive("a");
  arrive("a");
  arrive("a");
  now += millis(1'000);
  EXPECT_EQ(list.judge("a", now).gives_way, &first);
  EXPECT_EQ(list.judge("x", now).gives_way, &other);
}

TEST_F(endpoint_guests, who_are_being_served_do_not_give_way) {
  for (const char* from : {"a", "b", "c", "d"}) list.stop_waiting(arrive(from));
  now += std::chrono::hours(1);
  EXPECT_EQ(list.judge("x", now).how, entry::refuse);
  list.begin_waiting(everybody[3], now);
  EXPECT_EQ(list.judge("x", now).how, entry::refuse) << "not yet";
  now += millis(1'000);
  EXPECT_EQ(list.judge("x", now).gives_way, &everybody[3]);
}

} // namespace
} // namespace tidings::web
