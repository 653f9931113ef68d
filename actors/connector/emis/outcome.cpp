#include "actors/connector/emis/outcome.hpp"

#include "actors/connector/web/json_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::emis {
namespace {

constexpr std::size_t text_max = 200; // of EMIS's own sentence, which goes into logs and onto screens

bool is_printable(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

std::string said(std::string_view asked, const wire::response& answer) {
  const auto why = read_complaint(answer.body.reveal());
  auto out = fmt::format("EMIS answered {} with HTTP {}", asked, answer.status);
  if (!why.text.empty()) out.append(": ").append(why.text);
  if (!why.message_id.empty()) out.append(" (EMIS message ").append(why.message_id).append(")");
  return out;
}

error_code code_of(int status, bool acts) {
  switch (status) {
  case 401: // authentication comes before everything else
    return error_code::unreachable;
  case 403:
    return error_code::not_configured;
  case 408:
    return acts ? error_code::outcome_unknown : error_code::unreachable;
  case 429:
    return error_code::overloaded;
  default:
    break;
  }
  if (status >= 400 && status < 500) return error_code::refused;
  return acts ? error_code::outcome_unknown : error_code::unreachable;
}

} // namespace

complaint read_complaint(std::string_view body) {
  const auto read = wire::parsed(body);
  complaint out;
  out.message_id = wire::text_at(read, "messageId").substr(0, 36);
  out.text = wire::text_at(read, "issue", "details", "text");
  if (out.text.empty()) out.text = wire::text_at(read, "issue", "details", "coding", "display");
  if (out.text.empty()) out.text = wire::text_at(read, "issue", "code");
  out.text.resize(std::min(out.text.size(), text_max));
  if (!is_printable(out.text)) out.text.clear();
  if (!is_printable(out.message_id)) out.message_id.clear();
  constexpr std::int64_t bound = 1'000;
  if (const auto* legacy = wire::at(read, "legacyOutcome").if_int64(); legacy != nullptr)
    out.legacy_outcome = static_cast<int>(std::clamp(*legacy, -bound, bound));
  return out;
}

failure judged(const wire::outcome& answer, wire::effect does, std::string_view asked) {
  const bool acts = does == wire::effect::acts;
  if (!answer) {
    const bool unknown = acts && !answer.error().certainly_not_sent;
    return {unknown ? error_code::outcome_unknown : error_code::unreachable,
            fmt::format("EMIS gave no answer to {}: {}", asked, answer.error().detail)};
  }
  if (answer->status >= 200 && answer->status < 300) return {};
  auto why = said(asked, *answer);
  const auto code = code_of(answer->status, acts);
  if (code == error_code::not_configured) why.append(". ").append(how_to_activate());
  return {code, std::move(why)};
}

bool is_token_refused(const wire::outcome& answer) { return answer && answer->status == 401; }

std::string_view how_to_activate() {
  return "Ask the practice to open EMAS Manager, Partner API, and to activate Tidings (if it is active: deactivate and "
         "activate it again) with Auto Login allowed";
}

} // namespace tidings::emis
