#include "schemas/sms/segments.hpp"

#include "schemas/sms/gsm7.hpp"
#include "schemas/sms/parts.hpp"
#include "schemas/sms/utf8.hpp"

#include <algorithm>
#include <string>

namespace tidings::sms {
namespace {

struct room {
  std::size_t alone, joined; ///< units in a message of one part, and in each part of several
};
constexpr room gsm_room{160, 153};
constexpr room ucs_room{70, 67};

constexpr std::size_t utf16_units(char32_t c) { return c > 0xFFFF ? 2 : 1; }

/// `size` gives the units of one character, none of which is cut in two. `cut` hears before which character a part of
/// several begins.
template <class F, class Cut> cost packed(std::u32string_view text, encoding by, room sizes, F size, Cut cut) {
  cost it{by, 0, 1};
  std::size_t parts = 1;
  std::size_t filled = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto units = static_cast<std::size_t>(size(text[at]));
    it.units += units;
    if (filled + units > sizes.joined) {
      ++parts;
      filled = 0;
      cut(at);
    }
    filled += units;
  }
  if (it.units > sizes.alone) it.segments = parts;
  return it;
}

template <class Cut> cost packed(std::u32string_view text, Cut cut) {
  if (std::all_of(text.begin(), text.end(), [](char32_t c) { return septets_of(c) > 0; }))
    return packed(text, encoding::gsm7, gsm_room, septets_of, cut);
  return packed(text, encoding::ucs2, ucs_room, utf16_units, cut);
}

} // namespace

std::string_view name_of(encoding which) { return which == encoding::gsm7 ? "gsm7" : "ucs2"; }

cost cost_of(std::string_view utf8) {
  return packed(code_points(utf8), [](std::size_t) {});
}

std::vector<std::string> parts_of(std::string_view utf8) {
  const auto text = code_points(utf8);
  std::vector<std::size_t> ends;
  const auto cost = packed(text, [&](std::size_t at) { ends.push_back(at); });
  if (cost.segments == 1) return {to_utf8(text)}; // a little longer than a part of several, yet alone
  ends.push_back(text.size());
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (const auto end : ends) {
    parts.push_back(to_utf8(std::u32string_view(text).substr(begin, end - begin)));
    begin = end;
  }
  return parts;
}

std::size_t notify_fragments(std::string_view sanitised_utf8) {
  const auto text = code_points(sanitised_utf8);
  std::size_t units = 0;
  std::size_t escapes = 0;
  for (const auto c : text) {
    units += utf16_units(c);
    if (septets_of(c) == 2) ++escapes;
  }
  const bool unicode = std::any_of(text.begin(), text.end(), is_welsh_beyond_gsm);
  if (!unicode) units += escapes;
  const auto sizes = unicode ? ucs_room : gsm_room;
  return units <= sizes.alone ? 1 : (units + sizes.joined - 1) / sizes.joined;
}

} // namespace tidings::sms
