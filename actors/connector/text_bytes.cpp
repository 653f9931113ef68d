#include "actors/connector/text_bytes.hpp"

#include "schemas/sms/utf8.hpp"

#include <algorithm>
#include <array>

namespace tidings {
using sms::append_utf8;
using sms::code_points;
using sms::to_utf8;
namespace {

constexpr char32_t replacement = 0xFFFD;

// 0x80 to 0x9F; all others are the code points of the same number (Unicode's CP1252.TXT).
constexpr std::array<char32_t, 32> high_half{
    0x20AC, replacement, 0x201A,      0x0192, 0x201E,      0x2026,      0x2020, 0x2021,      0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152,      replacement, 0x017D, replacement, replacement, 0x2018, 0x2019,      0x201C, 0x201D, 0x2022,
    0x2013, 0x2014,      0x02DC,      0x2122, 0x0161,      0x203A,      0x0153, replacement, 0x017E, 0x0178};
constexpr unsigned high_first = 0x80, high_end = 0xA0;

constexpr bool is_high_surrogate(char32_t c) { return c >= 0xD800 && c < 0xDC00; }
constexpr bool is_low_surrogate(char32_t c) { return c >= 0xDC00 && c < 0xE000; }

} // namespace

bool is_utf8(std::string_view bytes) {
  // Each byte that isn't UTF-8 becomes U+FFFD, which is itself three bytes.
  return to_utf8(code_points(bytes)) == bytes;
}

std::string utf8_of_windows_1252(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    append_utf8(out, code >= high_first && code < high_end ? high_half[code - high_first] : char32_t{code});
  }
  return out;
}

std::string windows_1252_of(std::string_view utf8) {
  std::string out;
  for (const char32_t c : code_points(utf8)) {
    const auto* const high = std::find(high_half.begin(), high_half.end(), c);
    if (c < high_first || (c >= high_end && c <= 0xFF))
      out += static_cast<char>(c);
    else if (c != replacement && high != high_half.end())
      out += static_cast<char>(high_first + static_cast<unsigned>(high - high_half.begin()));
    else
      out += '?';
  }
  return out;
}

std::string utf8_of(std::u16string_view units) {
  std::string out;
  out.reserve(units.size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    char32_t c = units[i];
    if (is_high_surrogate(c) && i + 1 < units.size() && is_low_surrogate(units[i + 1]))
      c = 0x10000 + ((c - 0xD800) << 10) + (char32_t{units[++i]} - 0xDC00);
    else if (is_high_surrogate(c) || is_low_surrogate(c))
      c = replacement;
    append_utf8(out, c);
  }
  return out;
}

std::u16string utf16_of(std::string_view utf8) {
  std::u16string out;
  for (const char32_t c : code_points(utf8)) {
    if (c < 0x10000) {
      out += static_cast<char16_t>(c);
      continue;
    }
    out += static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10));
    out += static_cast<char16_t>(0xDC00 + ((c - 0x10000) & 0x3FF));
  }
  return out;
}

} // namespace tidings
