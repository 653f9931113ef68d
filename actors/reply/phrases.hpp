#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "actors/reply/parser.hpp"
#include "actors/reply/when.hpp"
#include "actors/reply/words.hpp"

namespace tidings::reply_words {

/// A run of words with one job.
struct phrase {
  phrase_kind kind;
  std::uint16_t begin; ///< first word
  std::uint16_t end;
  gap before;
  appointment_set fits; ///< of a `when`, or of an object with a day or time in it
  bool names_time;      ///< `fits` says something
};

/// A reply that acts is short; more phrases than this never act.
inline constexpr std::size_t phrases_max = 24;

/// A reply as phrases, from the first word to the last.
struct phrase_list {
  std::array<phrase, phrases_max> items;
  std::size_t count = 0;
  bool complete = true; ///< every word belongs to a known phrase

  std::span<const phrase> all() const noexcept { return {items.data(), count}; }
};

/// Longest phrase first, left to right; no phrase reaches over punctuation. Stops at the first word it can't place.
void cover(const cut_text& text, std::span<const open_appointment> appointments, phrase_list& result) noexcept;

} // namespace tidings::reply_words
