#pragma once

#include <string_view>

#include "actors/reply/phrases.hpp"

namespace tidings::reply_words {

enum class act_kind : std::uint8_t { none, cancel, confirm, opt_out, thanks };

/// What a fully understood reply asks for.
struct act {
  act_kind kind = act_kind::none;
  bool plain = false;        ///< can mean nothing else
  bool recognised = false;   ///< that is the wish, though it may not be enough to act
  bool explicit_word = true; ///< a confirmation that says so or says "I'll be there", not only "yes" or "ok"
  std::string_view doubt;    ///< why it isn't plain
  bool names_time = false;
  appointment_set fits = ~appointment_set{0}; ///< open appointments that all named days and times fit
};

/// Reads a complete list of phrases as one wish. `text` is where they came from.
act read_act(const cut_text& text, const phrase_list& phrases) noexcept;

} // namespace tidings::reply_words
