#include "actors/provider/provider_actor.hpp"

#include "actors/provider/firetext.hpp"
#include "tests/actors/fake_http.hpp"
#include "tests/actors/provider_account.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {
using ::testing::HasSubstr;

struct provider_actor_test : test::provider_account {
  std::shared_ptr<test::fake_http> http = std::make_shared<test::fake_http>();
  provider_actor aut;
  const message_id message = id_from_name<message_id>("test", "message");

  ~provider_actor_test() override {
    if (aut) end(aut);
    http->open.clear();
  }
  provider_actor start_firetext() { return start(firetext::make(account)); }
  provider_actor start(std::shared_ptr<const http_provider> how) {
    return sys.spawn(http_account, http_account_parts{account.id, std::move(how), http, [] { return from_ms(0); }});
  }
  void send() {
    tell(aut, call_for(message, 3));
    drain();
  }
  void look_up() {
    tell(aut, look_up_for(message, 3));
    drain();
  }
  void answer(http_outcome what) {
    ASSERT_FALSE(http->open.empty());
    http->open.back()(std::move(what));
    drain();
  }
  static http_response json(std::string body) { return {200, "application/json", std::move(body), 0, millis(42)}; }
};

TEST_F(provider_actor_test, firetext_sends_and_tells_who_asked) {
  aut = start_firetext();
  send();
  ASSERT_EQ(http->requests.size(), 1U);
  EXPECT_THAT(http->requests[0].body, HasSubstr("message=Hello"));
  EXPECT_TRUE(to.sent.empty());
  answer(json(R"({"code":0,"description":"SMS successfully queued","responseData":1})"));
  ASSERT_EQ(to.sent.size(), 1U);
  EXPECT_EQ(to.sent[0].practice, practice);
  EXPECT_EQ(to.sent[0].provider, account.id);
  EXPECT_EQ(to.sent[0].took_ms, 42);
  EXPECT_EQ(to.sent[0].what.message, message);
  EXPECT_EQ(to.sent[0].what.attempt, 3U);
  EXPECT_EQ(to.sent[0].what.result, attempt_result::sent);
}

TEST_F(provider_actor_test, firetext_tells_a_doubt_as_a_doubt) {
  aut = start_firetext();
  send();
  answer(tl::unexpected(http_failure{false, "Operation timed out", millis(10'000)}));
  EXPECT_EQ(to.sent.at(0).what.result, attempt_result::unknown);
  EXPECT_EQ(to.sent[0].took_ms, 10'000);
}

TEST_F(provider_actor_test, firetext_looks_up) {
  aut = start_firetext();
  look_up();
  EXPECT_THAT(http->requests.at(0).url, HasSubstr("/deliveryreport/json"));
  answer(json(R"({"code":0,"responseData":1,"data":[{"status":"Delivered","messageUpdate":"2026-03-02 09:00:00"}]})"));
  ASSERT_EQ(to.found.size(), 1U);
  EXPECT_EQ(to.found[0].what.finding, look_up_finding::seen);
  EXPECT_EQ(to.found[0].what.attempt, 3U);
  EXPECT_EQ(to.found[0].receipt->status, receipt_status::delivered);
  EXPECT_EQ(to.found[0].provider, account.id);
}

TEST_F(provider_actor_test, firetext_answers_even_after_its_end) {
  aut = start_firetext();
  send();
  end(aut);
  answer(json(R"({"code":0})"));
  EXPECT_EQ(to.sent.size(), 1U);
}

/// A provider that takes nothing and can't be asked.
struct closed_provider final : http_provider {
  result<http_request> send_request(const outbound&, timestamp) const override {
    return fail(error_code::invalid_input, "not by this provider");
  }
  attempt_outcome read_send(const outbound&, const http_outcome&, timestamp) const override { return {}; }
  std::optional<http_request> look_up_request(message_id, timestamp) const override { return std::nullopt; }
  found read_look_up(message_id, std::uint32_t, const http_outcome&) const override { return {}; }
};

TEST_F(provider_actor_test, what_can_not_be_asked_for_is_answered_without_a_call) {
  aut = start(std::make_shared<closed_provider>());
  send();
  look_up();
  EXPECT_TRUE(http->requests.empty());
  ASSERT_EQ(to.sent.size(), 1U);
  EXPECT_EQ(to.sent[0].what.result, attempt_result::permanent);
  EXPECT_EQ(to.sent[0].what.detail, "not by this provider");
  EXPECT_EQ(to.sent[0].what.attempt, 3U);
  ASSERT_EQ(to.found.size(), 1U);
  EXPECT_EQ(to.found[0].what.finding, look_up_finding::unknown);
}

TEST_F(provider_actor_test, null_provider_has_sent_everything_at_once) {
  aut = sys.spawn(null_provider, account);
  send();
  look_up();
  EXPECT_EQ(to.sent.at(0).what.result, attempt_result::sent);
  EXPECT_EQ(to.sent[0].what.attempt, 3U);
  EXPECT_EQ(to.found.at(0).what.finding, look_up_finding::seen);
}

} // namespace
} // namespace tidings
