#pragma once
// An actor's one timer. It follows the clock that never steps; whoever it wakes asks the wall clock anew.
#include "schemas/moment.hpp"

#include <caf/all.hpp>

#include <algorithm>

namespace tidings {

template <class Self> instant steady_now(Self* self) { return self->home_system().clock().now(); }
template <class Self> moment look_at_clocks(Self* self, const wall_clock& wall) { return {wall(), steady_now(self)}; }

class alarm {
public:
  /// So long, at most, goes unnoticed that the wall clock was set.
  static constexpr millis wait_max{60'000};

  /// Sends `self` a tick after `wait`, or after `wait_max`; not if an earlier one is set.
  template <class Self> void ring_in(Self* self, millis wait) {
    const auto now = steady_now(self);
    const auto at = now + std::clamp(wait, millis(0), wait_max);
    if (at >= at_) return;
    at_ = at;
    self->delayed_send(self, std::chrono::duration_cast<caf::timespan>(at - now), caf::tick_atom::value, ++generation_);
  }
  /// False for a tick that a later call has overtaken. True: it rang, and isn't set any more.
  bool rings(std::uint64_t generation) {
    if (generation != generation_) return false;
    at_ = instant::max();
    return true;
  }

private:
  instant at_ = instant::max();
  std::uint64_t generation_ = 0;
};

} // namespace tidings
