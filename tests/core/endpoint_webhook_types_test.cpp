// Webhooks by the type of the provider's account: GOV.UK Notify's callbacks, and whatever a contract describes.
#include "schemas/providers/http_contract.hpp"
#include "tests/core/endpoint_door.hpp"

namespace tidings::web {
namespace {

class endpoint_webhook_types : public endpoint_door {
protected:
  endpoint_webhook_types() {
    contract.receipt = {"client", "state", "", "", "", {}};
    contract.reply = {"from", "to", "words", "", "id"};
    open_door();
  }
  void open_door() {
    webhook_accounts accounts;
    const auto shared = std::make_shared<const http_contract>(contract);
    accounts[provider_id("firetext")] = {secret_text("tidings"), secret_text("open sesame"), "firetext", shared};
    accounts[provider_id("gateway")] = {secret_text("tidings"), secret_text("open sesame"), "http", shared};
    accounts[provider_id("notify")] = {{}, secret_text("a token"), "notify", nullptr};
    accounts[provider_id("closed")] = {{}, {}, "notify", nullptr};
    accounts[provider_id("telephone")] = {secret_text("tidings"), secret_text("open sesame"), "voice", nullptr};
    way_in = std::make_unique<door>(house{settings,
                                          limits,
                                          accounts,
                                          keys,
                                          {},
                                          broker,
                                          [this] { return now; },
                                          false,
                                          [](std::function<void()> what) { what(); },
                                          {},
                                          wrong_passwords(limits.wrong_passwords_max, limits.wrong_passwords_window),
                                          {}});
  }
  request json(const std::string& path, std::string body, std::string_view login = "Bearer a token") {
    auto asked = with(make("POST", path, std::move(body)), "Content-Type", "application/json; charset=utf-8");
    if (!login.empty()) asked.fields.emplace_back("Authorization", login);
    return asked;
  }
  request form_post(const std::string& path, std::string body, std::string_view login = right_login) {
    auto asked = with(make("POST", path, std::move(body)), "Content-Type", "application/x-www-form-urlencoded");
    if (!login.empty()) asked.fields.emplace_back("Authorization", login);
    return asked;
  }
  request get(const std::string& target, std::string_view login = right_login) {
    auto asked = make("GET", target);
    if (!login.empty()) asked.fields.emplace_back("Authorization", login);
    return asked;
  }
  const receipt_arrived& told_receipt() { return std::get<receipt_arrived>(broker.told.at(0).what); }
  const reply_arrived& told_reply() { return std::get<reply_arrived>(broker.told.at(0).what); }

  http_contract contract;
};

const std::string notify_receipt =
    R"({"id":"740e5834-3a29-46b4-9a6f-16142fde533a","reference":")" + an_id +
    R"(","to":"07700900123","status":"permanent-failure","created_at":"2026-03-30T10:00:00.000000Z",)"
    R"("completed_at":"2026-03-30T10:01:00.000000Z","notification_type":"sms"})";
const std::string notify_reply =
    R"({"id":"d3d9abbd-7cd4-4be6-8c04-70a6a3ea9c5a","source_number":"447700900123",)"
    R"("destination_number":"447860039047","message":"CANCEL","date_received":"2026-03-30T10:00:00.000000Z"})";

