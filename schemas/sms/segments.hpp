#pragma once
// What a text costs on the air.
#include <cstddef>
#include <string_view>

namespace tidings::sms {

enum class encoding { gsm7, ucs2 };
std::string_view name_of(encoding which); ///< `gsm7`, `ucs2`

struct cost {
  encoding by = encoding::gsm7;
  std::size_t units = 0;    ///< septets, or UTF-16 units
  std::size_t segments = 1; ///< as a phone network counts them
};

/// Exactly what is sent (3GPP TS 23.038, 23.040 §9.2.3.24.1): one part of 160 septets or 70 units, or parts of 153 or
/// 67 behind a concatenation header. A pair (escape and character, or two surrogates) is never cut in two, so a part
/// may stay one unit short. A text without characters is one part.
cost cost_of(std::string_view utf8);

/// What GOV.UK Notify bills for a text that was sanitised: UCS-2 only for Welsh letters, pairs may be cut in two.
std::size_t notify_fragments(std::string_view sanitised_utf8);

} // namespace tidings::sms
