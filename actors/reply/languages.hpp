#pragma once

#include <string_view>

#include "actors/reply/words.hpp"

namespace tidings::reply_words {

/// Is the reply surely in a language that is neither English nor Welsh? One word isn't enough to tell: it may be a
/// name, a slip, or a Latin word in other letters. `text` is what `own` was cut from.
bool is_other_language(std::string_view text, const cut_text& own) noexcept;

} // namespace tidings::reply_words
