#pragma once
#include <algorithm>
#include <chrono>
#include <optional>

namespace tidings::sim {

enum class throttle_mode { delay, drop };

/// Client Integration specification v33.4, "Introduction": one function a second per client, one GetPatientRecord per
/// thirty seconds (which requests count as that is the caller's to say).
struct throttle_rules {
  double requests_per_second = 1.0;
  std::chrono::milliseconds record_interval{30000};
  throttle_mode mode = throttle_mode::delay;
};

/// One SystmOne client's limits, over all its connections. Time is whatever steady time the caller passes in.
class throttle {
public:
  using time = std::chrono::milliseconds;
  explicit throttle(throttle_rules rules)
      : rules_{rules}, gap_{rules.requests_per_second <= 0
                                ? 0
                                : static_cast<time::rep>(1000.0 / rules.requests_per_second)} {}

  /// How long to wait before the request is carried out, or nothing when it is to be ignored (mode `drop`).
  std::optional<time> admit(time now, bool is_full_record) {
    const auto slot = std::max(now, next_);
    const auto record_slot = is_full_record ? std::max(slot, next_record_) : slot;
    if (rules_.mode == throttle_mode::drop && record_slot > now) {
      ++held_back_;
      return std::nullopt;
    }
    // A record that must wait its thirty seconds doesn't hold up the requests after it.
    next_ = slot + gap_;
    if (is_full_record) next_record_ = record_slot + rules_.record_interval;
    if (record_slot > now) ++held_back_;
    return record_slot - now;
  }

  /// Requests delayed or dropped so far.
  std::uint64_t held_back() const { return held_back_; }

private:
  throttle_rules rules_;
  time gap_;
  time next_{0}, next_record_{0};
  std::uint64_t held_back_ = 0;
};

} // namespace tidings::sim
