// What providers may post, to whom it goes, and that nothing is lost.
#include "tests/core/endpoint_door.hpp"

namespace tidings::web {
namespace {

using endpoint_webhooks = endpoint_door;

const std::string receipt_form =
    "status=0&code=000&reference=" + an_id + "&time=2026-03-30+11:02:03&mobile=447700900123";
const std::string reply_form = "source=447700900123&destination=447860039047&message=CANCEL&time=2026-03-30+11:02:03";

TEST_F(endpoint_webhooks, takes_webhooks_from_the_right_provider_only) {
  for (const std::string path : {"/webhooks/firetext/firetext/receipt", "/webhooks/firetext/firetext/receipt/A99001",
                                 "/webhooks/firetext/firetext/reply"}) {
    const auto& form = path.ends_with("reply") ? reply_form : receipt_form;
    const auto absent = ask(hook(path, form, ""));
    EXPECT_EQ(absent.status, 401) << path;
    EXPECT_THAT(std::string(absent.field("WWW-Authenticate")), StartsWith("Basic realm="));
    EXPECT_EQ(ask(hook(path, form, wrong_login)).status, 403) << path;
    EXPECT_EQ(ask(signed_in(hook(path, form, ""))).status, 401) << "a session is not a provider";
  }
  EXPECT_EQ(ask(hook("/webhooks/firetext/other/reply", reply_form)).status, 403);
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_webhooks, asks_to_come_back_while_the_practices_are_not_known_yet) {
  broker.why_not_ready = "the practices' files are being read";
  for (const std::string path : {"/webhooks/firetext/firetext/receipt/A99001", "/webhooks/firetext/firetext/reply"}) {
    const auto answer = ask(hook(path, path.ends_with("reply") ? reply_form : receipt_form));
    EXPECT_EQ(answer.status, 503) << path;
    EXPECT_FALSE(answer.field("Retry-After").empty());
  }
  EXPECT_TRUE(broker.told.empty()) << "not even the host is told a reply that may be a practice's";
}

TEST_F(endpoint_webhooks, answers_429_to_an_address_that_guesses_passwords) {
  for (int i = 0; i < limits.wrong_passwords_max; ++i)
    EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/reply", reply_form, wrong_login)).status, 403);
  EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/reply", reply_form, wrong_login)).status, 429);
  EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/reply", reply_form)).status, 429)
      << "so the right one can't be found by trying";
  auto elsewhere = hook("/webhooks/firetext/firetext/reply", reply_form);
  elsewhere.peer = "192.0.2.8";
  EXPECT_EQ(ask(elsewhere).status, 200);
  now += limits.wrong_passwords_window;
  EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/reply", reply_form)).status, 200);
}

TEST_F(endpoint_webhooks, gives_receipts_to_the_practice_that_sent_the_message) {
  broker.message_practices[an_id] = "A99002";
  const struct {
    const char *path, *practice;
  } cases[] = {{"/webhooks/firetext/firetext/receipt/A99001", "A99001"},
               {"/webhooks/firetext/firetext/receipt", "A99002"},
               {"/webhooks/firetext/firetext/receipt/Z99999", "A99002"},
               {"/webhooks/firetext/firetext/receipt/nonsense", "A99002"}};
  for (const auto& one : cases) {
    broker.told.clear();
    EXPECT_EQ(ask(hook(one.path, receipt_form)).text(), R"({"result":"success"})") << one.path;
    ASSERT_EQ(broker.told.size(), 1u) << one.path;
    EXPECT_EQ(broker.told[0].practice.str(), one.practice) << one.path;
  }
  broker.message_practices.clear();
  broker.told.clear();
  EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/receipt", receipt_form)).status, 200);
  EXPECT_TRUE(broker.told.at(0).practice.is_host()) << "unknown: kept in the host's stream";
}

TEST_F(endpoint_webhooks, answers_200_to_receipts_for_what_is_not_ours) {
  EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/receipt", "status=0&reference=abc")).status, 200);
  EXPECT_TRUE(broker.told.empty());
  broker.next_answer = {false, false, error_code::not_found, "no such message", ""};
  EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/receipt/A99001", receipt_form)).status, 200);
}

TEST_F(endpoint_webhooks, never_loses_a_reply) {
  EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/reply", reply_form)).text(), R"({"status":"ok"})");
  EXPECT_EQ(broker.told.at(0).practice.str(), "A99001");
  broker.told.clear();
  broker.numbers.clear();
  EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/reply", reply_form)).status, 200);
  EXPECT_TRUE(broker.told.at(0).practice.is_host()) << "nobody's number: the host's stream";
  broker.told.clear();
  broker.numbers["447860039047"] = "A99001";
  broker.next_answer = {false, false, error_code::not_found, "the practice has gone", ""};
  EXPECT_EQ(ask(hook("/webhooks/firetext/firetext/reply", reply_form)).status, 503)
      << "the host refused it too: try again";
  ASSERT_EQ(broker.told.size(), 2u);
  EXPECT_TRUE(broker.told[1].practice.is_host());
}

TEST_F(endpoint_webhooks, sends_the_provider_away_to_try_again_when_nothing_was_written_down) {
  for (const auto why : {error_code::overloaded, error_code::log_unavailable, error_code::disk_full,
                         error_code::stopping, error_code::timed_out}) {
    broker.next_answer = {false, false, why, "", ""};
    for (const auto& [path, form] : {std::pair{"/webhooks/firetext/firetext/receipt/A99001", receipt_form},
                                     std::pair{"/webhooks/firetext/firetext/reply", reply_form}}) {
      const auto answer = ask(hook(path, form));
      EXPECT_EQ(answer.status, 503) << path;
      EXPECT_FALSE(answer.field("Retry-After").empty());
    }
  }
}

TEST_F(endpoint_webhooks, refuses_webhooks_that_lack_what_they_need) {
  const struct {
    const char *path, *form;
  } cases[] = {
      {"/webhooks/firetext/firetext/receipt", ""},
      {"/webhooks/firetext/firetext/receipt", "status=0"},
      {"/webhooks/firetext/firetext/receipt", "reference=0f8fad5b-d9cb-469f-a165-70867728950e"},
      {"/webhooks/firetext/firetext/receipt", "status=%zz"},
      {"/webhooks/firetext/firetext/reply", "message=hello"},
      {"/webhooks/firetext/firetext/reply", "source=447700900123"},
  };
  for (const auto& one : cases) EXPECT_EQ(ask(hook(one.path, one.form)).status, 400) << one.form;
  auto json = hook("/webhooks/firetext/firetext/reply", "{}");
  json.fields[1].second = "application/json";
  EXPECT_EQ(ask(json).status, 415);
  EXPECT_TRUE(broker.told.empty());
}

} // namespace
} // namespace tidings::web
