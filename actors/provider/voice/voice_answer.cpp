#include "actors/provider/voice/voice_answer.hpp"

#include "actors/provider/json_answers.hpp"
#include "actors/receipt/voice_receipt.hpp"

#include <fmt/format.h>

namespace tidings::voice {
namespace {
namespace json = boost::json;
using http_answers::meaning;
using json_answers::text_of;

constexpr std::size_t depth_max = 8;

constexpr json_answers::list_form calls{.rows = "calls",
                                        .changed_at = "updated_at",
                                        .status_of = voice_status,
                                        .time_of = voice_time,
                                        .unreadable = "the answer isn't the contract's",
                                        .seen = "the provider has the call",
                                        .others_only = "the answer is about other calls",
                                        .never_seen = "the provider never had the call"};

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
  auto out = http_answers::begun(what, answer);
  if (!answer) return out;
  const auto body = json_answers::object_in(answer->body, depth_max);
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
  if (!answer) return http_answers::unknown(message, attempt, answer.error().detail);
  const auto body = json_answers::object_in(answer->body, depth_max);
  if (answer->status != 200)
    return http_answers::unknown(message, attempt, meaning_of(answer->status, code_of(body)).detail);
  return json_answers::found_in(body, calls, provider, message, attempt);
}

} // namespace tidings::voice
