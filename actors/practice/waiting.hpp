#pragma once
// When a message may be tried next.
#include "actors/practice/state.hpp"

namespace tidings {

/// A wall clock set back by less than this only makes a wait that much longer.
constexpr millis clock_step_back_max{60'000};

/// A wait that began later than it is now began under a clock that was wrong, and is over.
inline timestamp ready_at(const message_track& track, timestamp now) {
  return now + clock_step_back_max < track.changed_at ? std::min(now, track.not_before) : track.not_before;
}

} // namespace tidings
