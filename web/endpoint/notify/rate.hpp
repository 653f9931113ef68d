#pragma once
// How many requests each key made within the last minute. Pure; for the endpoint's thread.
#include "schemas/time.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <string>

namespace tidings::web::notify {

class rate_windows {
public:
  static constexpr std::size_t seconds = 60; ///< GOV.UK Notify's window

  /// Counts one request of this key, unless it has made `max` of them already. Refused ones don't count.
  bool enter(const std::string& key, int max, timestamp now);

private:
  struct window {
    std::array<int, seconds> counts{}; ///< by second, going round
    std::int64_t last = 0;             ///< the second that was counted last
    int sum = 0;
  };
  std::map<std::string, window> of_key_; ///< as many as there are keys in the configuration
};

} // namespace tidings::web::notify
