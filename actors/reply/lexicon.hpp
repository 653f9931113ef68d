#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "actors/reply/vocabulary.hpp"

namespace tidings {
class own_vocabulary;
}

/// The vocabularies as look-ups, built by the compiler: nothing is allocated or initialised at run time. What a
/// practice or the host added (`added`, may be null) is looked at beside them and never hides a built-in word or
/// phrase.
namespace tidings::reply_words {

/// Number of a known word; spellings of one word share it. 0 is a word we don't know.
using word_id = std::uint16_t;
inline constexpr word_id unknown_word = 0;

/// `folded` is lower case without accents and apostrophes. Tolerates the slips `mistyped` allows.
/// With `accented`, only words of the Welsh tables are known: an accent on an English word is not how patients write
/// it.
word_id find_word(std::string_view folded, bool accented, const own_vocabulary* added = nullptr) noexcept;

/// The same, exactly as written: no slip is tolerated.
word_id exact_word(std::string_view folded) noexcept;

/// Numbers for the words of an `own_vocabulary`: none of these is built in.
word_id first_free_word() noexcept;
inline constexpr std::size_t own_words_max = 400;

/// Is it kept apart from a word it is a slip away from, as "cancer" is from "cancel"?
bool is_lookalike(std::string_view word) noexcept;

/// How patterns write the word: "cant" for "can not", ":thumbs" for the face. Empty for `unknown_word`.
std::string_view spelling_of(word_id word) noexcept;

/// A word the code itself asks for.
word_id id_of(own_word word) noexcept;

/// "can" + "not" is "cant"; `unknown_word` where two words stay two.
word_id join(word_id first, word_id second) noexcept;

struct calendar_meaning {
  calendar_unit unit = calendar_unit::none;
  std::uint8_t value = 0;
};
calendar_meaning calendar_of(word_id word) noexcept;

/// Can a sentence end with it? "Can't attend": yes; "can't make it": maybe not, if "cancel" follows.
bool closes_thought(word_id word) noexcept;

/// What a word is in the reason for a cancellation.
enum class reason_part : std::uint8_t { none, glue, matter };
reason_part reason_of(word_id word) noexcept;

/// The longest phrase at the start of `words`: its kind and how many words it takes (0: none).
struct phrase_match {
  phrase_kind kind = phrase_kind::unknown;
  std::size_t length = 0;
};
phrase_match match_phrase(std::span<const word_id> words, const own_vocabulary* added) noexcept;

struct alarm_match {
  alarm kind = alarm::none;
  std::size_t length = 0;
};
alarm_match match_alarm(std::span<const word_id> words, const own_vocabulary* added) noexcept;

} // namespace tidings::reply_words
