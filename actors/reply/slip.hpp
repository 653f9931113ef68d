#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tidings::reply_words {

/// At most `limit` slips between two ASCII words? A slip is a letter too many, too few, wrong, or swapped with its
/// neighbour (optimal string alignment). Words over 31 letters are never near.
constexpr bool within_slips(std::string_view a, std::string_view b, std::size_t limit) noexcept {
  constexpr std::size_t letters_max = 31;
  if (a.size() > letters_max || b.size() > letters_max) return false;
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return false;
  using row = std::array<std::uint8_t, letters_max + 1>;
  row before_last{}, last{}, now{};
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<std::uint8_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = static_cast<std::uint8_t>(i);
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      std::size_t cost = std::min<std::size_t>({last[j] + 1U, now[j - 1] + 1U, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost = std::min<std::size_t>(cost, before_last[j - 2] + 1U);
      now[j] = static_cast<std::uint8_t>(cost);
      least = std::min(least, cost);
    }
    if (least > limit)
      return false; // a later row is at most one better through a swap, and then no better than its start
    before_last = last;
    last = now;
  }
  return last[b.size()] <= limit;
}

} // namespace tidings::reply_words
