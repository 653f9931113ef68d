#include "firetext/firetext_simulator.hpp"
#include "support.hpp"

#include <gtest/gtest.h>
#include <set>

namespace tidings::sim {
namespace {

using namespace std::chrono_literals;
using testing::http_get;
using testing::http_post;
using testing::webhook_catcher;

constexpr auto asking = "Your appointment is at 9. Reply CONFIRM or CANCEL";

/// A provider whose receipts and replies come at once, with everybody answering.
class firetext : public ::testing::Test {
protected:
  static webhooks hooks_of(const webhook_catcher& at, std::string_view receipt_credentials = {}) {
    return {at.url("/receipt", receipt_credentials), at.url("/reply", "notify:secret"), ""};
  }
  void start(webhooks hooks = {}) {
    simulator.reset(); // writes its state
    firetext_options options;
    options.state = folder.path / "state.json";
    options.rules.receipt_delay = options.rules.reply_delay = {0ms, 0ms};
    options.rules.reply_rate = 1;
    options.post = {.retry_first = 1ms, .retry_longest = 2ms, .tries_max = tries};
    options.hooks = std::move(hooks);
    auto started = firetext_simulator::start(std::move(options));
    ASSERT_TRUE(started.has_value()) << started.error();
    simulator = std::move(*started);
  }
  std::string url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(simulator->port()) + std::string{path};
  }
  testing::http_result send(std::string_view text, const std::string& reference = "ref-1", std::string_view more = {},
                            std::chrono::milliseconds timeout = testing::patience) const {
    return http_post(url("/api/sendsms/json"),
                     "apiKey=demo-key&from=07860039047&to=447700900123&reference=" + reference +
                         "&message=" + percent_encode(text) + std::string{more},
                     timeout);
  }
  void faults(const std::string& json) const { ASSERT_EQ(http_post(url("/_control/faults"), json).status, 200); }
  boost::json::object ledger() const { return http_get(url("/_control/ledger")).json().as_object(); }
  boost::json::value report(const std::string& reference) const {
    return http_get(url("/api/deliveryreport/json?apiKey=demo-key&reference=" + reference)).json();
  }
  bool drained() const {
    const auto now = ledger();
    return now.at("receipts_pending") == 0 && now.at("replies_pending") == 0;
  }

  std::uint64_t tries = 60;
  testing::scratch_folder folder;
  std::unique_ptr<firetext_simulator> simulator;
};

TEST_F(firetext, queues_a_text_and_posts_its_receipt) {
  webhook_catcher hooks;
  start(hooks_of(hooks, "user:pass"));
  EXPECT_EQ(send("hello").body, R"({"code":0,"description":"SMS successfully queued","responseData":1})");
  const auto receipt = hooks.next();
  ASSERT_TRUE(receipt.has_value());
  EXPECT_EQ(receipt->path, "/receipt");
  EXPECT_EQ(receipt->authorization, "Basic dXNlcjpwYXNz");
  EXPECT_EQ(receipt->parameter("status"), "0");
  EXPECT_EQ(receipt->parameter("reference"), "ref-1");
  EXPECT_EQ(receipt->parameter("code"), "000");
  EXPECT_EQ(receipt->parameter("mobile"), "447700900123");
  EXPECT_EQ(receipt->parameter("time").size(), 19U);
  EXPECT_TRUE(testing::eventually([&] { return drained(); }));
  EXPECT_EQ(ledger().at("messages").at(0).at("status").as_string(), "Delivered");
}

TEST_F(firetext, takes_a_query_as_well_as_a_form) {
  start();
  EXPECT_EQ(http_get(url("/api/sendsms?apiKey=demo-key&from=Riverside&to=07700900123&message=hi")).body,
            "0:1 SMS successfully queued");
  EXPECT_EQ(http_get(url("/api/sendsms?username=me&password=demo-key&from=Riverside&to=07700900123&message=hi")).body,
            "0:1 SMS successfully queued");
  EXPECT_EQ(http_get(url("/api/sendsms?apiKey=no&from=Riverside&to=07700900123&message=hi")).body,
            "1:0 Authentication error");
  EXPECT_EQ(http_get(url("/api/nosuchthing")).status, 404);
}

TEST_F(firetext, posts_the_patients_reply_with_basic_auth) {
  webhook_catcher hooks;
  start(hooks_of(hooks));
  send(asking);
  std::optional<http_request> reply;
  while ((reply = hooks.next()) && reply->path != "/reply") {
  }
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->authorization, "Basic bm90aWZ5OnNlY3JldA==");
  EXPECT_EQ(reply->parameter("source"), "447700900123");
  EXPECT_EQ(reply->parameter("destination"), "07860039047");
  EXPECT_TRUE(testing::eventually([&] { return drained(); }));
  const auto row = ledger().at("replies").at(0);
  EXPECT_EQ(row.at("text").as_string(), reply->parameter("message"));
  EXPECT_EQ(row.at("reference").as_string(), "ref-1");
  EXPECT_TRUE(row.at("delivered").as_bool());
}

