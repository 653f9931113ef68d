// Who asks more often than one may is sent away, and nobody else is.
#include "web/endpoint/fairness.hpp"

#include <gtest/gtest.h>

namespace tidings::web {
namespace {

using std::chrono::milliseconds;

class fairness : public ::testing::Test {
protected:
  fairness() {
    limits.per_user_rate = 10;
    limits.per_user_burst = 3;
    limits.per_practice_rate = 20;
    limits.per_practice_burst = 5;
  }
  /// How many of `count` requests at this moment are let in; each is done at once.
  int let_in(const practice_id& practice, const std::string& user, int count) {
    int in = 0;
    for (int i = 0; i < count; ++i)
      if (aut.enter(limits, practice, user, now)) {
        ++in;
        aut.leave(practice, user);
      }
    return in;
  }

  endpoint_limits limits;
  under_way aut;
  steady_time now{milliseconds(1'000'000)};
  practice_id busy_one = *practice_id::parse("A99001"), quiet_one = *practice_id::parse("A99002");
};

TEST_F(fairness, lets_a_user_in_as_often_as_the_burst_and_then_at_the_rate) {
  EXPECT_EQ(let_in(busy_one, "ann", 10), 3);
  now += milliseconds(99);
  EXPECT_EQ(let_in(busy_one, "ann", 10), 0);
  now += milliseconds(1);
  EXPECT_EQ(let_in(busy_one, "ann", 10), 1);
  now += milliseconds(60'000);
  EXPECT_EQ(let_in(busy_one, "ann", 10), 3) << "no more is saved up than a burst";
}

TEST_F(fairness, holds_one_users_haste_against_nobody_else) {
  EXPECT_EQ(let_in(busy_one, "ann", 10), 3);
  EXPECT_EQ(let_in(busy_one, "bob", 2), 2);
  EXPECT_EQ(let_in(quiet_one, "bob", 1), 1);
}

TEST_F(fairness, holds_a_practices_flood_against_that_practice_alone) {
  int in = 0;
  for (int n = 0; n < 10; ++n) in += let_in(busy_one, "user-" + std::to_string(n), 3);
  EXPECT_EQ(in, 5);
  EXPECT_EQ(let_in(quiet_one, "user-of-next-door", 3), 3);
  now += milliseconds(50);
  EXPECT_EQ(let_in(busy_one, "another", 3), 1);
}

TEST_F(fairness, counts_what_is_under_way_whatever_the_rate) {
  limits.per_user_burst = 100;
  limits.per_practice_burst = 100;
  limits.per_user_max = 2;
  EXPECT_TRUE(aut.enter(limits, busy_one, "ann", now));
  EXPECT_TRUE(aut.enter(limits, busy_one, "ann", now));
  EXPECT_FALSE(aut.enter(limits, quiet_one, "ann", now));
  aut.leave(busy_one, "ann");
  EXPECT_TRUE(aut.enter(limits, quiet_one, "ann", now));
  aut.leave(quiet_one, "ann");
  aut.leave(busy_one, "ann");
  EXPECT_EQ(aut.users(), 0U);
  EXPECT_EQ(aut.practices(), 0U);
}

TEST_F(fairness, lets_programs_and_providers_in_that_are_no_persons) {
  EXPECT_EQ(let_in(busy_one, {}, 4), 4);
  EXPECT_TRUE(aut.enter(limits, std::string(), now));
}

TEST(allowances, forget_those_that_have_their_whole_burst_again) {
  allowances<std::string> aut;
  steady_time now{milliseconds(1'000'000)};
  for (std::size_t n = 0; n < allowances<std::string>::keys_max; ++n) aut.take(std::to_string(n), 1, 5, now);
  now += milliseconds(1'000);
  aut.take("one who has come twice", 1, 5, now);
  EXPECT_EQ(aut.keys(), 1U);
}

} // namespace
} // namespace tidings::web
