#pragma once
// When a child that ended is started again. One-for-one, with back-off and a cap. Pure.
#include "schemas/moment.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>

namespace tidings {

struct restart_limits {
  millis back_off_min{50};
  millis back_off_max{5'000};
  int restarts_max = 5; ///< within `window`; more often than that and the child rests for `rest`
  millis window{10'000};
  millis rest{30'000};
};

class restart_policy {
public:
  explicit restart_policy(restart_limits limits = {}) : limits_(limits) {}

  void started(instant now) { started_at_ = now; }

  /// A child ended. How long to wait before it is started again.
  millis ended(instant now) {
    ++total_;
    recent_.push_back(now);
    while (now - recent_.front() > limits_.window) recent_.pop_front();
    if (now - started_at_ > limits_.window) streak_ = 0; // it was well for long enough
    if (static_cast<int>(recent_.size()) > limits_.restarts_max) return limits_.rest;
    const auto wait = limits_.back_off_min * (std::int64_t{1} << std::min(streak_++, 16));
    return std::min(std::chrono::duration_cast<millis>(wait), limits_.back_off_max);
  }

  /// What ended the child is out of its way: its next lives aren't made to wait for the earlier ones.
  void cause_gone() {
    recent_.clear();
    streak_ = 0;
  }

  std::uint64_t total() const { return total_; }

private:
  restart_limits limits_;
  instant started_at_{};
  std::deque<instant> recent_;
  int streak_ = 0;
  std::uint64_t total_ = 0;
};

} // namespace tidings
