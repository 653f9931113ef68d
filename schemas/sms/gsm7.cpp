#include "schemas/sms/gsm7.hpp"

#include "schemas/sms/utf8.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace tidings::sms {
namespace {

// Positions 0x00 to 0x7F in order, without the escape at 0x1B.
constexpr std::u32string_view basic = U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
                                      U"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view extension = U"\f^{}\\[~]|€";
constexpr std::string_view extension_codes = "\x0A\x14\x28\x29\x2F\x3C\x3D\x3E\x40\x65"; // in the order of `extension`
constexpr char escape = 0x1B;
constexpr std::u32string_view welsh = U"ẁỳáíóúẃýëïẅÿâêîôûŵŷÀÈÌÒÙẀỲÁÍÓÚẂÝËÏẄŸÂÊÎÔÛŴŶ";

static_assert(basic.size() == 127 && extension.size() == 10 && welsh.size() == 43);

/// Of nearly all that is written: every character of every message is asked for.
constexpr auto septets = [] {
  std::array<std::uint8_t, 0x400> of{};
  for (const auto c : basic) of[c] = 1;
  for (const auto c : extension)
    if (c < of.size()) of[c] = 2;
  return of;
}();

} // namespace

int septets_of(char32_t c) {
  if (c < septets.size()) return septets[c];
  return extension.find(c) != extension.npos ? 2 : 0;
}

bool append_gsm7(std::string& out, char32_t c) {
  if (const auto at = basic.find(c); at != basic.npos) {
    out += static_cast<char>(at < escape ? at : at + 1); // `basic` leaves the escape out
    return true;
  }
  const auto at = extension.find(c);
  if (at == extension.npos) return false;
  out += escape;
  out += extension_codes[at];
  return true;
}

std::string utf8_of_gsm7(std::string_view codes) {
  std::u32string out;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    auto code = static_cast<std::uint8_t>(codes[i]);
    if (code == escape) {
      const auto at = i + 1 < codes.size() ? extension_codes.find(codes[i + 1]) : extension_codes.npos;
      out += at == extension_codes.npos ? U' ' : extension[at];
      if (at != extension_codes.npos) ++i;
    } else {
      if (code > escape) --code;
      out += code < basic.size() ? basic[code] : U'\uFFFD';
    }
  }
  return to_utf8(out);
}

bool is_welsh_beyond_gsm(char32_t c) { return welsh.find(c) != welsh.npos; }

} // namespace tidings::sms
