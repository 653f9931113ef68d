#include "actors/node/supervision/start_order.hpp"

#include <gtest/gtest.h>

using namespace tidings;

namespace {

using need = start_order::need;
practice_id practice(int number) { return *practice_id::parse("A9900" + std::to_string(number)); }

TEST(start_order, somebody_who_waits_goes_before_work_and_work_before_looking_after) {
  start_order order;
  order.want(practice(1), need::none);
  order.want(practice(2), need::at_work);
  order.want(practice(3), need::asked);
  EXPECT_EQ(order.next(), practice(3));
  EXPECT_EQ(order.next(), practice(2));
  EXPECT_EQ(order.next(), practice(1));
  EXPECT_EQ(order.next(), std::nullopt);
}

TEST(start_order, a_practice_that_is_asked_meanwhile_moves_forward_and_never_back) {
  start_order order;
  order.want(practice(1), need::at_work);
  order.want(practice(2), need::none);
  order.want(practice(2), need::asked);
  order.want(practice(2), need::none);
  EXPECT_EQ(order.waiting(), 2u);
  EXPECT_EQ(order.next(), practice(2));
  EXPECT_EQ(order.next(), practice(1));
}

TEST(start_order, only_a_few_start_at_once) {
  start_order order;
  for (int i = 1; i <= 6; ++i) order.want(practice(i), need::at_work);
  for (int i = 1; i <= 4; ++i) EXPECT_EQ(order.next(), practice(i));
  EXPECT_EQ(order.next(), std::nullopt);
  order.started(practice(2));
  EXPECT_EQ(order.next(), practice(5));
  EXPECT_EQ(order.next(), std::nullopt);
  order.started(practice(2)); // told twice
  EXPECT_EQ(order.next(), std::nullopt);
}

} // namespace
