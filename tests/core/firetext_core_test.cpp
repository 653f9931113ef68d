#include "actors/provider/firetext.hpp"

#include "actors/provider/firetext_answer.hpp"
#include "actors/provider/form.hpp"
#include "actors/provider/receipt_address.hpp"

#include <gtest/gtest.h>

#include <map>

namespace tidings {
namespace {
using namespace firetext;

const message_id message = id_from_name<message_id>("test", "message");

provider_settings account() {
  provider_settings out;
  out.id = provider_id("firetext-main");
  out.url = "https://www.example.com/api/";
  out.api_key = secret_text("k&y");
  out.receipt_url = "https://tidings.example.com:8443/hooks/firetext/receipt/";
  out.webhook_user = secret_text("fire:text");
  out.webhook_password = secret_text("p@ss/word");
  out.ca_file = "ca.pem";
  out.proxy = "http://proxy:3128";
  out.timeout = millis(7'000);
  return out;
}
outbound one() {
  return {*practice_id::parse("A99001"),    message,    2, secret_text("447700900123"),
          secret_text("Zoë: 9:10am & é+€"), "Riverside"};
}
std::map<std::string, std::string> fields_of(const std::string& body) {
  std::map<std::string, std::string> out;
  for (std::size_t at = 0; at < body.size();) {
    const auto end = std::min(body.find('&', at), body.size());
    const auto part = body.substr(at, end - at);
    const auto equals = part.find('=');
    std::string value;
    for (auto i = equals + 1; i < part.size(); ++i) {
      if (part[i] == '%')
        value += static_cast<char>(std::stoi(part.substr(i + 1, 2), nullptr, 16)), i += 2;
      else
        value += part[i];
    }
    out[part.substr(0, equals)] = value;
    at = end + 1;
  }
  return out;
}

TEST(firetext_send, asks_for_everything_in_one_form) {
  const auto request = send_request(account(), one());
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://www.example.com/api/sendsms/json");
  EXPECT_EQ(request.ca_file, "ca.pem");
  EXPECT_EQ(request.proxy, "http://proxy:3128");
  EXPECT_EQ(request.timeout, millis(7'000));
  const std::map<std::string, std::string> expected{
      {"apiKey", "k&y"},
      {"from", "Riverside"},
      {"to", "447700900123"},
      {"message", "Zoë: 9:10am & é+€"},
      {"reference", to_text(message)},
      {"receipt", "https://fire%3Atext:p%40ss%2Fword@tidings.example.com:8443/hooks/firetext/receipt/A99001"}};
  EXPECT_EQ(fields_of(request.body), expected);
  EXPECT_EQ(request.body.find('+'), std::string::npos) << "a blank or a plus that two sides may read differently";
}

TEST(firetext_send, says_that_a_text_is_beyond_gsm_where_the_account_wants_to_be_told) {
  auto told = account();
  told.unicode_parameter = "unicode=1";
  auto what = one();
  what.text = secret_text("José: 9:10am & é+€");
  EXPECT_FALSE(fields_of(send_request(told, what).body).contains("unicode"))
      << "every letter of it is of the GSM alphabet";
  what.text = secret_text("Dziękuję");
  EXPECT_EQ(fields_of(send_request(told, what).body)["unicode"], "1");
  EXPECT_EQ(fields_of(send_request(told, what).body)["message"], "Dziękuję");
  EXPECT_FALSE(fields_of(send_request(account(), what).body).contains("unicode"));
}

TEST(firetext_send, asks_for_no_receipts_without_an_address_for_them) {
  auto without = account();
  without.receipt_url.clear();
  EXPECT_FALSE(fields_of(send_request(without, one()).body).contains("receipt"));
  auto open = account();
  open.webhook_user = {};
  EXPECT_EQ(receipt_address(open, one().practice), "https://tidings.example.com:8443/hooks/firetext/receipt/A99001");
}

struct answer_case {
  int status;
  std::string body;
  attempt_result result;
  std::string code;
};
class firetext_answer_to_send : public ::testing::TestWithParam<answer_case> {};
TEST_P(firetext_answer_to_send, is_never_surer_than_it_can_be) {
  const auto& [status, body, result, code] = GetParam();
  const auto outcome = read_send(one(), http_response{status, "text/html", body, 0, {}});
  EXPECT_EQ(outcome.result, result) << status << " " << body << ": " << outcome.detail;
  EXPECT_EQ(outcome.code, code);
  EXPECT_EQ(outcome.message, message);
  EXPECT_EQ(outcome.attempt, 2U);
  EXPECT_FALSE(outcome.detail.empty());
}
std::string code_body(int code) {
  return "{\"code\":" + std::to_string(code) + ",\"description\":\"447700900123 said so\",\"responseData\":1}";
}
constexpr auto sent = attempt_result::sent, retry = attempt_result::retry, permanent = attempt_result::permanent,
               configuration = attempt_result::configuration, unknown = attempt_result::unknown;
INSTANTIATE_TEST_SUITE_P(
    table, firetext_answer_to_send,
    ::testing::Values(
        answer_case{200, code_body(0), sent, "0"}, answer_case{201, code_body(0), sent, "0"},
        answer_case{200, R"({"code":"0","description":"SMS successfully queued","responseData":"1"})", sent, "0"},
        answer_case{200, R"( {"code":0,"responseData":[{"x":1}],"more":{}} )", sent, "0"},
        answer_case{200, code_body(1), configuration, "1"}, answer_case{200, code_body(2), permanent, "2"},
        answer_case{200, code_body(3), permanent, "3"}, answer_case{200, code_body(4), permanent, "4"},
        answer_case{200, code_body(5), permanent, "5"}, answer_case{200, code_body(6), permanent, "6"},
        answer_case{200, code_body(7), configuration, "7"}, answer_case{200, code_body(8), permanent, "8"},
        answer_case{200, code_body(9), configuration, "9"}, answer_case{200, code_body(10), permanent, "10"},
        answer_case{200, code_body(11), permanent, "11"}, answer_case{200, code_body(12), unknown, "12"},
        answer_case{200, code_body(-1), unknown, "HTTP 200"}, answer_case{200, "", unknown, "HTTP 200"},
        answer_case{200, "<html>Welcome to the WiFi</html>", unknown, "HTTP 200"},
        answer_case{200, R"({"code":0)", unknown, "HTTP 200"},
        answer_case{200, R"({"code":null})", unknown, "HTTP 200"},
        answer_case{200, R"({"code":0.5})", unknown, "HTTP 200"}, answer_case{200, R"([0])", unknown, "HTTP 200"},
        answer_case{200, R"({"description":"ok"})", unknown, "HTTP 200"},
        answer_case{200, "0:1 queued", unknown, "HTTP 200"},
        answer_case{200, std::string(5'000, '['), unknown, "HTTP 200"}, answer_case{500, "", unknown, "HTTP 500"},
        answer_case{502, "<html/>", unknown, "HTTP 502"}, answer_case{503, code_body(0), unknown, "HTTP 503"},
        answer_case{500, code_body(2), permanent, "2"}, answer_case{429, "", retry, "HTTP 429"},
        answer_case{429, code_body(5), retry, "5"}, answer_case{429, code_body(7), configuration, "7"},
        answer_case{301, "", configuration, "HTTP 301"}, answer_case{401, "", configuration, "HTTP 401"},
        answer_case{403, "<html/>", configuration, "HTTP 403"}, answer_case{404, "<html/>", configuration, "HTTP 404"},
        answer_case{407, "", configuration, "HTTP 407"}, answer_case{408, "", unknown, "HTTP 408"},
        answer_case{400, "", permanent, "HTTP 400"}, answer_case{413, "", permanent, "HTTP 413"},
        answer_case{100, "", unknown, "HTTP 100"}));

TEST(firetext_send, passes_on_when_to_try_again) {
  EXPECT_EQ(read_send(one(), http_response{429, "", "", 17, {}}).retry_after_s, 17U);
}

TEST(firetext_send, is_worth_another_try_only_when_nothing_was_sent) {
  const http_outcome refused = tl::unexpected(http_failure{true, "Connection refused", {}});
  const http_outcome cut = tl::unexpected(http_failure{false, "Connection reset", {}});
  EXPECT_EQ(read_send(one(), refused).result, retry);
  EXPECT_EQ(read_send(one(), refused).detail, "Connection refused");
  EXPECT_EQ(read_send(one(), cut).result, unknown);
}

TEST(firetext_send, repeats_nothing_that_the_provider_wrote) {
  for (int code = 0; code < 15; ++code)
    EXPECT_EQ(read_send(one(), http_response{200, "", code_body(code), 0, {}}).detail.find("447700900123"),
              std::string::npos);
}

TEST(firetext_look_up, asks_by_reference) {
  const auto request = look_up_request(account(), message);
  EXPECT_EQ(request.url, "https://www.example.com/api/deliveryreport/json");
  const std::map<std::string, std::string> expected{{"apiKey", "k&y"}, {"reference", to_text(message)}};
  EXPECT_EQ(fields_of(request.body), expected);
}

struct look_up_case {
  int status;
  std::string body;
  look_up_finding finding;
  std::optional<receipt_status> receipt;
};
class firetext_answer_to_look_up : public ::testing::TestWithParam<look_up_case> {};
TEST_P(firetext_answer_to_look_up, is_read) {
  const auto& [status, body, finding, receipt] = GetParam();
  const auto found = read_look_up(account(), message, 2, http_response{status, "", body, 0, {}});
  EXPECT_EQ(found.what.finding, finding) << body << ": " << found.what.detail;
  EXPECT_EQ(found.what.attempt, 2U);
  ASSERT_EQ(found.receipt.has_value(), receipt.has_value()) << body;
  if (!receipt) return;
  EXPECT_EQ(found.receipt->status, *receipt) << body;
  EXPECT_EQ(found.receipt->provider.value, "firetext-main");
}
std::string report(const std::string& status, const std::string& reference = to_text(message)) {
  return R"({"code":0,"description":"Delivery report","responseData":1,"data":[{"messageID":"1","reference":")" +
         reference +
         R"(","mobile":"447700900123","messageSent":"2026-07-30 11:02:00","messageUpdate":"2026-07-30 11:02:03","status":")" +
         status + "\"}]}";
}
constexpr auto seen = look_up_finding::seen, never_seen = look_up_finding::never_seen,
               unsure = look_up_finding::unknown;
INSTANTIATE_TEST_SUITE_P(
    table, firetext_answer_to_look_up,
    ::testing::Values(look_up_case{200, report("Delivered"), seen, receipt_status::delivered},
                      look_up_case{200, report("Declined"), seen, receipt_status::permanent_failure},
                      look_up_case{200, report("Rejected"), seen, receipt_status::permanent_failure},
                      look_up_case{200, report("Buffered"), seen, receipt_status::pending},
                      look_up_case{200, report("Pending"), seen, receipt_status::pending},
                      look_up_case{200, report("Pending with Network"), seen, receipt_status::pending},
                      look_up_case{200, report("Unconfirmed"), seen, {}}, look_up_case{200, report(""), seen, {}},
                      look_up_case{200, report("Delivered", ""), seen, receipt_status::delivered},
                      look_up_case{200, report("Delivered", "somebody-else"), unsure, {}},
                      look_up_case{200, R"({"code":0,"description":"","responseData":0})", never_seen, {}},
                      look_up_case{200, R"({"code":0,"description":"","responseData":0,"data":[]})", never_seen, {}},
                      look_up_case{200, R"({"code":0,"description":"","responseData":1})", unsure, {}},
                      look_up_case{200, R"({"code":0})", unsure, {}},
                      look_up_case{200, R"({"code":0,"data":[1]})", unsure, {}},
                      look_up_case{200, R"({"code":1,"responseData":0})", unsure, {}},
                      look_up_case{200, "<html/>", unsure, {}}, look_up_case{404, "", unsure, {}},
                      look_up_case{500, R"({"code":0,"responseData":0})", unsure, {}}));

TEST(firetext_look_up, tells_when_the_network_said_so) {
  const auto found = read_look_up(account(), message, 1, http_response{200, "", report("Delivered"), 0, {}});
  EXPECT_EQ(to_ms(found.receipt->reported_at), 1785405723000); // 10:02:03 UTC: London has summer time
}

TEST(firetext_look_up, that_fails_leaves_the_doubt) {
  for (const bool never_left : {true, false}) {
    const http_outcome failed = tl::unexpected(http_failure{never_left, "why", {}});
    EXPECT_EQ(read_look_up(account(), message, 1, failed).what.finding, unsure);
  }
}

TEST(form_encoding, leaves_only_letters_digits_and_four_marks) {
  EXPECT_EQ(form::encoded("aZ09-_.~"), "aZ09-_.~");
  EXPECT_EQ(form::encoded(" +&=%\n€"), "%20%2B%26%3D%25%0A%E2%82%AC");
}

} // namespace
} // namespace tidings
