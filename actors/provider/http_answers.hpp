#pragma once
// What every HTTP provider's answers come to, whoever gave them. Pure.
#include "actors/provider/http_provider.hpp"

#include <string_view>

namespace tidings::http_answers {

/// What an answer says, in the log's word and for people.
struct meaning {
  attempt_result result;
  std::string_view detail;
};

/// The attempt's outcome before the answer's body is read; the whole of it when there was no answer.
attempt_outcome begun(const outbound& what, const http_outcome& answer);

/// A look-up that found out nothing, and why.
found unknown(message_id message, std::uint32_t attempt, std::string_view why);

} // namespace tidings::http_answers