TEST_F(endpoint_webhook_types, notify_signs_in_with_its_token_only) {
  for (const std::string path : {"/webhooks/notify/notify/receipt", "/webhooks/notify/notify/reply"}) {
    const auto& body = path.ends_with("reply") ? notify_reply : notify_receipt;
    const auto absent = ask(json(path, body, ""));
    EXPECT_EQ(absent.status, 401);
    EXPECT_THAT(std::string(absent.field("WWW-Authenticate")), StartsWith("Bearer"));
    EXPECT_EQ(ask(json(path, body, "Bearer another")).status, 403);
    EXPECT_EQ(ask(json(path, body, "Bearer ")).status, 403);
    EXPECT_EQ(ask(json(path, body, right_login)).status, 401) << "a password is no token";
  }
  EXPECT_EQ(ask(json("/webhooks/notify/closed/reply", notify_reply, "Bearer ")).status, 403) << "no token, nobody";
  EXPECT_EQ(ask(json("/webhooks/notify/unknown/reply", notify_reply)).status, 403);
  EXPECT_EQ(ask(json("/webhooks/notify/firetext/reply", notify_reply, right_login)).status, 403) << "of another type";
  EXPECT_EQ(ask(json("/webhooks/firetext/notify/reply", notify_reply)).status, 403) << "of another type";
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_webhook_types, notifys_callbacks_reach_their_practice) {
  broker.message_practices[an_id] = "A99002";
  EXPECT_EQ(ask(json("/webhooks/notify/notify/receipt", notify_receipt)).status, 200);
  ASSERT_EQ(broker.told.size(), 1u);
  EXPECT_EQ(broker.told[0].practice.str(), "A99002");
  EXPECT_EQ(told_receipt().status, receipt_status::permanent_failure);
  EXPECT_EQ(told_receipt().provider.value, "notify");
  broker.told.clear();
  EXPECT_EQ(ask(json("/webhooks/notify/notify/reply", notify_reply)).status, 200);
  EXPECT_EQ(broker.told.at(0).practice.str(), "A99001");
  EXPECT_EQ(told_reply().text.reveal(), "CANCEL");
  EXPECT_EQ(ask(json("/webhooks/notify/notify/receipt", R"({"id":"1","reference":null,"status":"delivered"})")).status,
            200)
      << "not ours";
  EXPECT_EQ(broker.told.size(), 1u);
  EXPECT_EQ(ask(json("/webhooks/notify/notify/receipt", "{\"id\"")).status, 400);
  EXPECT_EQ(ask(json("/webhooks/notify/notify/reply", "{}")).status, 400);
  EXPECT_EQ(ask(hook("/webhooks/notify/notify/reply", "a=b", "Bearer a token")).status, 415);
}

TEST_F(endpoint_webhook_types, a_contracts_posts_come_as_forms_json_and_in_the_address) {
  const std::string form = "client=" + an_id + "&state=DELIVRD";
  for (const auto& asked : {hook("/webhooks/http/gateway/receipt/A99001", form),
                            json("/webhooks/http/gateway/receipt/A99001",
                                 R"({"client":")" + an_id + R"(","state":"DELIVRD"})", right_login),
                            get("/webhooks/http/gateway/receipt/A99001?" + form),
                            hook("/webhooks/http/gateway/receipt/A99001?client=" + an_id, "state=DELIVRD")}) {
    broker.told.clear();
    EXPECT_EQ(ask(asked).status, 200) << asked.target;
    ASSERT_EQ(broker.told.size(), 1u) << asked.target;
    EXPECT_EQ(broker.told[0].practice.str(), "A99001");
    EXPECT_EQ(told_receipt().status, receipt_status::delivered);
  }
  broker.told.clear();
  EXPECT_EQ(ask(get("/webhooks/http/gateway/receipt/A99001?from=447700900123&to=%2B447860039047&words=NO&id=1")).status,
            200)
      << "some gateways have one address for both";
  EXPECT_EQ(told_reply().text.reveal(), "NO");
  EXPECT_EQ(broker.told.at(0).practice.str(), "A99001");
  EXPECT_EQ(ask(hook("/webhooks/http/gateway/receipt", "a=b")).status, 400);
  auto look = get("/webhooks/http/gateway/receipt?" + form);
  look.method = "HEAD";
  broker.told.clear();
  EXPECT_EQ(ask(look).status, 405) << "a look changes nothing";
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_webhook_types, a_contract_says_how_its_provider_signs_in) {
  const std::string form = "client=" + an_id + "&state=DELIVRD";
  EXPECT_EQ(ask(get("/webhooks/http/gateway/receipt?" + form, "")).status, 401);
  EXPECT_EQ(ask(get("/webhooks/http/gateway/receipt?" + form, wrong_login)).status, 403);
  contract.webhooks = {"query", "tok"};
  open_door();
  EXPECT_EQ(ask(get("/webhooks/http/gateway/receipt?tok=open+sesame&" + form, "")).status, 200);
  EXPECT_EQ(ask(get("/webhooks/http/gateway/receipt?tok=guess&" + form, "")).status, 403);
  EXPECT_EQ(ask(get("/webhooks/http/gateway/receipt?" + form, right_login)).status, 401);
  contract.webhooks = {"bearer", ""};
  open_door();
  EXPECT_EQ(ask(hook("/webhooks/http/gateway/receipt", form, "Bearer open sesame")).status, 200);
  EXPECT_EQ(ask(hook("/webhooks/http/gateway/receipt", form, right_login)).status, 401);
}

