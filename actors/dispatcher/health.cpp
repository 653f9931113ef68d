#include "actors/dispatcher/health.hpp"

#include <algorithm>

namespace tidings {

void provider_health::answered(const attempt_outcome& what) {
  // A message that can't be delivered says nothing against the provider.
  const bool good = what.result == attempt_result::sent || what.result == attempt_result::permanent;
  good_.push_back(good);
  if (good_.size() > remembered) good_.pop_front();
  in_a_row_ = good ? 0 : in_a_row_ + 1;
  stopped_ = what.result == attempt_result::configuration;
  if (!good) last_detail_ = what.detail;
}

provider_state provider_health::state() const {
  if (stopped_) return provider_state::stopped;
  if (in_a_row_ >= down_after) return provider_state::down;
  const auto bad = static_cast<double>(std::count(good_.begin(), good_.end(), false));
  if (bad > degraded_share * static_cast<double>(good_.size())) return provider_state::degraded;
  return provider_state::up;
}

std::string provider_health::reason() const {
  switch (state()) {
  case provider_state::up:
    return {};
  case provider_state::degraded:
    return "Some calls fail; they are tried again or looked up. Last: " + last_detail_;
  case provider_state::down:
    return "Calls fail one after the other; messages wait. Last: " + last_detail_;
  case provider_state::stopped:
    return "The account is refused; messages wait. Look at its key and its credit: " + last_detail_;
  }
  return {};
}

} // namespace tidings
