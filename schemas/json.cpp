#include "schemas/json.hpp"

#include <fmt/format.h>

namespace tidings {

std::string iso8601(timestamp at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  // A `timestamp` reaches years that a chrono::year can't hold: only what turns back into the same day is a date.
  if (std::chrono::sys_days(date) != day || year < 0 || year > 9999) return {};
  const std::chrono::hh_mm_ss time(at - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", year, static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), time.hours().count(), time.minutes().count(),
                     time.seconds().count(), time.subseconds().count());
}

} // namespace tidings
