#pragma once
// The day as people in England count it: budgets are by it.
#include "schemas/time.hpp"

namespace tidings {

/// The midnight in London that ends the day which `at` is in.
timestamp end_of_london_day(timestamp at);

/// Whether a day that ends then is the one that `now` is in, whatever the clock said when it was noted.
inline bool is_of_today(timestamp day_ends_at, timestamp now) {
  constexpr std::chrono::hours longest_day{25};
  return now < day_ends_at && day_ends_at <= now + longest_day;
}

} // namespace tidings
