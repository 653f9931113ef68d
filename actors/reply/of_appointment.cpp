// Words that speak of an appointment, whatever else they say. Wider than what may act: being wrong costs a look.
#include <algorithm>
#include <array>
#include <utility>

#include "actors/reply/alarms.hpp"
#include "actors/reply/phrases.hpp"

namespace tidings {
namespace {

using namespace reply_words;

/// A day among more words than these is likelier to be told than meant: "saw the nurse on Monday and she was lovely".
constexpr std::size_t day_words_max = 5;

bool is_of_appointment(phrase_kind kind) noexcept {
  constexpr std::array kinds = {phrase_kind::cancel, phrase_kind::cancel_done, phrase_kind::cannot_come,
                                phrase_kind::attend, phrase_kind::confirm,     phrase_kind::undecided};
  return std::ranges::find(kinds, kind) != kinds.end();
}

/// "Coming" alone is an answer, "the doctor was late coming" isn't; "cancel" is one wherever it stands.
bool may_stand_among_others(phrase_kind kind) noexcept {
  return kind == phrase_kind::cancel || kind == phrase_kind::cancel_done;
}

/// "Actually no", "wait no", "hang on": how a change of mind begins. "No wait" is how long somebody waited.
bool begins_to_take_back(const cut_text& text) noexcept {
  using two_words = std::pair<std::string_view, std::string_view>;
  constexpr std::array<two_words, 9> beginnings = {{{"actually", "no"},
                                                    {"actually", "wait"},
                                                    {"actually", "sorry"},
                                                    {"actually", "yes"},
                                                    {"wait", "no"},
                                                    {"hang", "on"},
                                                    {"hold", "on"},
                                                    {"scratch", "that"},
                                                    {"forget", "that"}}};
  if (text.count < 2) return false;
  return std::ranges::find(beginnings, two_words(text.words[0].spelled(), text.words[1].spelled())) != beginnings.end();
}

bool takes_back(const cut_text& text) noexcept {
  if (begins_to_take_back(text)) return true;
  constexpr std::array<std::string_view, 9> always = {"ignore",    "disregard", "undo",   "uncancel", "reinstate",
                                                      "nevermind", "oops",      "whoops", "scrap"};
  for (std::size_t at = 0; at < text.count; ++at) {
    const auto word = text.words[at].spelled();
    if (std::ranges::find(always, word) != always.end()) return true;
    if (word == "mind" && at >= 2 && text.words[at - 2].spelled().starts_with("chang")) return true;
  }
  return false;
}

} // namespace

bool speaks_of_appointment(std::string_view text, const reply_context& context) {
  cut_text own;
  own.added = context.vocabulary;
  cut(text, own);
  if (find_alarms(own).has(alarm::rebook) || takes_back(own)) return true;
  for (std::size_t at = 0, begin = 0; at < own.count; ++at) {
    if (own.words[at].before != gap::none) begin = at;
    std::size_t breath = at + 1; // words without punctuation between them
    while (breath < own.count && own.words[breath].before == gap::none) ++breath;
    const phrase_match found = match_phrase(own.from(at).first(breath - at), own.added);
    const bool alone = at == begin && at + found.length == breath;
    if (found.length > 0 && is_of_appointment(found.kind) &&
        (found.length > 1 || alone || may_stand_among_others(found.kind)))
      return true;
    if (own.count <= day_words_max && read_time(own.all().subspan(at), context.appointments).length > 0) return true;
  }
  return false;
}

} // namespace tidings
