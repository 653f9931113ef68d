// GOV.UK Notify as a provider: what is asked, and that no answer is taken for surer than it is.
#include "actors/provider/notify/notify_provider.hpp"

#include "actors/provider/notify/token.hpp"
#include "schemas/providers/notify_account.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tidings {
namespace {

constexpr std::string_view service = "26785a09-ab16-4eb0-8407-a37497a57506";
constexpr std::string_view secret = "3d844edf-8d35-48ac-975b-e847b4f122b0";
const message_id message = id_from_name<message_id>("test", "message");
const timestamp now = from_ms(1'774'864'923'456); // 2026-03-30 10:02:03 UTC

provider_settings account() {
  provider_settings out;
  out.id = provider_id("notify-main");
  out.type = "notify";
  out.url = "https://notify.example/";
  out.api_key = secret_text("our-key-" + std::string(service) + "-" + std::string(secret));
  out.ca_file = "ca.pem";
  out.timeout = millis(7'000);
  notify_account options;
  options.template_id = "f33517ff-2a88-4f6e-b855-c550268ce08a";
  out.notify = std::make_shared<const notify_account>(options);
  return out;
}
outbound one() {
  return {*practice_id::parse("A99001"),
          message,
          2,
          secret_text("447700900123"),
          secret_text("Zoë \"quotes\" \\ ((x)) €"),
          "Riverside"};
}
attempt_outcome outcome_of(int status, const std::string& body, std::uint32_t retry_after_s = 0) {
  return notify::make(account())->read_send(one(), http_response{status, "", body, retry_after_s, {}}, now);
}
std::string error_body(int status, const std::string& kind, const std::string& text) {
  boost::json::object error{{"error", kind}, {"message", text}};
  return boost::json::serialize(boost::json::object{{"status_code", status}, {"errors", boost::json::array{error}}});
}

TEST(notify_api_key, is_taken_apart_from_its_end) {
  for (const std::string name : {"our-key-", "k-", ""}) {
    const auto key = notify::read_api_key(name + std::string(service) + "-" + std::string(secret));
    ASSERT_TRUE(key) << name;
    EXPECT_EQ(key->service, service);
    EXPECT_EQ(key->secret.reveal(), secret);
  }
  for (const std::string& text :
       {std::string(), std::string(secret), "k" + std::string(service) + "-" + std::string(secret),
        "k-" + std::string(service) + "-" + std::string(secret) + "x",
        "k-" + std::string(service) + "_" + std::string(secret), "k-" + std::string(73, 'a')})
    EXPECT_FALSE(notify::read_api_key(text)) << text.size();
}

// Made with another implementation of HMAC-SHA256 and base64url.
TEST(notify_token, is_what_any_other_signer_makes) {
  EXPECT_EQ(notify::token({std::string(service), secret_text(std::string(secret))}, now),
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."
            "eyJpc3MiOiIyNjc4NWEwOS1hYjE2LTRlYjAtODQwNy1hMzc0OTdhNTc1MDYiLCJpYXQiOjE3NzQ4NjQ5MjN9."
            "payUtPXoECnNz_2-ID88CTaY8prHp0gRfcZTQJEK05w");
}

TEST(notify_send, asks_with_the_whole_text_as_one_placeholder) {
  const auto request = notify::make(account())->send_request(one(), now);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method, "POST");
  EXPECT_EQ(request->url, "https://notify.example/v2/notifications/sms");
  EXPECT_EQ(request->ca_file, "ca.pem");
  EXPECT_EQ(request->timeout, millis(7'000));
  ASSERT_FALSE(request->headers.empty());
  EXPECT_TRUE(request->headers[0].starts_with("Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."));
  const auto body = boost::json::parse(request->body).as_object();
  EXPECT_EQ(body.at("phone_number").as_string(), "447700900123");
  EXPECT_EQ(body.at("template_id").as_string(), "f33517ff-2a88-4f6e-b855-c550268ce08a");
  EXPECT_EQ(body.at("reference").as_string(), to_text(message));
  EXPECT_EQ(body.at("personalisation").as_object().at("message").as_string(), one().text.reveal());
  EXPECT_EQ(body.size(), 4U) << "Notify refuses what it doesn't know";
  auto other = account();
  notify_account options = *other.notify;
  options.placeholder = "Whole text";
  options.sms_sender_id = "8e222534-7f05-4972-86e3-17c5d9f894e2";
  other.notify = std::make_shared<const notify_account>(options);
  const auto with = boost::json::parse(notify::make(other)->send_request(one(), now)->body).as_object();
  EXPECT_TRUE(with.at("personalisation").as_object().contains("Whole text"));
  EXPECT_EQ(with.at("sms_sender_id").as_string(), options.sms_sender_id);
}

std::string taken(const std::string& reference = to_text(message)) {
  return R"({"id":"740e5834-3a29-46b4-9a6f-16142fde533a","reference":")" + reference +
         R"(","content":{"body":"x","from_number":"GOVUK"},"uri":"u","template":{"id":"i","version":1,"uri":"u"}})";
}

