#pragma once
// A rate. Pure.
#include "schemas/moment.hpp"

#include <optional>

namespace tidings {

/// Lets `per_second` through on average and a tenth of a second's worth at once (one at least). `share`: of that rate.
class token_bucket {
public:
  token_bucket() = default;
  explicit token_bucket(double per_second);
  bool take(moment now, double share = 1);
  bool has_one(moment now, double share = 1) const { return tokens_at(now, share) >= 1; }
  /// When the next token is there.
  timestamp ready_at(moment now, double share = 1) const;

private:
  double tokens_at(moment now, double share) const;
  double per_second_ = 1, burst_ = 1, tokens_ = 1;
  std::optional<instant> filled_at_;
};

} // namespace tidings
