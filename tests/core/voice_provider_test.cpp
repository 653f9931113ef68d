// Telephones: what is asked of the provider, what is read out, and that no answer is taken for surer than it is.
#include "actors/provider/voice/voice_provider.hpp"

#include "actors/provider/voice/script.hpp"
#include "actors/receipt/voice_receipt.hpp"
#include "schemas/providers/voice_account.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {
using ::testing::HasSubstr;

const message_id message = *parse_id<message_id>("00112233-4455-6677-8899-aabbccddeeff");
const std::string reference = "00112233-4455-6677-8899-aabbccddeeff";
const timestamp now = from_ms(1'774'864'923'456);
const provider_id id("telephone");

provider_settings account() {
  provider_settings out;
  out.id = id;
  out.type = "voice";
  out.url = "https://calls.example/v1/";
  out.api_key = secret_text("key");
  out.receipt_url = "https://tidings.example/webhooks/voice/telephone/receipt";
  out.webhook_user = secret_text("us");
  out.webhook_password = secret_text("open sesame");
  out.voice = std::make_shared<const voice_account>(voice_account{.account = "practice", .from = "441632960001"});
  return out;
}
outbound one(question_kind question = question_kind::confirm_cancel) {
  return {*practice_id::parse("A99001"),         message,        2,       secret_text("441632960123"),
          secret_text("Hello <Zoë> & \"all\"."), "Demo Surgery", question};
}

TEST(a_call, is_asked_for_with_a_script_that_is_read_twice) {
  const auto asked = voice::make(account())->send_request(one(), now);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->method, "POST");
  EXPECT_EQ(asked->url, "https://calls.example/v1/calls");
  EXPECT_THAT(asked->headers, ::testing::Contains("Authorization: Basic cHJhY3RpY2U6a2V5"));
  EXPECT_THAT(asked->body, HasSubstr("To=%2B441632960123&From=%2B441632960001&Reference=" + reference + "&Script="));
  EXPECT_THAT(asked->body, HasSubstr("&Ring=30&Callback=https%3A%2F%2Fus%3Aopen%2520sesame%40tidings.example%2F"
                                     "webhooks%2Fvoice%2Ftelephone%2Freceipt%2FA99001"));
}

TEST(a_script, offers_the_keys_of_its_question_and_escapes_what_is_read) {
  const auto script =
      voice::script({"Hello <Zoë> & \"all\".", question_kind::confirm_cancel, "en-GB", "https://a/?b=1&c=2", 8});
  const std::string gather = "<Gather numDigits=\"1\" timeout=\"8\" action=\"https://a/?b=1&amp;c=2\">"
                             "<Say language=\"en-GB\">Hello &lt;Zoë&gt; &amp; &quot;all&quot;. "
                             "Press 1 to confirm, 2 to cancel, or 9 for no more calls.</Say></Gather>";
  EXPECT_EQ(script, "<Response>" + gather + gather + "<Say language=\"en-GB\">Goodbye.</Say></Response>");
  EXPECT_EQ(voice::keys_offered(question_kind::confirm_only), "Press 1 to confirm, or 9 for no more calls.");
  EXPECT_EQ(voice::keys_offered(question_kind::cancel_only), "Press 2 to cancel, or 9 for no more calls.");
  EXPECT_EQ(
      voice::keys_offered(question_kind::fft),
      "Press 1 for very good, 2 for good, 3 for neither good nor poor, 4 for poor, 5 for very poor, 6 if you don't "
      "know, or 9 for no more calls.");
  EXPECT_EQ(voice::keys_offered(question_kind::none), "Press 9 for no more calls.");
}

TEST(a_script, offers_no_keys_when_nobody_would_hear_of_them) {
  const auto script = voice::script({"Hi.", question_kind::confirm_cancel, "cy-GB", "", 8});
  EXPECT_EQ(script, "<Response><Say language=\"cy-GB\">Hi.</Say><Say language=\"cy-GB\">Hi.</Say>"
                    "<Say language=\"cy-GB\">Goodbye.</Say></Response>");
}

struct answered {
  int status;
  std::string body;
  attempt_result result;
  std::string code;
};
TEST(an_answer_to_a_call, means) {
  using enum attempt_result;
  const auto error = [](const std::string& code) { return R"({"error":{"code":")" + code + R"(","message":"m"}})"; };
  const answered cases[] = {
      {201, R"({"id":"c1","reference":")" + reference + R"(","status":"queued"})", sent, "queued"},
      {200, R"({"id":"c1","reference":")" + reference + R"(","status":"queued"})", unknown, "HTTP 200"},
      {201, R"({"id":"","reference":")" + reference + R"("})", unknown, "HTTP 201"},
      {201, R"({"id":"c1","reference":"another"})", unknown, "HTTP 201"},
      {201, R"({"id":"c1"})", unknown, "HTTP 201"},
      {201, "<html>", unknown, "HTTP 201"},
      {302, "", configuration, "HTTP 302"},
      {400, error("bad_to"), permanent, "bad_to"},
      {400, error("bad_script"), permanent, "bad_script"},
      {400, error("bad_from"), configuration, "bad_from"},
      {400, error("something new"), configuration, "something new"},
      {400, "", configuration, "HTTP 400"},
      {401, "", configuration, "HTTP 401"},
      {402, error(""), configuration, "HTTP 402"},
      {403, "", configuration, "HTTP 403"},
      {404, "", configuration, "HTTP 404"},
      {408, "", unknown, "HTTP 408"},
      {429, "", retry, "HTTP 429"},
      {500, error("bad_to"), unknown, "bad_to"},
      {503, "", unknown, "HTTP 503"},
  };
  for (const auto& each : cases) {
    const auto got = voice::make(account())->read_send(one(), http_response{each.status, "", each.body, 7, {}}, now);
    EXPECT_EQ(got.result, each.result) << each.status << each.body;
    EXPECT_EQ(got.code, each.code) << each.status << each.body;
    EXPECT_EQ(got.attempt, 2U);
    EXPECT_EQ(got.retry_after_s, 7U);
  }
  const auto how = voice::make(account());
  EXPECT_EQ(how->read_send(one(), tl::unexpected(http_failure{true, "refused", {}}), now).result, retry);
  EXPECT_EQ(how->read_send(one(), tl::unexpected(http_failure{false, "silence", {}}), now).result, unknown);
}

