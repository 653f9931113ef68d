#pragma once
// A time of day that is not led astray by a clock that is wrong for a while. A wall clock may be years off until NTP
// sets it right, and what the broker decides meanwhile (too late to remind, expired) it can't take back.
#include "schemas/moment.hpp"

#include <memory>
#include <mutex>
#include <optional>

namespace tidings {

/// Follows the wall clock, except that a great step is believed only once it has lasted. Until then time goes on as it
/// did before the step.
class calm_clock {
public:
  static constexpr millis followed_at_once{60'000};    ///< NTP's own steps, leap seconds: these change no decision
  static constexpr millis believed_after{15 * 60'000}; ///< longer than NTP takes to see that a clock is wrong

  /// What time of day it is. For any thread.
  timestamp look(moment seen) {
    const std::lock_guard guard(lock_);
    if (!last_) {
      last_ = began_ = seen;
      return seen.wall;
    }
    const auto expected = last_->wall_at(seen.steady);
    const auto off = seen.wall - expected;
    // Just started, it knows no better time than what it is told.
    const bool young = seen.steady < began_.steady + believed_after;
    if (young || std::chrono::abs(off) < followed_at_once) return follow(seen);
    if (!step_ || std::chrono::abs(off - step_->off) >= followed_at_once) step_ = {off, seen.steady};
    if (seen.steady < step_->since + believed_after) return expected;
    return follow(seen);
  }

private:
  struct step {
    millis off{};
    instant since{};
  };
  timestamp follow(moment seen) {
    last_ = seen;
    step_.reset();
    return seen.wall;
  }

  std::mutex lock_;
  std::optional<moment> last_; ///< when the wall clock was last believed
  moment began_;
  std::optional<step> step_; ///< that is not believed yet
};

/// `raw` as one such clock shows it: whoever is given the same one agrees about the time of day.
inline wall_clock calmed(wall_clock raw, std::function<instant()> steady) {
  return [raw = std::move(raw), steady = std::move(steady), clock = std::make_shared<calm_clock>()] {
    return clock->look({raw(), steady()});
  };
}

} // namespace tidings