struct answer_case {
  int status;
  std::string body;
  attempt_result result;
};
class notify_answer : public ::testing::TestWithParam<answer_case> {};
TEST_P(notify_answer, to_a_message_is_never_surer_than_it_can_be) {
  const auto& [status, body, result] = GetParam();
  const auto got = outcome_of(status, body);
  EXPECT_EQ(got.result, result) << status << " " << body << ": " << got.detail;
  EXPECT_EQ(got.message, message);
  EXPECT_EQ(got.attempt, 2U);
  EXPECT_FALSE(got.detail.empty());
  EXPECT_EQ(got.detail.find("447700900123"), std::string::npos);
  EXPECT_EQ(got.provider_reference.empty(), result != attempt_result::sent);
}
constexpr auto sent = attempt_result::sent, retry = attempt_result::retry, permanent = attempt_result::permanent,
               configuration = attempt_result::configuration, unknown = attempt_result::unknown;
answer_case bad(const std::string& kind, const std::string& text, attempt_result result) {
  return {400, error_body(400, kind, text), result};
}
INSTANTIATE_TEST_SUITE_P(
    table, notify_answer,
    ::testing::Values(
        answer_case{201, taken(), sent}, answer_case{200, taken(), sent}, answer_case{201, taken(""), sent},
        answer_case{201, taken("somebody-else"), unknown}, answer_case{201, "", unknown},
        answer_case{201, R"({"id":"x"})", unknown}, answer_case{201, taken().substr(0, 60), unknown},
        answer_case{200, "<html>Sign in</html>", unknown},
        bad("ValidationError", "phone_number Not enough digits", permanent),
        bad("ValidationError", "phone_number Too many digits", permanent),
        bad("ValidationError", "template_id is not a valid UUID", configuration),
        bad("ValidationError", "reference 447700900123 is too long", configuration),
        bad("InvalidPhoneError", "Not a UK mobile number", permanent),
        bad("InvalidPhoneError", "something new", permanent),
        bad("BadRequestError", "Template not found", configuration),
        bad("BadRequestError", "Template has been deleted", configuration),
        bad("BadRequestError", "email template is not suitable for sms notification", configuration),
        bad("BadRequestError", "Missing personalisation: name", configuration),
        bad("BadRequestError",
            "Your message is too long. Text messages cannot be longer than 918 characters. Your message is 999 "
            "characters "
            "long.",
            permanent),
        bad("BadRequestError", "Your message is empty.", permanent),
        bad("BadRequestError", "Can\u2019t send to this recipient using a team-only API key", configuration),
        bad("BadRequestError", "Can\u2019t send to this recipient when service is in trial mode – see https://x",
            configuration),
        bad("BadRequestError", "Cannot send to international mobile numbers", permanent),
        bad("BadRequestError", "sms_sender_id 1 does not exist in database for service id 2", configuration),
        bad("BadRequestError", "Service is not allowed to send text messages", configuration),
        bad("BadRequestError", "Invalid JSON supplied in POST data", configuration),
        answer_case{400, "<html/>", unknown},
        answer_case{401, error_body(401, "AuthError", "Unauthorized: authentication token must be provided"),
                    configuration},
        answer_case{403, error_body(403, "AuthError", "Invalid token: API key revoked"), configuration},
        answer_case{403, "<html/>", configuration}, answer_case{404, "", configuration},
        answer_case{302, "", configuration}, answer_case{407, "", configuration},
        answer_case{429, error_body(429, "RateLimitError", "Exceeded"), retry}, answer_case{429, "", retry},
        answer_case{500, error_body(500, "Exception", "Internal server error"), unknown},
        answer_case{503, taken(), unknown}, answer_case{504, error_body(504, "EventletTimeout", "Timeout"), unknown}));

