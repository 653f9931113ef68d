#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::sim {

struct patient_answer {
  std::string text;
  /// confirm, cancel, opt_out, or person: a human must read it and nothing may happen by itself.
  std::string intent;
};

/// What the owner of this phone writes back to this text, or nothing. `ordinal` is how many texts the phone had before,
/// so that the same seed gives the same day. Of ten who answer, about 5.5 confirm, 3 cancel, 1.2 need a person and 0.2
/// opt out.
std::optional<patient_answer> answer_of(std::uint64_t seed, std::string_view phone, std::uint64_t ordinal,
                                        std::string_view text, double reply_rate);

/// Whether a text asks to be answered: it offers the word CANCEL in capitals, or says "reply cancel".
bool asks_for_answer(std::string_view text);

} // namespace tidings::sim
