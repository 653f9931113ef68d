#include "actors/provider/notify/notify_answer.hpp"

#include "actors/provider/json_answers.hpp"
#include "actors/receipt/notify_receipt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tidings::notify {
namespace {
namespace json = boost::json;
using http_answers::meaning;
using json_answers::text_of;

constexpr std::size_t depth_max = 16;

constexpr json_answers::list_form notifications{.rows = "notifications",
                                                .changed_at = "completed_at",
                                                .status_of = notify_status,
                                                .time_of = notify_time,
                                                .unreadable = "the answer isn't Notify's JSON",
                                                .seen = "Notify has it",
                                                .others_only = "the answer is about other messages",
                                                .never_seen = "Notify never had it"};

struct notify_error {
  std::string kind, message;
};
/// The first of `errors`, when the answer has Notify's form.
std::optional<notify_error> error_of(const std::optional<json::object>& body) {
  if (!body) return std::nullopt;
  const auto* list = body->if_contains("errors");
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
  auto out = http_answers::begun(what, answer);
  if (!answer) return out;
  out.code = fmt::format("HTTP {}", answer->status);
  const auto body = json_answers::object_in(answer->body, depth_max);
  if (answer->status / 100 == 2 && body) {
    const auto reference = text_of(*body, "reference");
    // Its id says that it is kept; a reference that isn't ours would be the answer to somebody else's request.
    if (uuid::parse(text_of(*body, "id")) && (reference.empty() || reference == to_text(what.message))) {
      out.result = attempt_result::sent;
      out.provider_reference = std::string(text_of(*body, "id"));
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
  if (!answer) return http_answers::unknown(message, attempt, answer.error().detail);
  const auto body = json_answers::object_in(answer->body, depth_max);
  if (answer->status != 200)
    return http_answers::unknown(message, attempt, meaning_of(answer->status, error_of(body)).detail);
  return json_answers::found_in(body, notifications, provider, message, attempt);
}

} // namespace tidings::notify
