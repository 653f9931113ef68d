#include "schemas/sms/gsm7.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace tidings::sms {
namespace {

// Positions 0x00 to 0x7F in order, without the escape at 0x1B.
constexpr std::u32string_view basic = U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
                                      U"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view extension = U"\f^{}\\[~]|€";
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

bool is_welsh_beyond_gsm(char32_t c) { return welsh.find(c) != welsh.npos; }

} // namespace tidings::sms
