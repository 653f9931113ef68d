#include "actors/connector/london.hpp"

#include <date/tz.h>
#include <fmt/format.h>

namespace tidings::london {
namespace {

const date::time_zone* zone() { return date::locate_zone("Europe/London"); }

// Two or four digits at `at`; -1 when they aren't digits.
int number(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  for (const char c : text.substr(at, digits)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool is_fraction(std::string_view text) {
  return text.empty() || (text.size() > 1 && text[0] == '.' && text.find_first_not_of("0123456789", 1) == text.npos);
}

timestamp to_utc(date::local_seconds local) {
  return std::chrono::time_point_cast<millis>(zone()->to_sys(local, date::choose::earliest));
}

} // namespace

result<timestamp> read(std::string_view local) {
  const auto bad = [&] {
    return fail(error_code::invalid_input,
                fmt::format("`{}` is not a local date and time like 2026-03-30T09:10:00", local.substr(0, 40)));
  };
  const int year = number(local, 0, 4), month = number(local, 5, 2), day = number(local, 8, 2);
  if (year < 1 || month < 1 || day < 1 || local[4] != '-' || local[7] != '-') return bad();
  const auto ymd = date::year(year) / date::month(static_cast<unsigned>(month)) / date::day(static_cast<unsigned>(day));
  if (!ymd.ok()) return bad();
  if (local.size() == 10) return to_utc(date::local_days(ymd));
  const int hour = number(local, 11, 2), minute = number(local, 14, 2), second = number(local, 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return bad();
  if (local[10] != 'T' || local[13] != ':' || local[16] != ':' || !is_fraction(local.substr(19))) return bad();
  return to_utc(date::local_days(ymd) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                std::chrono::seconds(second));
}

std::string print(timestamp at) {
  return date::format("%Y-%m-%dT%H:%M:%S", zone()->to_local(std::chrono::floor<std::chrono::seconds>(at)));
}

std::string print_date(timestamp at) { return date::format("%Y-%m-%d", date::floor<date::days>(zone()->to_local(at))); }

timestamp midnight(timestamp at, int days) {
  return to_utc(date::floor<date::days>(zone()->to_local(at)) + date::days(days));
}

} // namespace tidings::london
