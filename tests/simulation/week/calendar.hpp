#pragma once
// London's clock in the week that is played, counted by hand: nothing here asks the broker what time it is. Summer time
// begins in it.
#include "schemas/time.hpp"

#include <string>

namespace tidings::week {

using namespace std::chrono_literals;

inline constexpr timestamp week_begins = std::chrono::sys_days{std::chrono::year{2026} / 3 / 26}; // a Thursday
inline constexpr timestamp week_ends = week_begins + std::chrono::days(7);
inline constexpr timestamp summer_begins = std::chrono::sys_days{std::chrono::year{2026} / 3 / 29} + 1h;

struct clock_face {
  int month = 0, day = 0, weekday = 0, hour = 0, minute = 0; ///< weekday 0: Monday
  std::int64_t days = 0;                                     ///< counts up by one each midnight
};

inline clock_face london(timestamp at) {
  const auto local = at < summer_begins ? at : at + 1h;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(local - day);
  return {.month = static_cast<int>(static_cast<unsigned>(date.month())),
          .day = static_cast<int>(static_cast<unsigned>(date.day())),
          .weekday = static_cast<int>(std::chrono::weekday(day).iso_encoding()) - 1,
          .hour = static_cast<int>(time.hours().count()),
          .minute = static_cast<int>(time.minutes().count()),
          .days = day.time_since_epoch().count()};
}

/// This time of day on a day of the week, 0 its first.
inline timestamp at_local(int day, int hour, int minute) {
  const auto plain = week_begins + std::chrono::days(day) + std::chrono::hours(hour) + std::chrono::minutes(minute);
  return plain >= summer_begins + 1h ? plain - 1h : plain;
}

/// `9:10am`
inline std::string time_of_day(timestamp at) {
  const auto face = london(at);
  const int hour = face.hour % 12 == 0 ? 12 : face.hour % 12;
  return std::to_string(hour) + (face.minute < 10 ? ":0" : ":") + std::to_string(face.minute) +
         (face.hour < 12 ? "am" : "pm");
}

inline std::string weekday_name(int weekday) {
  constexpr const char* names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  return names[weekday];
}

/// `Tue 3 Mar 9:10am`
inline std::string day_and_time(timestamp at) {
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto face = london(at);
  return weekday_name(face.weekday).substr(0, 3) + ' ' + std::to_string(face.day) + ' ' + months[face.month - 1] + ' ' +
         time_of_day(at);
}

} // namespace tidings::week
