#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "actors/reply/parser.hpp"
#include "actors/reply/words.hpp"

namespace tidings::reply_words {

/// More open appointments than this are never told apart by a reply.
inline constexpr std::size_t appointments_max = 32;
using appointment_set = std::uint32_t; ///< bit i: appointment i

/// A day or a time a patient names, as far as it goes: which open appointments it fits, and how many words it took (0:
/// none).
struct named_time {
  std::size_t length = 0;
  appointment_set fits = 0;
};

/// Reads "thursday", "on Thursday 14th March at 9.10", "tomorrow morning", "14/3", "9:10am" at the start of `words`.
/// What an appointment doesn't say, it doesn't fit.
named_time read_time(std::span<const word> words, std::span<const open_appointment> appointments) noexcept;

} // namespace tidings::reply_words
