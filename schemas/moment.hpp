#pragma once
// Both clocks at one look. Spans are measured on the one that never steps: back-off, patience, rates. The wall clock
// says what the time of day is, and is asked anew each time: it may be set forward or back at any moment.
#include "schemas/time.hpp"

namespace tidings {

/// Of the clock that never steps.
using instant = std::chrono::steady_clock::time_point;

struct moment {
  timestamp wall{};
  instant steady{};

  moment() = default;
  moment(timestamp wall_now, instant steady_now) : wall(wall_now), steady(steady_now) {}
  /// Of a wall clock that is known never to step, as in most tests.
  moment(timestamp wall_now) : wall(wall_now), steady(wall_now.time_since_epoch()) {}

  /// What the wall clock will say then, unless it steps.
  timestamp wall_at(instant then) const { return wall + std::chrono::ceil<millis>(then - steady); }
};

} // namespace tidings