TEST(a_look_up_of_a_call, finds_it_by_our_reference_or_says_for_certain_that_it_never_was) {
  const auto how = voice::make(account());
  const auto asked = how->look_up_request(message, now);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->method, "GET");
  EXPECT_EQ(asked->url, "https://calls.example/v1/calls?Reference=" + reference);
  const auto look = [&](int status, const std::string& body) {
    return how->read_look_up(message, 2, http_response{status, "", body, 0, {}});
  };
  const auto row = [](const std::string& of, const std::string& status) {
    return R"({"id":"c","reference":")" + of + R"(","status":")" + status + R"(","updated_at":"2026-03-30T10:02:03Z"})";
  };
  const auto seen = look(200, R"({"calls":[)" + row(reference, "no-answer") + "," + row(reference, "completed") + "]}");
  EXPECT_EQ(seen.what.finding, look_up_finding::seen);
  ASSERT_TRUE(seen.receipt);
  EXPECT_EQ(seen.receipt->status, receipt_status::temporary_failure) << "the newest";
  EXPECT_EQ(seen.receipt->provider, id);
  EXPECT_EQ(to_ms(seen.receipt->reported_at), 1'774'864'923'000);
  EXPECT_FALSE(look(200, R"({"calls":[)" + row(reference, "something new") + "]}").receipt);
  EXPECT_EQ(look(200, R"({"calls":[]})").what.finding, look_up_finding::never_seen);
  for (const auto* body : {"", "[]", "{}", R"({"calls":{}})", R"({"calls":[1]})"})
    EXPECT_EQ(look(200, body).what.finding, look_up_finding::unknown) << body;
  EXPECT_EQ(look(200, R"({"calls":[)" + row("another", "completed") + "]}").what.finding, look_up_finding::unknown);
  EXPECT_EQ(look(404, R"({"calls":[]})").what.finding, look_up_finding::unknown);
}

// -- what it posts ----

form_fields posted(const std::string& status) {
  return {{"CallId", "c1"}, {"Reference", reference}, {"CallStatus", status}, {"Timestamp", "2026-03-30T10:02:03Z"}};
}

TEST(a_calls_status, is_a_receipt) {
  using enum receipt_status;
  const std::pair<const char*, receipt_status> cases[] = {
      {"queued", pending},           {"ringing", pending},           {"in-progress", pending},
      {"completed", delivered},      {"busy", temporary_failure},    {"no-answer", temporary_failure},
      {"failed", permanent_failure}, {"canceled", technical_failure}};
  for (const auto& [word, status] : cases) {
    const auto read = read_voice_post(id, posted(word), now);
    ASSERT_TRUE(read) << word;
    const auto& got = std::get<receipt_arrived>(*read);
    EXPECT_EQ(got.message, message);
    EXPECT_EQ(got.provider, id);
    EXPECT_EQ(got.status, status) << word;
    EXPECT_EQ(got.code, word);
    EXPECT_EQ(to_ms(got.reported_at), 1'774'864'923'000);
  }
}

TEST(a_key, is_a_reply_to_its_own_call_and_the_same_one_however_often_it_is_posted) {
  auto fields = posted("in-progress");
  fields["Digits"] = "2";
  fields["To"] = "+441632960123";
  const auto first = read_voice_post(id, fields, now);
  ASSERT_TRUE(first);
  const auto& key = std::get<reply_arrived>(*first);
  EXPECT_EQ(key.by, channel::voice);
  EXPECT_EQ(key.answers, message);
  EXPECT_EQ(key.text.reveal(), "2");
  EXPECT_EQ(key.from.reveal(), "+441632960123");
  fields["Timestamp"] = "2026-03-30T10:02:09Z";
  EXPECT_EQ(std::get<reply_arrived>(*read_voice_post(id, fields, now)).reply, key.reply);
  fields["Digits"] = "1";
  EXPECT_NE(std::get<reply_arrived>(*read_voice_post(id, fields, now)).reply, key.reply);
}

TEST(a_post_about_a_call, that_lacks_something_is_refused_and_that_is_not_ours_is_nothing) {
  for (const auto* name : {"Reference", "CallId", "CallStatus"}) {
    auto fields = posted("completed");
    fields.erase(name);
    EXPECT_FALSE(read_voice_post(id, fields, now)) << name;
  }
  EXPECT_FALSE(read_voice_post(id, posted("something new"), now));
  auto fields = posted("completed");
  fields["Digits"] = std::string(17, '1');
  EXPECT_FALSE(read_voice_post(id, fields, now));
  fields = posted("completed");
  fields["Reference"] = "theirs";
  EXPECT_TRUE(std::holds_alternative<std::monostate>(*read_voice_post(id, fields, now)));
  fields = posted("completed");
  fields.erase("Timestamp");
  EXPECT_EQ(std::get<receipt_arrived>(*read_voice_post(id, fields, now)).reported_at, now);
}

} // namespace
} // namespace tidings
