#pragma once
// Text as it can be printed: what no font has is written out in words, so that nothing a patient said gets lost. Pure.
#include <functional>
#include <string>
#include <string_view>

namespace tidings {

/// `👍` becomes `[thumbs up sign]`, bytes that aren't UTF-8 become `?`, control characters become spaces; line breaks
/// stay. A letter is left as it is when `printable` says so of it.
std::string legible(std::string_view text, const std::function<bool(char32_t)>& printable);

} // namespace tidings
