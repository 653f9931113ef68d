#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tidings::reply_words {

/// What one character is to a reader of replies.
enum class character_kind : std::uint8_t {
  letter, ///< `folded` holds it, lower case, without its accent
  digit,
  apostrophe,
  quotation,
  blank,
  comma,
  dot,
  ellipsis,
  stop, ///< ! ; new line
  question,
  alternative, ///< / | \ =
  plus,        ///< & +
  face,        ///< an emoji; `face` says which sort
  joiner,      ///< belongs to the emoji before it, hidden after anything else
  accent,      ///< combining mark: belongs to the letter before it
  hidden,
  foreign,
  symbol, ///< any other sign: nothing we understand
  damaged,
};

enum class face_kind : std::uint8_t { none, thumbs, thanks, smile, ill, joke };

struct character {
  character_kind kind = character_kind::damaged;
  face_kind face = face_kind::none;
  bool accented = false;
  char folded = 0;
  std::size_t bytes = 1; ///< taken from the text, at least 1
};

/// The character at the start of `text`, which must not be empty. Strict UTF-8.
character next_character(std::string_view text) noexcept;

} // namespace tidings::reply_words