TEST_F(firetext, repeats_a_webhook_until_it_says_200) {
  webhook_catcher hooks{{503, 302, 500}};
  start(hooks_of(hooks));
  send("hello");
  for (int tried = 0; tried < 4; ++tried) {
    const auto receipt = hooks.next();
    ASSERT_TRUE(receipt.has_value()) << tried;
    EXPECT_EQ(receipt->parameter("reference"), "ref-1");
  }
  EXPECT_TRUE(testing::eventually([&] { return drained(); }));
}

TEST_F(firetext, gives_a_webhook_up_after_its_tries) {
  webhook_catcher hooks{{503, 503, 503}};
  tries = 3;
  start(hooks_of(hooks));
  send("hello");
  EXPECT_TRUE(testing::eventually([&] { return drained(); }));
  for (int tried = 0; tried < 3; ++tried) EXPECT_TRUE(hooks.next().has_value());
}

TEST_F(firetext, counts_a_text_submitted_twice_and_answers_it_once) {
  start();
  send(asking);
  send(asking);
  EXPECT_TRUE(testing::eventually([&] { return drained(); }));
  EXPECT_EQ(ledger().at("messages").as_array().size(), 1U);
  EXPECT_EQ(ledger().at("messages").at(0).at("count").as_int64(), 2);
  EXPECT_EQ(ledger().at("replies").as_array().size(), 1U);
}

TEST_F(firetext, reports_what_it_has_seen_and_nothing_it_has_not) {
  start();
  send("hello");
  EXPECT_TRUE(testing::eventually([&] { return drained(); }));
  const auto seen = report("ref-1");
  EXPECT_EQ(seen.at("responseData").as_int64(), 1);
  EXPECT_EQ(seen.at("data").at(0).at("status").as_string(), "Delivered");
  const auto unseen = report("ref-2");
  EXPECT_EQ(unseen.at("code").as_int64(), 0);
  EXPECT_TRUE(unseen.at("data").as_array().empty());
}

TEST_F(firetext, never_has_two_replies_of_one_phone_in_one_second) {
  start();
  for (const auto* reference : {"ref-1", "ref-2", "ref-3"}) send(asking, reference);
  std::set<std::int64_t> seconds;
  const auto book = ledger();
  for (const auto& one : book.at("replies").as_array()) {
    const auto at = boost::json::value_to<instant>(one.at("sent_at"));
    seconds.insert(std::chrono::floor<std::chrono::seconds>(at.at.time_since_epoch()).count());
  }
  EXPECT_EQ(seconds.size(), 3U);
}

TEST_F(firetext, lists_replies_since_the_last_look) {
  start();
  http_post(url("/_control/reply"), R"({"from":"07700 900123","to":"07860039047","text":"CANCEL","intent":"cancel"})");
  const auto look = [&] { return http_get(url("/api/receivedmessages/json?apiKey=demo-key&from=last")).json(); };
  const auto first = look();
  EXPECT_EQ(first.at("responseData").as_int64(), 1);
  EXPECT_EQ(first.at("data").at(0).at("receivedFrom").as_string(), "447700900123");
  EXPECT_EQ(look().at("responseData").as_int64(), 0);
  EXPECT_EQ(
      http_get(url("/api/receivedmessages/json?apiKey=demo-key&from=2000-01-01")).json().at("responseData").as_int64(),
      1);
}

