#include "actors/provider/voice/voice_answer.hpp"

#include "actors/receipt/voice_receipt.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace tidings::voice {
namespace {
namespace json = boost::json;

constexpr std::size_t depth_max = 8;

struct meaning {
  attempt_result result;
  std::string_view detail;
};

std::optional<json::object> parsed(const std::string& body) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = depth_max;
  auto value = json::parse(body, error, {}, options);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::string_view text_of(const json::object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

/// The code of `error`; nothing when the answer isn't of the contract.
std::optional<std::string> code_of(const std::optional<json::object>& body) {
  const auto* error = body ? body->if_contains("error") : nullptr;
  if (error == nullptr || !error->is_object()) return std::nullopt;
  return std::string(text_of(error->get_object(), "code"));
}

meaning meaning_of_400(const std::optional<std::string>& code) {
  if (code == "bad_to") return {attempt_result::permanent, "the provider can't ring this number"};
  if (code == "bad_script") return {attempt_result::permanent, "the provider can't read this text out"};
  if (code == "bad_from") return {attempt_result::configuration, "the provider doesn't know the number to ring from"};
  return {attempt_result::configuration, "the provider doesn't accept the request"};
}

meaning meaning_of(int status, const std::optional<std::string>& code) {
  if (status >= 200 && status < 300)
    return {attempt_result::unknown, "the answer isn't the contract's: check the provider's url"};
  if (status >= 300 && status < 400)
    return {attempt_result::configuration, "the provider's address answers with a redirect: check its url"};
  switch (status) {
  case 400:
    return meaning_of_400(code);
  case 401:
  case 403:
    return {attempt_result::configuration, "the provider doesn't accept the account and its key"};
  case 402:
    return {attempt_result::configuration, "the provider's account has no credit left"};
  case 404:
  case 405:
  case 410:
    return {attempt_result::configuration, "no calls are made at this address: check the provider's url"};
  case 407:
    return {attempt_result::configuration, "the proxy asks for a password"};
  case 429:
    return {attempt_result::retry, "the provider asks to call more slowly"};
  default:
    return {attempt_result::unknown, "the provider, or something before it, failed"};
  }
}

} // namespace

attempt_outcome read_send(const outbound& what, const http_outcome& answer) {
  attempt_outcome out;
  out.message = what.message;
  out.attempt = what.attempt;
  if (!answer) {
    out.result = answer.error().certainly_not_sent ? attempt_result::retry : attempt_result::unknown;
    out.detail = answer.error().detail;
    return out;
  }
  out.retry_after_s = answer->retry_after_s;
  const auto body = parsed(answer->body);
  // Its id says that it will ring; another reference would be the answer to somebody else's request.
  if (answer->status == 201 && body && !text_of(*body, "id").empty() &&
      text_of(*body, "reference") == to_text(what.message)) {
    out.result = attempt_result::sent;
    out.provider_reference = std::string(text_of(*body, "id"));
    out.code = std::string(text_of(*body, "status")).substr(0, 16);
    out.detail = "the provider rings";
    return out;
  }
  const auto code = code_of(body);
  const auto [result, detail] = meaning_of(answer->status, code);
  out.result = result;
  out.code = code && !code->empty() ? code->substr(0, 16) : fmt::format("HTTP {}", answer->status);
  out.detail = detail;
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
  if (answer->status != 200) return unknown(meaning_of(answer->status, code_of(body)).detail);
  const auto* list = body ? body->if_contains("calls") : nullptr;
  const auto* rows = list == nullptr ? nullptr : list->if_array();
  if (rows == nullptr) return unknown("the answer isn't the contract's");
  for (const auto& one : *rows) { // newest first
    if (!one.is_object()) return unknown("the answer isn't the contract's");
    const auto& row = one.get_object();
    if (text_of(row, "reference") != to_text(message)) continue;
    out.what.finding = look_up_finding::seen;
    out.what.detail = "the provider has the call";
    const auto word = text_of(row, "status");
    if (const auto status = voice_status(word))
      out.receipt = receipt_arrived{message, provider, *status, std::string(word).substr(0, 16),
                                    voice_time(text_of(row, "updated_at")).value_or(timestamp{})};
    return out;
  }
  if (!rows->empty()) return unknown("the answer is about other calls");
  out.what.finding = look_up_finding::never_seen;
  out.what.detail = "the provider never had the call";
  return out;
}

} // namespace tidings::voice
