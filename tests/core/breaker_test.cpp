// The circuit breaker of one provider account, in virtual time.
#include "actors/dispatcher/breaker.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <gtest/gtest.h>

using namespace tidings;
using namespace std::chrono_literals;

namespace {

struct a_breaker : ::testing::Test {
  breaker aut{5, millis(10'000)};
  instant now{1h};

  void answers(attempt_result result, int times = 1, bool is_probe = false) {
    for (int i = 0; i < times; ++i) aut.answered({.attempt = 1, .result = result, .detail = "HTTP 503"}, is_probe, now);
  }
  void probes(attempt_result result) {
    ASSERT_TRUE(aut.wants_probe(now));
    aut.probe_began();
    answers(result, 1, true);
  }
  std::string state() const { return boost::describe::enum_to_string(aut.state(now), ""); }
};

/// One letter an answer: s sent, r retry, p permanent, c configuration, u unknown.
TEST_F(a_breaker, opens_by_what_its_calls_come_to) {
  const auto times = [](int n, const std::string& what) {
    std::string all;
    for (int i = 0; i < n; ++i) all += what;
    return all;
  };
  const std::vector<std::tuple<std::string, std::string, std::string>> table = {
      {"nothing was ever sent", "", "closed"},
      {"all is well", times(200, "s"), "closed"},
      {"four failures in a row", "srrrr", "closed"},
      {"five failures in a row", "srrrrr", "open"},
      {"a good one in between", "rrrrsrrrr", "closed"},
      {"no answer is a failure", "uuuuu", "open"},
      {"a message that can't be delivered is none", times(50, "p"), "closed"},
      {"the account is refused, once", times(50, "s") + "c", "open"},
      {"half of them fail", times(30, "sr"), "closed"},
      {"more than half of them fail", times(9, "srr"), "open"},
      {"more than half of a few fail", times(6, "srr"), "closed"},
      {"only the last fifty count", times(100, "s") + times(40, "srr"), "open"},
  };
  for (const auto& [what, letters, verdict] : table) {
    aut = breaker(5, millis(10'000));
    for (const char c : letters)
      answers(c == 's'   ? attempt_result::sent
              : c == 'r' ? attempt_result::retry
              : c == 'p' ? attempt_result::permanent
              : c == 'c' ? attempt_result::configuration
                         : attempt_result::unknown);
    EXPECT_EQ(state(), verdict) << what;
  }
}

TEST_F(a_breaker, forgets_failures_of_more_than_a_minute_ago) {
  for (int i = 0; i < 6; ++i) {
    answers(attempt_result::retry, 2);
    answers(attempt_result::sent);
  }
  now += 61s;
  for (int i = 0; i < 3; ++i) {
    answers(attempt_result::retry, 2);
    answers(attempt_result::sent);
  }
  EXPECT_EQ(state(), "closed");
}

TEST_F(a_breaker, that_is_open_lets_one_message_through_after_a_while) {
  answers(attempt_result::retry, 5);
  EXPECT_EQ(aut.share(now), 0);
  EXPECT_FALSE(aut.wants_probe(now));
  EXPECT_EQ(aut.probe_at(), now + 10s);
  now += 10s;
  EXPECT_TRUE(aut.wants_probe(now));
  aut.probe_began();
  EXPECT_EQ(state(), "half_open");
  EXPECT_FALSE(aut.wants_probe(now)) << "one at a time";
  EXPECT_EQ(aut.share(now), 0);
}

TEST_F(a_breaker, tries_ever_later_and_five_minutes_apart_at_most) {
  answers(attempt_result::retry, 5);
  std::vector<std::chrono::seconds> waits;
  for (int i = 0; i < 8; ++i) {
    const auto wait = *aut.probe_at() - now;
    waits.push_back(std::chrono::duration_cast<std::chrono::seconds>(wait));
    now += wait;
    probes(attempt_result::unknown);
  }
  EXPECT_EQ(waits, (std::vector<std::chrono::seconds>{10s, 20s, 40s, 80s, 160s, 300s, 300s, 300s}));
}

TEST_F(a_breaker, closes_after_a_good_probe_and_lets_more_through_from_second_to_second) {
  answers(attempt_result::retry, 5);
  now += 10s;
  probes(attempt_result::sent);
  EXPECT_EQ(state(), "ramping");
  EXPECT_DOUBLE_EQ(aut.share(now), 0.1);
  EXPECT_FALSE(aut.reason(now).empty());
  now += 30s;
  EXPECT_DOUBLE_EQ(aut.share(now), 0.55);
  now += 30s;
  EXPECT_EQ(state(), "closed");
  EXPECT_DOUBLE_EQ(aut.share(now), 1);
  EXPECT_TRUE(aut.reason(now).empty());
}

TEST_F(a_breaker, opens_again_when_it_came_back_too_early) {
  answers(attempt_result::retry, 5);
  now += 10s;
  probes(attempt_result::sent);
  now += 5s;
  answers(attempt_result::unknown, 5);
  EXPECT_EQ(state(), "open");
  EXPECT_EQ(aut.probe_at(), now + 10s);
}

TEST_F(a_breaker, believes_the_probe_and_not_a_call_of_before) {
  answers(attempt_result::retry, 5);
  answers(attempt_result::sent, 3);
  EXPECT_EQ(state(), "open");
  now += 10s;
  aut.probe_began();
  answers(attempt_result::sent);
  EXPECT_EQ(state(), "half_open");
  answers(attempt_result::permanent, 1, true);
  EXPECT_EQ(state(), "ramping");
}

TEST_F(a_breaker, takes_another_probe_when_one_was_lost) {
  answers(attempt_result::retry, 5);
  now += 10s;
  aut.probe_began();
  aut.probe_lost(now);
  EXPECT_TRUE(aut.wants_probe(now));
}

TEST_F(a_breaker, is_opened_by_silence_and_closed_by_a_voice) {
  aut.silent(5, 5'000ms, now);
  EXPECT_EQ(state(), "open");
  EXPECT_NE(aut.reason(now).find("5 calls have had no answer for 5 seconds"), std::string::npos) << aut.reason(now);
  answers(attempt_result::unknown, 5);
  EXPECT_EQ(state(), "open");
  answers(attempt_result::sent);
  EXPECT_EQ(state(), "ramping") << "it was slow, not silent";
}

TEST_F(a_breaker, says_in_plain_english_what_is_wrong_and_what_comes_next) {
  answers(attempt_result::retry, 5);
  now += 4s;
  EXPECT_EQ(aut.reason(now), "Its messages go by another provider or wait, since 5 calls in a row failed. Last: HTTP "
                             "503. Next try in 6 seconds");
  EXPECT_FALSE(aut.is_refused());
  now += 6s;
  probes(attempt_result::configuration);
  EXPECT_TRUE(aut.is_refused());
  EXPECT_NE(aut.reason(now).find("its key and its credit"), std::string::npos);
}

} // namespace