TEST_F(firetext, keeps_what_it_still_has_to_deliver_over_a_restart) {
  std::optional<webhook_catcher> gone{std::in_place};
  const auto dead = hooks_of(*gone);
  gone.reset(); // nobody listens there any more
  start(dead);
  send(asking);
  webhook_catcher hooks;
  start(hooks_of(hooks));
  std::set<std::string> paths;
  while (paths.size() < 2) {
    const auto got = hooks.next();
    ASSERT_TRUE(got.has_value());
    paths.insert(got->path);
  }
  EXPECT_TRUE(testing::eventually([&] { return drained(); }));
}

TEST_F(firetext, takes_a_text_and_never_says_so) {
  start();
  faults(R"({"timeout_after_accept":1,"count":1})");
  EXPECT_EQ(send("hello", "ref-1", {}, 200ms).status, 0);
  EXPECT_EQ(report("ref-1").at("responseData").as_int64(), 1);
  faults(R"({"reset_after_accept":1,"count":1})");
  EXPECT_EQ(send("hello", "ref-2").status, 0);
  EXPECT_EQ(report("ref-2").at("responseData").as_int64(), 1);
}

TEST_F(firetext, refuses_a_text_without_taking_it) {
  start();
  for (const auto& [fault, status] : {std::pair{R"({"http_500":1,"count":1})", 500},
                                      {R"({"http_429":1,"count":1})", 429},
                                      {R"({"html_page":1,"count":1})", 200},
                                      {R"({"code":7,"code_p":1,"count":1})", 200}}) {
    faults(fault);
    EXPECT_EQ(send("hello", "ref-1").status, status) << fault;
  }
  faults(R"({"hang":1,"count":1})");
  EXPECT_EQ(send("hello", "ref-1", {}, 200ms).status, 0);
  EXPECT_EQ(report("ref-1").at("responseData").as_int64(), 0);
  EXPECT_EQ(send("hello", "ref-1").status, 200);
}

TEST_F(firetext, sends_the_receipt_before_the_answer) {
  webhook_catcher hooks;
  start(hooks_of(hooks));
  faults(R"({"early_receipt":1,"count":1})");
  EXPECT_EQ(send("hello").status, 200);
  EXPECT_EQ(ledger().at("messages").at(0).at("status").as_string(), "Delivered") << "the answer came first";
}

TEST_F(firetext, sends_receipts_twice_and_out_of_turn) {
  webhook_catcher hooks;
  start(hooks_of(hooks));
  const auto statuses = [&](std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
      if (const auto got = hooks.next()) out += got->parameter("status");
    return out;
  };
  faults(R"({"duplicate_receipt":1,"count":1})");
  send("hello", "ref-1");
  EXPECT_EQ(statuses(2), "00");
  EXPECT_TRUE(testing::eventually([&] { return drained(); }));
  faults(R"({"pending_first":1,"count":1})");
  send("hello", "ref-2");
  EXPECT_EQ(statuses(2), "20");
  faults(R"({"pending_first":1,"reorder":1,"count":2})");
  send("hello", "ref-3");
  EXPECT_EQ(statuses(2), "02");
  EXPECT_TRUE(testing::eventually([&] { return drained(); }));
  EXPECT_EQ(report("ref-3").at("data").at(0).at("status").as_string(), "Delivered");
}

TEST_F(firetext, loses_a_receipt_but_still_reports_it) {
  webhook_catcher hooks;
  start(hooks_of(hooks));
  faults(R"({"lose_receipt":1,"count":1})");
  send("hello", "ref-1");
  EXPECT_TRUE(
      testing::eventually([&] { return report("ref-1").at("data").at(0).at("status").as_string() == "Delivered"; }));
  send("hello", "ref-2");
  EXPECT_EQ(hooks.next()->parameter("reference"), "ref-2");
}

TEST_F(firetext, names_what_is_wrong_with_a_control_request) {
  start();
  EXPECT_EQ(http_post(url("/_control/faults"), R"({"hangs":1})").json().at("error").as_string(), "unknown field hangs");
  EXPECT_EQ(http_post(url("/_control/faults"), R"({"code":12})").status, 400);
  EXPECT_EQ(http_post(url("/_control/reply"), R"({"from":"x"})").status, 400);
}

} // namespace
} // namespace tidings::sim
