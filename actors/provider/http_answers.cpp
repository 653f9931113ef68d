#include "actors/provider/http_answers.hpp"

namespace tidings::http_answers {

attempt_outcome begun(const outbound& what, const http_outcome& answer) {
  attempt_outcome out;
  out.message = what.message;
  out.attempt = what.attempt;
  if (answer) {
    out.retry_after_s = answer->retry_after_s;
  } else {
    out.result = answer.error().certainly_not_sent ? attempt_result::retry : attempt_result::unknown;
    out.detail = answer.error().detail;
  }
  return out;
}

found unknown(message_id message, std::uint32_t attempt, std::string_view why) {
  return {{message, attempt, look_up_finding::unknown, std::string(why)}, {}};
}

} // namespace tidings::http_answers
