#include "actors/dispatcher/token_bucket.hpp"

#include <algorithm>
#include <cmath>

namespace tidings {

token_bucket::token_bucket(double per_second)
    : per_second_(per_second), burst_(std::max(1.0, per_second / 10)), tokens_(burst_) {}

double token_bucket::tokens_at(moment now, double share) const {
  if (!filled_at_) return tokens_;
  const auto since = std::chrono::duration<double>(now.steady - *filled_at_).count();
  return std::min(burst_, tokens_ + per_second_ * share * since);
}

bool token_bucket::take(moment now, double share) {
  tokens_ = tokens_at(now, share);
  filled_at_ = now.steady;
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

timestamp token_bucket::ready_at(moment now, double share) const {
  if (tokens_ >= 1 || !filled_at_) return now.wall;
  const auto wait = std::ceil((1 - tokens_) / (per_second_ * share) * 1'000);
  return std::max(now.wall, now.wall_at(*filled_at_ + millis(static_cast<std::int64_t>(wait))));
}

} // namespace tidings
