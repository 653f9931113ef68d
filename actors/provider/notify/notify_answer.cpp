#include "actors/provider/notify/notify_answer.hpp"

#include "actors/receipt/notify_receipt.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tidings::notify {
namespace {
namespace json = boost::json;

constexpr std::size_t depth_max = 16;

struct meaning {
  attempt_result result;
  std::string_view detail;
};

std::optional<json::value> parsed(const std::string& body) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = depth_max;
  auto value = json::parse(body, error, {}, options);
  return error || !value.is_object() ? std::nullopt : std::optional(std::move(value));
}

std::string_view text_of(const json::object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

struct notify_error {
  std::string kind, message;
};
/// The first of `errors`, when the answer has Notify's form.
std::optional<notify_error> error_of(const std::optional<json::value>& body) {
  if (!body) return std::nullopt;
  const auto* list = body->get_object().if_contains("errors");
  const auto* errors = list == nullptr ? nullptr : list->if_array();
  if (errors == nullptr || errors->empty() || !errors->front().is_object()) return std::nullopt;
  const auto& first = errors->front().get_object();
  return notify_error{std::string(text_of(first, "error")), std::string(text_of(first, "message"))};
}

struct refusal {
  std::string_view starts; ///< what Notify's message starts with
  meaning what;
};
// What a 400 says of this message alone. Everything else that is wrong with a request is the account's: its template,
// its sender, its permissions, and concerns every message.
constexpr std::array<refusal, 6> of_this_message{{
    {"phone_number", {attempt_result::permanent, "Notify doesn't accept the phone number"}},
    {"Not a UK mobile number", {attempt_result::permanent, "Notify doesn't accept the phone number"}},
    {"Recipient can't be empty", {attempt_result::permanent, "Notify doesn't accept the phone number"}},
    {"Cannot send to international", {attempt_result::permanent, "the service may not send to other countries"}},
    {"Your message is too long", {attempt_result::permanent, "the text is too long for Notify"}},
    {"Your message is empty", {attempt_result::permanent, "Notify doesn't accept the text"}},
}};

meaning meaning_of_400(const notify_error& error) {
  for (const auto& one : of_this_message)
    if (error.message.starts_with(one.starts)) return one.what;
  if (error.kind == "InvalidPhoneError") return {attempt_result::permanent, "Notify doesn't accept the phone number"};
  if (error.message.starts_with("Template") || error.message.find("template is not suitable") != std::string::npos)
    return {attempt_result::configuration, "Notify has no such text message template: check template"};
  if (error.message.starts_with("Missing personalisation"))
    return {attempt_result::configuration, "the template has other placeholders: check template and placeholder"};
  if (error.message.find("team-only API key") != std::string::npos)
    return {attempt_result::configuration, "the API key is for the service's own team only"};
  if (error.message.find("trial mode") != std::string::npos)
    return {attempt_result::configuration, "the Notify service is still in trial mode"};
  if (error.message.starts_with("sms_sender_id"))
    return {attempt_result::configuration, "Notify doesn't know the sender: check sms_sender"};
  return {attempt_result::configuration, "Notify doesn't accept the request"};
}

meaning meaning_of(int status, const std::optional<notify_error>& error) {
  if (status == 400 && error) return meaning_of_400(*error);
  if (status == 403 && error && error->message.find("system clock") != std::string::npos)
    return {attempt_result::configuration, "this machine's clock is wrong by more than 30 seconds"};
  if (status >= 300 && status < 400)
    return {attempt_result::configuration, "Notify's address answers with a redirect: check the provider's url"};
  switch (status) {
  case 401:
  case 403:
    return {attempt_result::configuration, "Notify doesn't accept the API key"};
  case 404:
  case 405:
  case 410:
    return {attempt_result::configuration, "nothing of Notify's is at this address: check the provider's url"};
  case 407:
    return {attempt_result::configuration, "the proxy asks for a password"};
  case 429:
    return error && error->kind == "TooManyRequestsError"
               ? meaning{attempt_result::retry, "the Notify service has sent all it may today"}
               : meaning{attempt_result::retry, "Notify asks to send more slowly"};
  default:
    break;
  }
  if (status >= 200 && status < 300) return {attempt_result::unknown, "the answer isn't Notify's JSON"};
  return {attempt_result::unknown, "Notify, or something before it, failed"};
}

/// The daily limit starts anew at midnight, UTC.
std::uint32_t seconds_to_midnight(timestamp now) {
  const auto midnight = std::chrono::ceil<std::chrono::days>(now);
  return static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(midnight - now).count());
}

} // namespace

attempt_outcome read_send(const outbound& what, const http_outcome& answer, timestamp now) {
  attempt_outcome out;
  out.message = what.message;
  out.attempt = what.attempt;
  if (!answer) {
    out.result = answer.error().certainly_not_sent ? attempt_result::retry : attempt_result::unknown;
    out.detail = answer.error().detail;
    return out;
  }
  out.retry_after_s = answer->retry_after_s;
  out.code = fmt::format("HTTP {}", answer->status);
  const auto body = parsed(answer->body);
  if (answer->status / 100 == 2 && body) {
    const auto& told = body->get_object();
    const auto reference = text_of(told, "reference");
    // Its id says that it is kept; a reference that isn't ours would be the answer to somebody else's request.
    if (uuid::parse(text_of(told, "id")) && (reference.empty() || reference == to_text(what.message))) {
      out.result = attempt_result::sent;
      out.provider_reference = std::string(text_of(told, "id"));
      out.detail = "Notify took it";
      return out;
    }
  }
  const auto error = error_of(body);
  const auto [result, detail] = meaning_of(answer->status, error);
  out.result = result;
  out.detail = detail;
  if (answer->status == 429 && error && error->kind == "TooManyRequestsError")
    out.retry_after_s = std::max(out.retry_after_s, seconds_to_midnight(now));
  return out;
}

found read_look_up(const provider_id& provider, message_id message, std::uint32_t attempt, const http_outcome& answer) {
  found out{{message, attempt, look_up_finding::unknown, {}}, {}};
  const auto unknown = [&](std::string_view detail) {
    out.what.detail = detail;
    return out;
  };
  if (!answer) return unknown(answer.error().detail);
  const auto body = parsed(answer->body);
  if (answer->status != 200) return unknown(meaning_of(answer->status, error_of(body)).detail);
  const auto* value = body ? body->get_object().if_contains("notifications") : nullptr;
  const auto* rows = value == nullptr ? nullptr : value->if_array();
  if (rows == nullptr) return unknown("the answer isn't Notify's JSON");
  for (const auto& one : *rows) { // newest first
    if (!one.is_object()) return unknown("the answer isn't Notify's JSON");
    const auto& row = one.get_object();
    if (text_of(row, "reference") != to_text(message)) continue;
    out.what.finding = look_up_finding::seen;
    out.what.detail = "Notify has it";
    const auto word = text_of(row, "status");
    if (const auto status = notify_status(word))
      out.receipt = receipt_arrived{message, provider, *status, std::string(word).substr(0, 16),
                                    notify_time(text_of(row, "completed_at")).value_or(timestamp{})};
    return out;
  }
  if (!rows->empty()) return unknown("the answer is about other messages");
  out.what.finding = look_up_finding::never_seen;
  out.what.detail = "Notify never had it";
  return out;
}

} // namespace tidings::notify
