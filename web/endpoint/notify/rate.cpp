#include "web/endpoint/notify/rate.hpp"

#include <algorithm>

namespace tidings::web::notify {

bool rate_windows::enter(const std::string& key, int max, timestamp now) {
  auto& mine = of_key_[key];
  constexpr auto round = static_cast<std::int64_t>(seconds);
  // A clock that was set back counts on where it stood: nobody gets a second minute for it.
  const auto second = std::max(to_ms(now) / 1'000, mine.last);
  for (auto passed = std::max(mine.last + 1, second - round + 1); passed <= second; ++passed) {
    auto& old = mine.counts[static_cast<std::size_t>(passed % round)];
    mine.sum -= old;
    old = 0;
  }
  mine.last = second;
  if (mine.sum >= max) return false;
  ++mine.counts[static_cast<std::size_t>(second % round)];
  ++mine.sum;
  return true;
}

} // namespace tidings::web::notify
