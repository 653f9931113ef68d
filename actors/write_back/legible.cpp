#include "actors/write_back/legible.hpp"

#include "schemas/sms/utf8.hpp"

#include <unicode/uchar.h>

#include <fmt/format.h>

#include <array>

namespace tidings {
namespace {

constexpr char32_t joiner = 0x200d, text_form = 0xfe0e, picture_form = 0xfe0f;
constexpr char32_t no_character = 0xfffd; // for bytes that are none

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
  std::u32string out;
  bool described = false; // the sign before this one
  for (const auto sign : sms::code_points(text)) {
    if (only_changes_looks(sign) && (described || sign != joiner)) continue;
    const auto sort = u_charType(static_cast<UChar32>(sign));
    const bool kept = sign == '\n' || (sign >= 0x20 && sign < 0x7f) || sort == U_FORMAT_CHAR;
    described = false;
    if (sign == no_character) {
      out += U'?';
    } else if (kept) {
      out += sign;
    } else if (sort == U_CONTROL_CHAR) {
      if (sign != '\r') out += U' ';
    } else if (printable(sign)) {
      out += sign;
    } else {
      for (const char c : named(sign)) out += static_cast<unsigned char>(c);
      described = true;
    }
  }
  return sms::to_utf8(out);
}

} // namespace tidings
