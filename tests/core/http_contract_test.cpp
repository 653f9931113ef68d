// A provider described in the configuration: what is asked, and that no answer is taken for surer than it is.
#include "actors/provider/contract/contract_provider.hpp"

#include "actors/provider/contract/answer.hpp"
#include "actors/provider/contract/placeholders.hpp"
#include "schemas/providers/http_contract.hpp"

#include <gtest/gtest.h>

namespace tidings {
namespace {

const message_id message = id_from_name<message_id>("test", "message");
const std::string reference = to_text(message);

/// Answers `0 001 OK`, then `Message-ID: …`.
http_contract worded() {
  http_contract out;
  out.auth = {"basic", secret_text("us er"), secret_text("p:w"), ""};
  out.send.url = "https://sms.example/send?for=((sender))";
  out.send.form = {{"to", "((to))"}, {"text", "((text))"}, {"id", "((reference))"}, {"back", "((receipt_url))"}};
  out.send.headers = {{"X-Reference", "((reference))"}};
  out.accepted.statuses = {200};
  out.accepted.match = "^(0) ";
  out.accepted.equals = "0";
  out.id.match = "Message-ID: (\\S+)";
  out.code.match = "^\\d+ (\\d+)";
  out.codes = {{"001", attempt_result::sent},
               {"104", attempt_result::permanent},
               {"105", attempt_result::retry},
               {"106", attempt_result::configuration},
               {"107", attempt_result::unknown}};
  out.statuses = {{400, attempt_result::permanent}, {503, attempt_result::retry}};
  return out;
}
provider_settings account(http_contract contract) {
  provider_settings out;
  out.id = provider_id("gateway");
  out.type = "http";
  out.receipt_url = "https://tidings.example/webhooks/http/gateway/receipt";
  out.webhook_user = secret_text("gate");
  out.webhook_password = secret_text("o&pen");
  out.ca_file = "ca.pem";
  out.proxy = "http://proxy:3128";
  out.timeout = millis(7'000);
  out.contract = std::make_shared<const http_contract>(std::move(contract));
  return out;
}
outbound one() {
  return {*practice_id::parse("A99001"),  message,  2, secret_text("447700900123"),
          secret_text("Zoë & \"é\"\n+€"), "River 1"};
}
http_request asked(const http_contract& contract) {
  const auto request = contract::make(account(contract))->send_request(one(), timestamp{});
  EXPECT_TRUE(request);
  return request.value_or(http_request{});
}
bool has_header(const http_request& request, const std::string& line) {
  return std::find(request.headers.begin(), request.headers.end(), line) != request.headers.end();
}

TEST(contract_placeholders, are_names_in_two_brackets_and_nothing_else) {
  const auto value = [](std::string_view name) { return "<" + std::string(name) + ">"; };
  const auto same = [](std::string_view text) { return std::string(text); };
  for (const auto& [text, wanted] :
       std::initializer_list<std::pair<std::string, std::string>>{{"((to))", "<to>"},
                                                                  {"a((to))b((text))c", "a<to>b<text>c"},
                                                                  {"(((to)))", "(<to>)"},
                                                                  {"(())", "(())"},
                                                                  {"((to)", "((to)"},
                                                                  {"((to", "((to"},
                                                                  {"(( to))", "< to>"},
                                                                  {"((a(b))", "((a(b))"},
                                                                  {"", ""}})
    EXPECT_EQ(contract::filled(text, value, same), wanted) << text;
}

TEST(contract_request, has_each_value_encoded_for_its_place) {
  const auto request = asked(worded());
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://sms.example/send?for=River%201");
  EXPECT_EQ(request.body, "to=447700900123&text=Zo%C3%AB%20%26%20%22%C3%A9%22%0A%2B%E2%82%AC&id=" + reference +
                              "&back=https%3A%2F%2Fgate%3Ao%2526pen%40tidings.example%2Fwebhooks%2Fhttp%2Fgateway%2F"
                              "receipt%2FA99001");
  EXPECT_TRUE(has_header(request, "Content-Type: application/x-www-form-urlencoded"));
  EXPECT_TRUE(has_header(request, "X-Reference: " + reference));
  EXPECT_TRUE(has_header(request, "Authorization: Basic dXMgZXI6cDp3"));
  EXPECT_EQ(request.ca_file, "ca.pem");
  EXPECT_EQ(request.proxy, "http://proxy:3128");
  EXPECT_EQ(request.timeout, millis(7'000));
}

TEST(contract_request, fills_in_json_inside_of_its_texts) {
  auto contract = worded();
  contract.send.form.clear();
  contract.send.json =
      R"x({"type":"sms","to":["((to_plus))"],"text":"> ((text))","keep":1,"deep":{"id":"((reference))"}})x";
  contract.auth = {"bearer", {}, secret_text("t0ken"), ""};
  const auto request = asked(contract);
  EXPECT_EQ(request.body, R"({"type":"sms","to":["+447700900123"],"text":"> Zoë & \"é\"\n+€","keep":1,"deep":{"id":")" +
                              reference + "\"}}");
  EXPECT_TRUE(has_header(request, "Content-Type: application/json"));
  EXPECT_TRUE(has_header(request, "Authorization: Bearer t0ken"));
}

TEST(contract_request, can_be_a_get_with_everything_in_its_query) {
  auto contract = worded();
  contract.send = {};
  contract.send.method = "GET";
  contract.send.url = "https://sms.example/((to_national))/send";
  contract.send.query = {{"m sg", "((text))"}};
  contract.auth = {"query", {}, secret_text("k&y"), "api key"};
  contract.webhooks = {"query", "tok"};
  auto request = asked(contract);
  EXPECT_EQ(request.url,
            "https://sms.example/07700900123/send?m%20sg=Zo%C3%AB%20%26%20%22%C3%A9%22%0A%2B%E2%82%AC&api%20key=k%26y");
  EXPECT_EQ(request.body, "");
  contract.auth = {"header", {}, secret_text("k&y"), "X-Api-Key"};
  contract.send.query = {{"back", "((receipt_url))"}};
  request = asked(contract);
  EXPECT_TRUE(has_header(request, "X-Api-Key: k&y"));
  EXPECT_EQ(request.url, "https://sms.example/07700900123/send?back=https%3A%2F%2Ftidings.example%2Fwebhooks%2Fhttp%2F"
                         "gateway%2Freceipt%2FA99001%3Ftok%3Do%2526pen");
}

TEST(contract_request, lets_no_sender_begin_a_header_of_its_own) {
  auto contract = worded();
  contract.send.headers = {{"X-From", "((sender))"}};
  auto what = one();
  what.sender = "River\r\nX-Evil: 1";
  const auto request = contract::make(account(contract))->send_request(what, timestamp{});
  EXPECT_TRUE(has_header(*request, "X-From: RiverX-Evil: 1"));
}

struct answer_case {
  int status;
  std::string body;
  attempt_result result;
  std::string code;
};
class contract_answer : public ::testing::TestWithParam<answer_case> {};
TEST_P(contract_answer, to_a_message_is_never_surer_than_it_can_be) {
  const auto& [status, body, result, code] = GetParam();
  const auto got =
      contract::make(account(worded()))->read_send(one(), http_response{status, "", body, 7, {}}, timestamp{});
  EXPECT_EQ(got.result, result) << status << " " << body << ": " << got.detail;
  EXPECT_EQ(got.code, code) << body;
  EXPECT_EQ(got.message, message);
  EXPECT_EQ(got.attempt, 2U);
  EXPECT_EQ(got.retry_after_s, 7U);
  EXPECT_EQ(got.provider_reference, result == attempt_result::sent ? "12-34" : "");
}
constexpr auto sent = attempt_result::sent, retry = attempt_result::retry, permanent = attempt_result::permanent,
               configuration = attempt_result::configuration, unknown = attempt_result::unknown;
const std::string id_line = "\r\nMessage-ID: 12-34\r\n";
INSTANTIATE_TEST_SUITE_P(
    table, contract_answer,
    ::testing::Values(
        answer_case{200, "0 001 OK" + id_line, sent, "001"}, answer_case{200, "0 999 new" + id_line, sent, "999"},
        answer_case{200, "0 001 OK", unknown, "001"}, answer_case{201, "0 001 OK" + id_line, unknown, "001"},
        answer_case{500, "0 001 OK" + id_line, unknown, "001"}, answer_case{200, "1 001 no" + id_line, unknown, "001"},
        answer_case{200, "1 104 no", permanent, "104"}, answer_case{200, "0 104 odd" + id_line, permanent, "104"},
        answer_case{200, "1 105 busy", retry, "105"}, answer_case{200, "1 106 key", configuration, "106"},
        answer_case{200, "1 107 what", unknown, "107"}, answer_case{200, "1 108 new", unknown, "108"},
        answer_case{200, "1 447700900123 no", unknown, "HTTP 200"}, answer_case{429, "1 104 slow", retry, "104"},
        answer_case{429, "1 106 key", configuration, "106"}, answer_case{200, "", unknown, "HTTP 200"},
        answer_case{200, "<html>Sign in</html>", unknown, "HTTP 200"}, answer_case{400, "", permanent, "HTTP 400"},
        answer_case{503, "", retry, "HTTP 503"}, answer_case{500, "", unknown, "HTTP 500"},
        answer_case{422, "", unknown, "HTTP 422"}, answer_case{401, "", configuration, "HTTP 401"},
        answer_case{403, "", configuration, "HTTP 403"}, answer_case{404, "", configuration, "HTTP 404"},
        answer_case{302, "", configuration, "HTTP 302"}, answer_case{407, "", configuration, "HTTP 407"},
        answer_case{429, "", retry, "HTTP 429"}, answer_case{408, "", unknown, "HTTP 408"}));

TEST(contract_answers, may_tell_the_id_in_a_header_or_in_json) {
  http_contract contract;
  contract.send.url = "https://sms.example/send";
  contract.id.header = "location";
  http_response answer{201, "", "", 0, {}, {{"location", "https://sms.example/messages/77/"}}};
  auto got = contract::make(account(contract))->read_send(one(), answer, timestamp{});
  EXPECT_EQ(got.result, sent);
  EXPECT_EQ(got.provider_reference, "77");
  answer.headers.clear();
  EXPECT_EQ(contract::make(account(contract))->read_send(one(), answer, timestamp{}).result, unknown);
  contract.id = {};
  contract.id.pointer = "/messages/0/id";
  answer.body = R"({"messages":[{"id":78}]})";
  got = contract::make(account(contract))->read_send(one(), answer, timestamp{});
  EXPECT_EQ(got.result, sent);
  EXPECT_EQ(got.provider_reference, "78");
  answer.body = R"({"messages":[{"id":78})";
  EXPECT_EQ(contract::make(account(contract))->read_send(one(), answer, timestamp{}).result, unknown)
      << "it breaks off";
}

TEST(contract_answers, are_searched_for_a_bounded_time) {
  http_contract contract;
  contract.send.url = "https://sms.example/send";
  contract.accepted.match = "^(a+)+$";
  for (const auto& body : {std::string(4'000, 'a') + "!", std::string(200'000, 'a')})
    EXPECT_EQ(
        contract::make(account(contract))->read_send(one(), http_response{200, "", body, 0, {}}, timestamp{}).result,
        unknown);
  EXPECT_EQ(contract::trouble_with("^(a+)+$"), "");
  EXPECT_NE(contract::trouble_with("(a"), "");
}

http_contract asking() {
  auto out = worded();
  out.look_up.ask.url = "https://sms.example/look?id=((reference))";
  out.look_up.ask.method = "GET";
  out.look_up.seen.pointer = "/message/client";
  out.look_up.seen.equals = "((reference))";
  out.look_up.never_seen.statuses = {200, 404};
  out.look_up.never_seen.pointer = "/error";
  out.look_up.never_seen.equals = "no such message";
  out.look_up.status.pointer = "/message/state";
  out.receipt.statuses = {{"Blocked", receipt_status::permanent_failure}};
  return out;
}

struct look_up_case {
  int status;
  std::string body;
  look_up_finding finding;
  std::optional<receipt_status> receipt;
};
class contract_look_up_answer : public ::testing::TestWithParam<look_up_case> {};
TEST_P(contract_look_up_answer, is_read) {
  const auto& [status, body, finding, receipt] = GetParam();
  const auto found =
      contract::make(account(asking()))->read_look_up(message, 2, http_response{status, "", body, 0, {}});
  EXPECT_EQ(found.what.finding, finding) << body << ": " << found.what.detail;
  ASSERT_EQ(found.receipt.has_value(), receipt.has_value()) << body;
  if (!receipt) return;
  EXPECT_EQ(found.receipt->status, *receipt) << body;
}
std::string state(const std::string& word, const std::string& client = reference) {
  return R"({"message":{"client":")" + client + R"(","state":")" + word + "\"}}";
}
constexpr auto seen = look_up_finding::seen, never_seen = look_up_finding::never_seen,
               unsure = look_up_finding::unknown;
INSTANTIATE_TEST_SUITE_P(
    table, contract_look_up_answer,
    ::testing::Values(look_up_case{200, state("DELIVRD"), seen, receipt_status::delivered},
                      look_up_case{200, state("blocked"), seen, receipt_status::permanent_failure},
                      look_up_case{200, state("something"), seen, receipt_status::pending},
                      look_up_case{200, state(""), seen, {}},
                      look_up_case{200, state("DELIVRD", "another"), unsure, {}},
                      look_up_case{404, R"({"error":"no such message"})", never_seen, {}},
                      look_up_case{200, R"({"error":"no such message"})", never_seen, {}},
                      look_up_case{500, R"({"error":"no such message"})", unsure, {}},
                      look_up_case{404, R"({"error":"no such page"})", unsure, {}},
                      look_up_case{404, "<html/>", unsure, {}}, look_up_case{200, "", unsure, {}},
                      look_up_case{200, R"({"error":"no such message",)" + state("DELIVRD").substr(1), unsure, {}}));

TEST(contract_look_up, is_asked_by_reference_or_not_at_all) {
  const auto request = contract::make(account(asking()))->look_up_request(message, timestamp{});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->url, "https://sms.example/look?id=" + reference);
  EXPECT_EQ(request->method, "GET");
  EXPECT_FALSE(contract::make(account(worded()))->look_up_request(message, timestamp{}));
}

TEST(contract_look_up, without_a_proof_never_says_that_it_was_not_there) {
  auto contract = asking();
  contract.look_up.never_seen = {};
  const auto how = contract::make(account(contract));
  EXPECT_EQ(how->read_look_up(message, 1, http_response{200, "", "{}", 0, {}}).what.finding, unsure);
  const http_outcome failed = tl::unexpected(http_failure{true, "why", {}});
  EXPECT_EQ(how->read_look_up(message, 1, failed).what.finding, unsure);
  EXPECT_EQ(how->read_send(one(), failed, timestamp{}).result, retry);
}

} // namespace
} // namespace tidings
