#pragma once

#include <cstdint>
#include <string_view>

#include "actors/reply/words.hpp"

namespace tidings::reply_words {

/// Which alarms a reply rings.
class alarm_set {
public:
  void add(alarm kind) noexcept { bits_ |= bit(kind); }
  bool has(alarm kind) const noexcept { return (bits_ & bit(kind)) != 0; }
  bool only_word(alarm kind) const noexcept { return has(kind) && only_that_; }
  void set_only_that(bool yes) noexcept { only_that_ = yes; }

private:
  static std::uint32_t bit(alarm kind) noexcept { return std::uint32_t{1} << static_cast<unsigned>(kind); }
  std::uint32_t bits_ = 0;
  bool only_that_ = false; ///< beside one alarm there are only courtesies
};

alarm_set find_alarms(const cut_text& text) noexcept;

/// For texts too long to be read in one piece: is there an emergency anywhere in `text`?
bool alarm_in_rest(std::string_view text, const own_vocabulary* added) noexcept;

} // namespace tidings::reply_words
