#pragma once
// Which stretch of the diary is read.
#include "actors/connector/london.hpp"

namespace tidings::systmone {

struct window {
  timestamp from{}; ///< included
  timestamp to{};   ///< not included
  bool operator==(const window&) const = default;
};

/// From today's local midnight over today and `days_ahead` more whole local days, whatever the clocks do meanwhile.
inline window window_of(timestamp now, int days_ahead) {
  return {london::midnight(now), london::midnight(now, days_ahead + 1)};
}

} // namespace tidings::systmone
