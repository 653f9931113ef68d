#include "actors/reply/alarms.hpp"

#include <algorithm>

namespace tidings::reply_words {

alarm_set find_alarms(const cut_text& text) noexcept {
  alarm_set found;
  bool only = true;
  std::size_t rung = 0;
  for (std::size_t at = 0; at < text.count;) {
    std::size_t breath = at + 1;
    while (breath < text.count && text.words[breath].before < gap::sentence) ++breath;
    const auto words = text.from(at).first(breath - at);
    const alarm_match match = match_alarm(words, text.added);
    if (match.length > 0 && match.kind != alarm::none) {
      found.add(match.kind);
      ++rung;
      at += match.length;
      continue;
    }
    const phrase_match phrase = match_phrase(words, text.added);
    only = only && match.length == 0 && phrase.length > 0 &&
           (phrase.kind == phrase_kind::please || phrase.kind == phrase_kind::thanks ||
            phrase.kind == phrase_kind::greeting);
    at += std::max<std::size_t>(match.length, 1);
  }
  found.set_only_that(only && rung == 1);
  return found;
}

bool alarm_in_rest(std::string_view text, const own_vocabulary* added) noexcept {
  constexpr std::size_t overlap_bytes = 200; // longer than any alarm, so that none is cut in two
  while (text.size() > text_bytes_max - overlap_bytes) {
    text.remove_prefix(text_bytes_max - overlap_bytes);
    cut_text part;
    part.added = added;
    cut(text, part);
    if (find_alarms(part).has(alarm::urgent)) return true;
  }
  return false;
}

} // namespace tidings::reply_words
