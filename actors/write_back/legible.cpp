#include "actors/write_back/legible.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <fmt/format.h>

#include <array>

namespace tidings {
namespace {

constexpr char32_t joiner = 0x200d, text_form = 0xfe0e, picture_form = 0xfe0f;

/// They change how the sign before them looks, and have no place in its description.
bool only_changes_looks(char32_t c) {
  const bool skin_tone = c >= 0x1f3fb && c <= 0x1f3ff;
  return c == joiner || c == text_form || c == picture_form || skin_tone;
}

std::string named(char32_t c) {
  constexpr std::size_t name_max = 100;
  std::array<char, name_max> name{};
  UErrorCode failed = U_ZERO_ERROR;
  const auto size =
      u_charName(static_cast<UChar32>(c), U_EXTENDED_CHAR_NAME, name.data(), static_cast<int>(name.size()), &failed);
  if (U_FAILURE(failed) || size <= 0) return fmt::format("[U+{:04X}]", static_cast<std::uint32_t>(c));
  std::string words(name.data(), static_cast<std::size_t>(size));
  for (char& letter : words)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return '[' + words + ']';
}

} // namespace

std::string legible(std::string_view text, const std::function<bool(char32_t)>& printable) {
  std::string out;
  out.reserve(text.size() + 16);
  bool described = false; // the sign before this one
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    const auto from = static_cast<std::size_t>(at);
    UChar32 c = 0;
    U8_NEXT(text.data(), at, size, c);
    const auto sign = static_cast<char32_t>(c);
    if (c >= 0 && only_changes_looks(sign) && (described || sign != joiner)) continue;
    const bool kept = c == '\n' || (c >= 0x20 && c < 0x7f) || (c >= 0x80 && u_charType(c) == U_FORMAT_CHAR);
    described = false;
    if (c < 0) {
      out += '?';
    } else if (kept) {
      out.append(text.substr(from, static_cast<std::size_t>(at) - from));
    } else if (u_charType(c) == U_CONTROL_CHAR) {
      if (c != '\r') out += ' ';
    } else if (printable(sign)) {
      out.append(text.substr(from, static_cast<std::size_t>(at) - from));
    } else {
      out += named(sign);
      described = true;
    }
  }
  return out;
}

} // namespace tidings
