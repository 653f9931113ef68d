// How a provider account is doing, by its last answers.
#include "actors/dispatcher/health.hpp"

#include <gtest/gtest.h>

using namespace tidings;

namespace {

struct a_provider : ::testing::Test {
  provider_health aut;
  void answers(attempt_result result, int times = 1) {
    for (int i = 0; i < times; ++i) aut.answered({.attempt = 1, .result = result, .detail = "HTTP 503"});
  }
};

TEST_F(a_provider, is_up_until_something_goes_wrong) {
  EXPECT_EQ(aut.state(), provider_state::up);
  EXPECT_TRUE(aut.reason().empty());
}

TEST_F(a_provider, is_not_blamed_for_a_message_that_cannot_be_delivered) {
  answers(attempt_result::permanent, 50);
  EXPECT_EQ(aut.state(), provider_state::up);
}

TEST_F(a_provider, is_degraded_when_more_than_a_tenth_of_its_calls_fail) {
  answers(attempt_result::sent, 90);
  answers(attempt_result::retry, 5);
  answers(attempt_result::sent);
  answers(attempt_result::unknown, 5);
  EXPECT_EQ(aut.state(), provider_state::up) << "10 of 100 and one";
  answers(attempt_result::sent, 1);
  answers(attempt_result::retry, 1);
  EXPECT_EQ(aut.state(), provider_state::degraded);
  EXPECT_NE(aut.reason().find("HTTP 503"), std::string::npos);
}

TEST_F(a_provider, is_down_after_ten_failures_one_after_the_other) {
  answers(attempt_result::sent, 100);
  answers(attempt_result::unknown, 5);
  answers(attempt_result::retry, 4);
  EXPECT_EQ(aut.state(), provider_state::up);
  answers(attempt_result::unknown);
  EXPECT_EQ(aut.state(), provider_state::down);
  EXPECT_NE(aut.reason().find("messages wait"), std::string::npos);
}

TEST_F(a_provider, comes_back_with_its_first_success_and_is_well_when_failures_are_forgotten) {
  answers(attempt_result::retry, 20);
  answers(attempt_result::sent);
  EXPECT_EQ(aut.state(), provider_state::degraded);
  answers(attempt_result::sent, 100);
  EXPECT_EQ(aut.state(), provider_state::up);
  EXPECT_TRUE(aut.reason().empty());
}

TEST_F(a_provider, whose_account_is_refused_is_stopped_until_it_takes_a_message_again) {
  answers(attempt_result::sent, 100);
  answers(attempt_result::configuration);
  EXPECT_EQ(aut.state(), provider_state::stopped);
  EXPECT_NE(aut.reason().find("credit"), std::string::npos);
  answers(attempt_result::sent);
  EXPECT_EQ(aut.state(), provider_state::up);
}

} // namespace