TEST(notify_send, tells_that_the_clock_is_wrong) {
  const auto got =
      outcome_of(403, error_body(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"));
  EXPECT_EQ(got.result, configuration);
  EXPECT_NE(got.detail.find("clock"), std::string::npos);
}

TEST(notify_send, waits_for_a_new_day_when_the_service_has_sent_all_it_may) {
  const auto got =
      outcome_of(429, error_body(429, "TooManyRequestsError", "Exceeded send limits (sms: 50) for today"), 1);
  EXPECT_EQ(got.result, retry);
  EXPECT_EQ(got.retry_after_s, 13U * 3'600 + 57 * 60 + 57) << "from 10:02:03 to midnight, UTC";
  EXPECT_EQ(outcome_of(429, "", 17).retry_after_s, 17U);
}

TEST(notify_send, is_worth_another_try_only_when_nothing_was_sent) {
  const auto how = notify::make(account());
  for (const bool never_left : {true, false}) {
    const http_outcome failed = tl::unexpected(http_failure{never_left, "why", {}});
    EXPECT_EQ(how->read_send(one(), failed, now).result, never_left ? retry : unknown);
    EXPECT_EQ(how->read_look_up(message, 1, failed).what.finding, look_up_finding::unknown);
  }
}

TEST(notify_look_up, asks_by_reference) {
  const auto request = notify::make(account())->look_up_request(message, now);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method, "GET");
  EXPECT_EQ(request->url, "https://notify.example/v2/notifications?reference=" + to_text(message));
  EXPECT_EQ(request->body, "");
}

std::string listed(const std::string& status, const std::string& reference = to_text(message)) {
  return R"({"notifications":[{"id":"1","reference":")" + reference + R"(","phone_number":"447700900123","status":")" +
         status + R"(","completed_at":"2026-03-30T10:02:03.123456Z"}],"links":{"current":"c","next":"n"}})";
}
struct look_up_case {
  int status;
  std::string body;
  look_up_finding finding;
  std::optional<receipt_status> receipt;
};
class notify_look_up_answer : public ::testing::TestWithParam<look_up_case> {};
TEST_P(notify_look_up_answer, is_read) {
  const auto& [status, body, finding, receipt] = GetParam();
  const auto found = notify::make(account())->read_look_up(message, 2, http_response{status, "", body, 0, {}});
  EXPECT_EQ(found.what.finding, finding) << body << ": " << found.what.detail;
  ASSERT_EQ(found.receipt.has_value(), receipt.has_value()) << body;
  if (!receipt) return;
  EXPECT_EQ(found.receipt->status, *receipt) << body;
  EXPECT_EQ(found.receipt->provider.value, "notify-main");
  EXPECT_EQ(to_ms(found.receipt->reported_at), 1'774'864'923'000);
}
constexpr auto seen = look_up_finding::seen, never_seen = look_up_finding::never_seen,
               unsure = look_up_finding::unknown;
INSTANTIATE_TEST_SUITE_P(
    table, notify_look_up_answer,
    ::testing::Values(look_up_case{200, listed("created"), seen, receipt_status::pending},
                      look_up_case{200, listed("sending"), seen, receipt_status::pending},
                      look_up_case{200, listed("delivered"), seen, receipt_status::delivered},
                      look_up_case{200, listed("permanent-failure"), seen, receipt_status::permanent_failure},
                      look_up_case{200, listed("temporary-failure"), seen, receipt_status::temporary_failure},
                      look_up_case{200, listed("technical-failure"), seen, receipt_status::technical_failure},
                      look_up_case{200, listed("something-new"), seen, {}},
                      look_up_case{200, listed("delivered", "somebody-else"), unsure, {}},
                      look_up_case{200, R"({"notifications":[],"links":{"current":"c"}})", never_seen, {}},
                      look_up_case{200, R"({"notifications":[1]})", unsure, {}}, look_up_case{200, "{}", unsure, {}},
                      look_up_case{200, "<html/>", unsure, {}},
                      look_up_case{404, R"({"notifications":[]})", unsure, {}},
                      look_up_case{403, error_body(403, "AuthError", "x"), unsure, {}},
                      look_up_case{500, R"({"notifications":[]})", unsure, {}}));

} // namespace
} // namespace tidings
