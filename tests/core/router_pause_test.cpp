// Accounts that a person has stopped, and messages that expire while theirs stand still.
#include "actors/dispatcher/router.hpp"

#include <gtest/gtest.h>

using namespace tidings;
using namespace std::chrono_literals;

namespace {

constexpr timestamp nine = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)) + 9h;
const provider_id firetext("firetext"), spare("spare");
const practice_id here = *practice_id::parse("A99001"), there = *practice_id::parse("A99002");

struct a_paused_account : ::testing::Test {
  router aut{{account_of(firetext), account_of(spare)}};

  static provider_settings account_of(const provider_id& id) {
    provider_settings made;
    made.id = id;
    made.window = 10;
    made.per_second = 1'000;
    return made;
  }
  static message_id numbered(int n) { return id_from_name<message_id>("test", std::to_string(n)); }
  static message_due due(int n, std::vector<provider_id> by, timestamp at = nine, timestamp expires_at = never) {
    message_due what{here, numbered(n), message_kind::reminder, {std::move(by)}, at};
    what.expires_at = expires_at;
    return what;
  }
  std::string next(timestamp now = nine) {
    const auto one = aut.take(now);
    return one ? one->provider.value : "";
  }
};

TEST_F(a_paused_account, begins_nothing_until_it_goes_on) {
  aut.put(due(1, {firetext}));
  aut.pause({firetext});
  EXPECT_EQ(next(), "");
  EXPECT_EQ(aut.wake_at(nine), never) << "only a person ends it";
  EXPECT_EQ(aut.queued(), 1U);
  aut.pause({});
  EXPECT_EQ(next(), "firetext");
}

TEST_F(a_paused_account, leaves_its_messages_to_the_others_of_their_route) {
  aut.pause({firetext});
  aut.put(due(1, {firetext, spare}));
  EXPECT_EQ(aut.queued_by_account(nine), (std::map<provider_id, std::size_t>{{spare, 1}}));
  EXPECT_EQ(next(), "spare");
}

TEST_F(a_paused_account, has_no_probe_while_its_breaker_is_open) {
  for (int n = 0; n < 5; ++n)
    aut.answered(firetext, {.message = numbered(99), .attempt = 1, .result = attempt_result::retry},
                 moment(nine).steady);
  aut.pause({firetext});
  aut.put(due(1, {firetext}));
  EXPECT_EQ(next(nine + 1min), "");
}

TEST_F(a_paused_account, ends_what_it_began) {
  aut.put(due(1, {firetext}));
  EXPECT_EQ(next(), "firetext");
  aut.pause({firetext});
  aut.called(numbered(1), 1, moment(nine).steady);
  aut.answered(firetext, {.message = numbered(1), .attempt = 1, .result = attempt_result::sent}, moment(nine).steady);
  EXPECT_EQ(aut.under_way(), 0U);
}

TEST_F(a_paused_account, lets_messages_expire_once_each_at_their_time) {
  aut.pause({firetext, spare});
  aut.put(due(1, {firetext}, nine, nine + 1h));
  aut.put(due(2, {firetext}, nine + 2h, nine + 2h)); // as a paused practice tells
  aut.put(due(3, {firetext}));
  EXPECT_EQ(aut.wake_at(nine), nine + 1h);
  EXPECT_TRUE(aut.expired(nine + 59min).empty());
  ASSERT_EQ(aut.expired(nine + 1h).size(), 1U);
  EXPECT_TRUE(aut.expired(nine + 1h).empty());
  const auto over = aut.expired(nine + 2h);
  ASSERT_EQ(over.size(), 1U);
  EXPECT_EQ(over.front().message, numbered(2));
  EXPECT_EQ(aut.queued(), 1U);
}

TEST_F(a_paused_account, isn_t_asked_about_a_message_that_has_gone_since) {
  aut.put(due(1, {firetext}, nine, nine + 1h));
  EXPECT_EQ(next(), "firetext");
  EXPECT_TRUE(aut.expired(nine + 1h).empty()) << "it is under way";
  aut.put(due(1, {firetext}, nine + 3h, nine + 4h));
  aut.finished(numbered(1), moment(nine).steady);
  EXPECT_TRUE(aut.expired(nine + 1h).empty());
  EXPECT_EQ(aut.expired(nine + 4h).size(), 1U);
}

TEST_F(a_paused_account, counts_what_is_ready_and_what_comes_later_by_practice) {
  aut.put(due(1, {firetext}));
  aut.put(due(2, {firetext}, nine + 1h));
  auto other = due(3, {spare}, nine - 1h);
  other.practice = there;
  aut.put(other);
  aut.pause({firetext, spare});
  EXPECT_EQ(next(), "");
  ASSERT_EQ(aut.by_practice().size(), 2U);
  EXPECT_EQ(aut.by_practice().at(here).ready, 1U);
  EXPECT_EQ(aut.by_practice().at(here).later, 1U);
  EXPECT_EQ(aut.oldest_by_account(nine), (std::map<provider_id, timestamp>{{firetext, nine}, {spare, nine - 1h}}));
  aut.pause({});
  while (!next(nine).empty()) {
  }
  EXPECT_EQ(aut.by_practice().at(here).ready, 0U);
  EXPECT_EQ(aut.by_practice().size(), 1U) << "what has nothing is forgotten";
}

} // namespace