TEST_F(endpoint_webhook_types, only_a_contracts_provider_may_tell_by_get) {
  EXPECT_EQ(ask(get("/webhooks/firetext/firetext/reply?source=447700900123&message=x")).status, 405);
  EXPECT_EQ(ask(get("/webhooks/http/firetext/reply?from=447700900123&words=x")).status, 403);
  EXPECT_EQ(ask(hook("/webhooks/pigeon/firetext/reply", "source=447700900123&message=x")).status, 404);
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_webhook_types, a_contract_that_is_not_in_use_changes_nothing) {
  EXPECT_EQ(
      ask(hook("/webhooks/firetext/firetext/reply", "source=447700900123&destination=447860039047&message=NO")).status,
      200);
  EXPECT_EQ(told_reply().text.reveal(), "NO");
}

TEST_F(endpoint_webhook_types, says_200_only_when_it_is_written_down) {
  for (const auto why : {error_code::overloaded, error_code::log_unavailable, error_code::disk_full}) {
    broker.next_answer = {false, false, why, "", ""};
    EXPECT_EQ(ask(json("/webhooks/notify/notify/receipt", notify_receipt)).status, 503);
    EXPECT_EQ(ask(json("/webhooks/notify/notify/reply", notify_reply)).status, 503);
    EXPECT_EQ(ask(get("/webhooks/http/gateway/reply?from=447700900123&words=NO&id=1")).status, 503);
  }
}

// -- calls ----

const std::string call_status = "CallId=c1&Reference=" + an_id + "&CallStatus=no-answer&Timestamp=2026-03-30T10:00:00Z";
const std::string call_key = "CallId=c1&Reference=" + an_id + "&CallStatus=in-progress&To=%2B441632960123&Digits=2";

TEST_F(endpoint_webhook_types, a_call_tells_its_status) {
  const auto answer = ask(form_post("/webhooks/voice/telephone/receipt/A99001", call_status));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(broker.told.at(0).practice.str(), "A99001");
  EXPECT_EQ(told_receipt().status, receipt_status::temporary_failure);
  EXPECT_EQ(told_receipt().code, "no-answer");
}

TEST_F(endpoint_webhook_types, a_key_is_told_to_its_practice_and_answered_on_the_telephone_once_it_is_on_disk) {
  broker.hold_answers = true;
  std::optional<response> held;
  way_in->handle(form_post("/webhooks/voice/telephone/receipt/A99001", call_key),
                 [&](response one) { held = std::move(one); });
  EXPECT_FALSE(held) << "it isn't on disk yet";
  broker.release();
  ASSERT_TRUE(held);
  EXPECT_EQ(held->status, 200);
  EXPECT_EQ(held->field("Content-Type"), "application/xml");
  EXPECT_THAT(std::string(held->text()), HasSubstr("Thank you. Your answer has been taken."));
  EXPECT_EQ(broker.told.at(0).practice.str(), "A99001");
  EXPECT_EQ(told_reply().by, channel::voice);
  EXPECT_EQ(told_reply().text.reveal(), "2");
  EXPECT_EQ(to_text(told_reply().answers), an_id);
}

TEST_F(endpoint_webhook_types, a_key_that_is_not_taken_is_never_said_to_be) {
  broker.next_answer = {false, false, error_code::not_found, "this practice made no such call", ""};
  const auto refused = ask(form_post("/webhooks/voice/telephone/receipt/A99001", call_key));
  EXPECT_EQ(refused.status, 200);
  EXPECT_THAT(std::string(refused.text()), HasSubstr("could not be taken. Please ring the practice."));
  EXPECT_EQ(broker.told.size(), 1U) << "it is nobody else's";
  broker.next_answer = {false, false, error_code::log_unavailable, "", ""};
  EXPECT_EQ(ask(form_post("/webhooks/voice/telephone/receipt/A99001", call_key)).status, 503);
}

TEST_F(endpoint_webhook_types, a_call_is_told_of_with_a_password_and_as_a_form) {
  EXPECT_EQ(ask(form_post("/webhooks/voice/telephone/receipt", call_status, "")).status, 401);
  EXPECT_EQ(ask(form_post("/webhooks/voice/notify/receipt", call_status)).status, 403);
  EXPECT_EQ(ask(json("/webhooks/voice/telephone/receipt", "{}", right_login)).status, 415);
  EXPECT_EQ(ask(form_post("/webhooks/voice/telephone/receipt", "CallId=c1")).status, 400);
}

} // namespace
} // namespace tidings::web
