#pragma once
// How fast an account may be spoken to. Slower when the message centre says so, then slowly faster again. Pure.
#include "schemas/time.hpp"

#include <algorithm>
#include <cstdint>

namespace tidings::smpp {

/// A moment on a clock that only goes forward.
using instant = std::chrono::duration<std::int64_t, std::milli>;

class pace {
public:
  explicit pace(double per_second) : most_(std::max(per_second, slowest)), now_(most_) {}

  double per_second() const { return now_; }
  instant ready_at() const { return ready_; }

  void sent(instant now) {
    // Up to a tenth of a second's worth may go at once: timers are no finer than that under load.
    const instant behind = now - instant(100);
    exact_us_ = std::max(exact_us_, behind.count() * 1'000) + static_cast<std::int64_t>(1e6 / now_);
    ready_ = std::max(ready_, instant(exact_us_ / 1'000));
  }
  /// One wave of refusals, as the requests under way bring them, counts once.
  void throttled(instant now) {
    if (now < deaf_until_) return;
    now_ = std::max(slowest, now_ / 2);
    ready_ = std::max(ready_, now + pause);
    deaf_until_ = now + pause;
  }
  void taken(instant now) {
    if (now >= deaf_until_) now_ = std::min(most_, now_ + most_ * faster_share);
  }

private:
  static constexpr double slowest = 0.1;       ///< a second: it must come back to life by itself
  static constexpr double faster_share = 0.01; ///< of the account's rate, for each message taken
  static constexpr instant pause{1'000};       ///< message centres count within a second
  double most_, now_;
  std::int64_t exact_us_ = 0;
  instant ready_{0}, deaf_until_{0};
};

} // namespace tidings::smpp
