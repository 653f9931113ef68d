#include "gateway/gateway_simulator.hpp"
#include "gateway/notify_dialect.hpp"
#include "gateway/notify_token.hpp"
#include "gateway/words_dialect.hpp"
#include "support.hpp"

#include <gtest/gtest.h>

namespace tidings::sim {
namespace {

using namespace std::chrono_literals;
using testing::http_get;
using testing::http_post;
using testing::webhook_catcher;

class gateway : public ::testing::Test {
protected:
  void start(std::unique_ptr<gateway_dialect> dialect, gateway_hooks hooks = {}) {
    gateway_options options;
    options.rules.receipt_delay = options.rules.retry_pause = 1ms;
    options.hooks = std::move(hooks);
    auto started = gateway_simulator::start(std::move(dialect), std::move(options));
    ASSERT_TRUE(started.has_value()) << started.error();
    simulator = std::move(*started);
  }
  std::string url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(simulator->port()) + std::string{path};
  }
  testing::http_result send(std::string_view more = {}) const {
    return http_post(url("/cgphttp/servlet/sendmsg"),
                     "username=practice&password=demo-key&destination=447700900123&text=hi" + std::string{more});
  }
  boost::json::object ledger() const { return http_get(url("/_control/ledger")).json().as_object(); }
  bool drained() const { return ledger().at("pending") == 0; }

  std::unique_ptr<gateway_simulator> simulator;
};

TEST_F(gateway, in_words_takes_a_text_and_brings_its_receipt_by_get_until_it_is_taken) {
  webhook_catcher hooks{{503, 200}};
  start(make_words_dialect({}));
  const auto said =
      send("&clientMessageId=ref-1&replyToTON=10&replyTo=" + percent_encode(hooks.url("/receipt", "user:pass")));
  EXPECT_TRUE(said.body.starts_with("0 001 OK\r\nMessage-ID: ")) << said.body;
  for (int tries = 0; tries < 2; ++tries) {
    const auto receipt = hooks.next();
    ASSERT_TRUE(receipt.has_value());
    EXPECT_EQ(receipt->method, "GET");
    EXPECT_EQ(receipt->authorization, "Basic dXNlcjpwYXNz");
    EXPECT_EQ(receipt->parameter("clientMessageId"), "ref-1");
    EXPECT_EQ(receipt->parameter("status"), "DELIVRD");
  }
  EXPECT_TRUE(testing::eventually([&] { return drained(); }));
}

TEST_F(gateway, in_words_refuses_and_can_be_asked) {
  start(make_words_dialect({}));
  EXPECT_EQ(http_post(url("/cgphttp/servlet/sendmsg"), "username=practice&password=x&destination=1&text=hi").body,
            "2 201 Not authorised\r\n");
  EXPECT_EQ(
      http_post(url("/cgphttp/servlet/sendmsg"), "username=practice&password=demo-key&destination=12&text=hi").body,
      "1 104 Invalid destination\r\n");
  const auto ask = url("/cgphttp/servlet/querymsg?username=practice&password=demo-key&clientMessageId=ref-1");
  EXPECT_EQ(http_get(ask).body, R"({"error":"no such message"})");
  send("&clientMessageId=ref-1");
  EXPECT_EQ(http_get(ask).json().at("message").at("clientMessageId").as_string(), "ref-1");
}

TEST_F(gateway, plays_faults) {
  start(make_words_dialect({}));
  EXPECT_EQ(http_post(url("/_control/faults"), R"({"http_500":1,"count":1})").status, 200);
  EXPECT_EQ(send("&clientMessageId=a").status, 500);
  EXPECT_EQ(http_post(url("/_control/faults"), R"({"reset_after_accept":1,"count":1})").status, 200);
  EXPECT_EQ(send("&clientMessageId=b").status, 0);
  EXPECT_EQ(send("&clientMessageId=b").status, 200);
  const auto rows = ledger().at("messages").as_array();
  ASSERT_EQ(rows.size(), 1U) << "the 500 took nothing";
  EXPECT_EQ(rows[0].at("count").to_number<int>(), 2) << "each submission is one more text on the phone";
  EXPECT_EQ(http_post(url("/_control/faults"), R"({"hang_up":1})").status, 400);
}

TEST_F(gateway, notify_lets_nobody_in_without_a_token) {
  start(make_notify_dialect({}));
  const auto said = http_post(url("/v2/notifications/sms"), R"({"phone_number":"07700900123"})");
  EXPECT_EQ(said.status, 401);
  EXPECT_EQ(said.json().at("errors").at(0).at("message").as_string(),
            "Unauthorized: authentication token must be provided");
  EXPECT_EQ(http_get(url("/v2/notifications")).status, 401);
  EXPECT_EQ(http_get(url("/v2/templates")).status, 404);
}

TEST_F(gateway, notify_brings_a_reply_with_its_token) {
  webhook_catcher hooks;
  start(make_notify_dialect({}), {"", hooks.url("/reply"), "", "open sesame"});
  EXPECT_EQ(http_post(url("/_control/reply"), R"({"from":"447700900123","to":"447860039047","text":"CANCEL"})").status,
            200);
  const auto reply = hooks.next();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->authorization, "Bearer open sesame");
  const auto body = boost::json::parse(reply->body);
  EXPECT_EQ(body.at("source_number").as_string(), "447700900123");
  EXPECT_EQ(body.at("message").as_string(), "CANCEL");
}

// The token was made by another program.
TEST(notify_token, is_good_for_thirty_seconds) {
  const std::string token = "Bearer "
                            "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."
                            "eyJpc3MiOiIyNjc4NWEwOS1hYjE2LTRlYjAtODQwNy1hMzc0OTdhNTc1MDYiLCJpYXQiOjE3NzQ4NjQ5MjN9."
                            "payUtPXoECnNz_2-ID88CTaY8prHp0gRfcZTQJEK05w";
  const auto at = [](std::int64_t seconds) {
    return instant{std::chrono::sys_time<std::chrono::milliseconds>{std::chrono::seconds{seconds}}};
  };
  EXPECT_EQ(check_token({}, token, at(1'774'864'923)).message, "");
  EXPECT_EQ(check_token({}, token, at(1'774'864'953)).message, "");
  EXPECT_EQ(check_token({}, token, at(1'774'864'954)).message,
            "Error: Your system clock must be accurate to within 30 seconds");
  EXPECT_EQ(check_token({}, token, at(1'774'864'892)).status, 403U);
  EXPECT_EQ(check_token({}, token + "x", at(1'774'864'923)).message, "Invalid token: API key not found");
  notify_service other;
  other.secret = "3d844edf-8d35-48ac-975b-e847b4f122b1";
  EXPECT_EQ(check_token(other, token, at(1'774'864'923)).message, "Invalid token: API key not found");
  other.service = "another";
  EXPECT_EQ(check_token(other, token, at(1'774'864'923)).message, "Invalid token: service not found");
  for (const auto* bad : {"Basic x", "Bearer ", "Bearer a.b", "Bearer a.b.c", "Bearer ..", ""})
    EXPECT_NE(check_token({}, bad, at(1'774'864'923)).message, "") << bad;
}

} // namespace
} // namespace tidings::sim
