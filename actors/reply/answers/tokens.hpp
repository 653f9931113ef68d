#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "actors/reply/words.hpp"

namespace tidings::reply_words {

/// A reply as numbers and the letters around them: "12st7lb" is 12, "st", 7, "lb"; "135/85" is 135, "/", 85.
struct token {
  enum class kind : std::uint8_t { number, slash, letters, other };
  kind what = kind::other;
  bool fraction = false;  ///< a number written with a decimal point
  bool in_words = false;  ///< a number written in words
  gap before = gap::none; ///< before it; none inside a word
  double number = 0;
  std::string_view letters;
};

/// More than this is a letter, not a reading.
inline constexpr std::size_t tokens_max = 40;

struct token_list {
  std::array<token, tokens_max> items;
  std::size_t count = 0;
  bool complete = true; ///< all of the reply fitted

  std::span<const token> all() const noexcept { return {items.data(), count}; }
};

/// `number_words`: are "one thirty five" and "twelve" numbers too?
void read_tokens(const cut_text& text, bool number_words, token_list& result) noexcept;

} // namespace tidings::reply_words
