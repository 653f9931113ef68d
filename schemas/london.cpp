#include "schemas/london.hpp"

#include <date/tz.h>

namespace tidings {

timestamp end_of_london_day(timestamp at) {
  const auto& london = *date::locate_zone("Europe/London");
  const auto tomorrow = date::floor<date::days>(london.to_local(at)) + date::days(1);
  // Its clocks change at one in the morning, so every midnight is there once.
  return std::chrono::floor<millis>(london.to_sys(tomorrow, date::choose::earliest));
}

} // namespace tidings
