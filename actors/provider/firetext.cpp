#include "actors/provider/firetext.hpp"

#include "actors/provider/firetext_answer.hpp"
#include "actors/provider/form.hpp"
#include "actors/provider/http_answers.hpp"
#include "actors/provider/http_requests.hpp"
#include "actors/provider/receipt_address.hpp"
#include "schemas/sms/segments.hpp"

#include <fmt/format.h>

namespace tidings::firetext {
namespace {
using http_answers::meaning;

http_request post(const provider_settings& account, std::string_view function, std::string body) {
  auto out = http_requests::to(account, "/" + std::string(function) + "/json");
  out.headers = {"Content-Type: application/x-www-form-urlencoded", "Accept: application/json"};
  // The key travels in the body: proxies write URLs into their logs.
  out.body = std::move(body);
  return out;
}

// FireText's result codes. What isn't in its list is no certain answer: `unknown`, and a look-up decides.
meaning meaning_of(int code) {
  switch (code) {
  case 0:
    return {attempt_result::sent, "FireText took it"};
  case 1:
    return {attempt_result::configuration, "FireText doesn't accept the API key"};
  case 2:
    return {attempt_result::permanent, "FireText doesn't accept the phone number"};
  case 3:
    return {attempt_result::permanent, "FireText doesn't accept the sender: 3 to 11 letters and digits, or a number"};
  case 4:
    return {attempt_result::permanent, "FireText doesn't know the group"};
  case 5:
    return {attempt_result::permanent, "FireText doesn't accept the text"};
  case 6:
    return {attempt_result::permanent, "FireText doesn't accept the sending time"};
  case 7:
    return {attempt_result::configuration, "the FireText account has no credit left"};
  case 8:
    return {attempt_result::permanent, "FireText doesn't accept the receipt URL: check receipt_url"};
  case 9:
    return {attempt_result::configuration, "FireText doesn't know the sub-account"};
  case 10:
    return {attempt_result::permanent, "FireText doesn't accept the repeat interval"};
  case 11:
    return {attempt_result::permanent, "FireText doesn't accept the repeat expiry"};
  default:
    return {attempt_result::unknown, "FireText answered with a code that its documentation doesn't list"};
  }
}

// An HTTP status without a FireText code in the body.
meaning meaning_of_status(int status) {
  if (status >= 200 && status < 300) return {attempt_result::unknown, "the answer isn't FireText's JSON"};
  if (status >= 300 && status < 400)
    return {attempt_result::configuration, "FireText's address answers with a redirect: check the provider's url"};
  switch (status) {
  case 401:
  case 403:
    return {attempt_result::configuration, "FireText doesn't let this account in"};
  case 404:
  case 405:
  case 410:
    return {attempt_result::configuration, "nothing of FireText's is at this address: check the provider's url"};
  case 407:
    return {attempt_result::configuration, "the proxy asks for a password"};
  case 408:
    return {attempt_result::unknown, "FireText gave up waiting for the request"};
  case 429:
    return {attempt_result::retry, "FireText asks to send more slowly"};
  default:
    break;
  }
  if (status >= 400 && status < 500) return {attempt_result::permanent, "FireText can't read the request"};
  return {attempt_result::unknown, "FireText, or something before it, failed"};
}

} // namespace

http_request send_request(const provider_settings& account, const outbound& what) {
  std::string body;
  form::add(body, "apiKey", account.api_key.reveal());
  form::add(body, "from", what.sender);
  form::add(body, "to", what.to.reveal());
  form::add(body, "message", what.text.reveal());
  form::add(body, "reference", to_text(what.message));
  if (const auto receipt = receipt_address(account, what.practice); !receipt.empty())
    form::add(body, "receipt", receipt);
  if (const auto mark = account.unicode_parameter.find('=');
      mark != std::string::npos && sms::cost_of(what.text.reveal()).by == sms::encoding::ucs2)
    form::add(body, account.unicode_parameter.substr(0, mark), account.unicode_parameter.substr(mark + 1));
  return post(account, "sendsms", std::move(body));
}

attempt_outcome read_send(const outbound& what, const http_outcome& answer) {
  auto out = http_answers::begun(what, answer);
  if (!answer) return out;
  const auto told = read_answer(answer->body);
  // The code counts whatever the status says, save for success: a 5xx that claims to be one is no certain answer.
  if (told && (told->code != 0 || answer->status / 100 == 2)) {
    const auto [result, detail] = meaning_of(told->code);
    out.result = answer->status == 429 && result != attempt_result::configuration ? attempt_result::retry : result;
    out.code = std::to_string(told->code);
    out.detail = detail;
    return out;
  }
  const auto [result, detail] = meaning_of_status(answer->status);
  out.result = result;
  out.code = fmt::format("HTTP {}", answer->status);
  out.detail = detail;
  return out;
}

http_request look_up_request(const provider_settings& account, message_id message) {
  std::string body;
  form::add(body, "apiKey", account.api_key.reveal());
  form::add(body, "reference", to_text(message));
  return post(account, "deliveryreport", std::move(body));
}

found read_look_up(const provider_settings& account, message_id message, std::uint32_t attempt,
                   const http_outcome& answer) {
  found out{{message, attempt, look_up_finding::unknown, {}}, {}};
  const auto unknown = [&](std::string detail) {
    out.what.detail = std::move(detail);
    return out;
  };
  if (!answer) return unknown(answer.error().detail);
  if (answer->status / 100 != 2) return unknown(std::string(meaning_of_status(answer->status).detail));
  const auto told = read_answer(answer->body);
  if (!told) return unknown("the answer isn't FireText's JSON");
  if (told->code != 0) return unknown(std::string(meaning_of(told->code).detail));
  const auto reference = to_text(message);
  if (!told->rows) return unknown("the answer has no rows in it");
  for (const auto& row : *told->rows) {
    if (!row.reference.empty() && row.reference != reference) continue;
    out.what.finding = look_up_finding::seen;
    out.what.detail = "FireText has it";
    if (const auto status = status_of(row.status))
      // The report has no code that would say why it was declined.
      out.receipt = receipt_arrived{message,
                                    account.id,
                                    *status,
                                    {},
                                    row.updated_at.value_or(timestamp{}),
                                    *status == receipt_status::permanent_failure};
    return out;
  }
  // Rows about other messages only would mean that FireText didn't look for ours.
  if (!told->rows->empty()) return unknown("the answer is about other messages");
  out.what.finding = look_up_finding::never_seen;
  out.what.detail = "FireText never had it";
  return out;
}

http_request received_request(const provider_settings& account, const std::string& from, const std::string& to,
                              int page) {
  std::string body;
  form::add(body, "apiKey", account.api_key.reveal());
  form::add(body, "from", from);
  form::add(body, "to", to);
  form::add(body, "pp", "10000");
  form::add(body, "page", std::to_string(page));
  auto request = post(account, "receivedmessages", std::move(body));
  request.answer_bytes_max = received_bytes_max;
  return request;
}

result<std::vector<received_row>> read_received_page(const http_outcome& answer) {
  const auto failed = [](std::string detail) { return fail(error_code::unreachable, std::move(detail)); };
  if (!answer) return failed(answer.error().detail);
  if (answer->status / 100 != 2) return failed(std::string(meaning_of_status(answer->status).detail));
  auto told = read_received(answer->body);
  if (!told) return failed("the list of received texts can't be read: " + told.error().detail);
  if (told->code != 0) return failed(std::string(meaning_of(told->code).detail));
  return std::move(told->rows);
}

namespace {
class account_of final : public http_provider {
public:
  explicit account_of(provider_settings account) : account_(std::move(account)) {}

  result<http_request> send_request(const outbound& what, timestamp) const override {
    return firetext::send_request(account_, what);
  }
  attempt_outcome read_send(const outbound& what, const http_outcome& answer, timestamp) const override {
    return firetext::read_send(what, answer);
  }
  std::optional<http_request> look_up_request(message_id message, timestamp) const override {
    return firetext::look_up_request(account_, message);
  }
  found read_look_up(message_id message, std::uint32_t attempt, const http_outcome& answer) const override {
    return firetext::read_look_up(account_, message, attempt, answer);
  }

private:
  const provider_settings account_;
};
} // namespace

std::shared_ptr<const http_provider> make(provider_settings account) {
  return std::make_shared<const account_of>(std::move(account));
}

} // namespace tidings::firetext
