#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "actors/reply/lexicon.hpp"

namespace tidings::reply_words {

/// What stood between a word and the one before it.
enum class gap : std::uint8_t {
  none,        ///< blanks
  comma,       ///< also brackets, dashes, a face
  sentence,    ///< full stop, exclamation or question mark, new line
  alternative, ///< "cancel/confirm"
};

struct word {
  const char* letters;  ///< lower case, no accents, no apostrophes
  std::uint16_t length; ///< 0 for a face or another symbol
  word_id id;
  gap before;
  bool accented;
  std::uint16_t at; ///< byte of the text it starts at

  std::string_view folded() const noexcept { return {letters, length}; }
  /// As patterns write it where it is known, else as it stands.
  std::string_view spelled() const noexcept {
    const std::string_view known = spelling_of(id);
    return known.empty() ? folded() : known;
  }
};

/// Longest reply that is read in one piece, in bytes of UTF-8: four full SMS of UCS-2 and more than enough for an
/// answer.
inline constexpr std::size_t text_bytes_max = 2048;
inline constexpr std::size_t words_max = 400;

/// A reply cut into words. Big and on the stack: left uninitialised but for what `cut` writes.
struct cut_text {
  std::array<word, words_max> words;
  std::array<word_id, words_max> ids; ///< of `words`, side by side for the phrase tables
  std::array<char, text_bytes_max + 8> letters;
  const own_vocabulary* added = nullptr; ///< set it before the text is cut
  std::size_t count = 0;
  std::size_t question_marks = 0;
  std::size_t words_before_question = 0; ///< before the last question mark
  std::size_t words_before_dots = 0;     ///< before the last "..."
  bool doubled_question = false;         ///< "??", "?!"
  bool foreign = false;                  ///< letters of another script, or look-alikes of Latin ones
  bool hidden = false;                   ///< zero-width or direction marks
  bool damaged = false;                  ///< not UTF-8, or control characters
  bool starred = false;                  ///< a star right behind a number: "5*"
  bool quotation = false;                ///< quotation marks with words outside them
  bool unfinished = false;               ///< ends in "..."
  bool too_long = false;                 ///< only the beginning was cut
  bool left_out = false;                 ///< quoted lines were left out
  std::size_t own_end = 0;               ///< byte of the text behind the patient's last own line

  std::span<const word> all() const noexcept { return {words.data(), count}; }
  std::span<const word_id> from(std::size_t at) const noexcept { return {ids.data() + at, count - at}; }
};

/// Cuts the patient's own lines of `text` into words. `result` must be fresh.
void cut(std::string_view text, cut_text& result) noexcept;

} // namespace tidings::reply_words
