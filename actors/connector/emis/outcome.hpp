#pragma once
// What an answer of EMIS, or none, says about what was asked: done, certainly not done, or perhaps. Pure.
#include "actors/connector/web/web_port.hpp"
#include "schemas/errors.hpp"

#include <string>

namespace tidings::emis {

/// EMIS's own words for a failure (ErrorResponse). `text` is shown to people and nothing is decided on it; free text
/// about the patient (`diagnostics`, `text.div`) isn't read at all.
struct complaint {
  std::string message_id; ///< what EMIS's support asks for
  std::string text;
  int legacy_outcome = 0; ///< of the older Partner API; 0: not told
};
complaint read_complaint(std::string_view body);

/// The failure that an answer amounts to; `none` for a 2xx.
///   a read    `unreachable` (no answer, 401, 5xx, redirect), `overloaded` (429), `not_configured` (403: the
///   application
///             isn't active at the practice), `refused` (400, 404 and other 4xx), never in doubt
///   a write   the same where it was certainly not done; `outcome_unknown` when it was sent and no answer came, and for
///             every 3xx and 5xx
/// @param asked the operation's name, for the sentence
failure judged(const wire::outcome& answer, wire::effect does, std::string_view asked);

/// The token was not accepted: nothing was done.
bool is_token_refused(const wire::outcome& answer);

/// How staff switch the application on again.
std::string_view how_to_activate();

} // namespace tidings::emis
