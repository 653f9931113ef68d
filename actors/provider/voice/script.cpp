#include "actors/provider/voice/script.hpp"

namespace tidings::voice {
namespace {

/// XML 1.0 §2.4; control characters, which it doesn't allow, become blanks.
std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  return out;
}

std::string say(const call_words& how, std::string_view text) {
  return "<Say language=\"" + escaped(how.language) + "\">" + escaped(text) + "</Say>";
}

} // namespace

std::string keys_offered(question_kind question) {
  constexpr std::string_view stop = "9 for no more calls.";
  if (question == question_kind::fft) // the six answers of the Friends and Family Test, as NHS England words them
    return "Press 1 for very good, 2 for good, 3 for neither good nor poor, 4 for poor, 5 for very poor, 6 if you "
           "don't "
           "know, or " +
           std::string(stop);
  std::string first;
  if (question == question_kind::confirm_cancel) first = "1 to confirm, 2 to cancel, or ";
  if (question == question_kind::confirm_only) first = "1 to confirm, or ";
  if (question == question_kind::cancel_only) first = "2 to cancel, or ";
  return "Press " + first + std::string(stop);
}

std::string script(const call_words& what) {
  const bool asks = !what.action.empty();
  const auto reading = say(what, asks ? what.text + " " + keys_offered(what.question) : what.text);
  const auto once = asks ? "<Gather numDigits=\"1\" timeout=\"" + std::to_string(what.key_seconds) + "\" action=\"" +
                               escaped(what.action) + "\">" + reading + "</Gather>"
                         : reading;
  return "<Response>" + once + once + say(what, "Goodbye.") + "</Response>";
}

} // namespace tidings::voice
