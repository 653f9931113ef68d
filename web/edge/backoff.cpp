#include "web/edge/backoff.hpp"

#include <algorithm>

namespace tidings::edge {

millis backoff::next(std::uint32_t dice) {
  wait_ = wait_.count() == 0 ? redial_first : std::min(wait_ * 2, redial_max);
  const auto half = wait_ / 2;
  return half + millis(dice % static_cast<std::uint32_t>(half.count() + 1));
}

} // namespace tidings::edge
