#include "actors/practice/hours.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace tidings {
namespace {

const date::time_zone& london() { return *date::locate_zone("Europe/London"); }

date::local_time<millis> local(timestamp at) { return london().to_local(at); }

bool open_on(const opening_hours& hours, date::weekday day) {
  if (day == date::Saturday) return hours.saturdays;
  if (day == date::Sunday) return hours.sundays;
  return true;
}

// A local time that the clocks skip in spring is the moment of the change; one that they repeat in autumn is two.
timestamp to_utc(date::local_time<millis> at, date::choose which) {
  return std::chrono::floor<millis>(london().to_sys(at, which));
}

constexpr std::array weekdays = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::array months = {"January", "February", "March",     "April",   "May",      "June",
                               "July",    "August",   "September", "October", "November", "December"};

} // namespace

bool keeps_hours(const practice_settings& settings, message_kind kind, channel by) {
  if (kind == message_kind::waiting_list) return true; // whoever is asked has minutes to answer
  const auto& [kinds, channels] = std::tie(settings.hours.kinds, settings.hours.channels);
  const bool rings = by == channel::voice && kind == message_kind::confirmation; // nobody is rung at night for that
  return (rings || settings.hours.own.contains(kind) || std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) &&
         std::find(channels.begin(), channels.end(), by) != channels.end();
}

opening_hours hours_of(const sending_hours& hours, message_kind kind) {
  if (const auto found = hours.own.find(kind); found != hours.own.end()) return found->second;
  return {hours.opens, hours.closes, hours.saturdays, hours.sundays};
}

bool is_open(const opening_hours& hours, timestamp at) {
  const auto here = local(at);
  const auto day = date::floor<date::days>(here);
  const auto minute = std::chrono::duration_cast<std::chrono::minutes>(here - day).count();
  return open_on(hours, date::weekday(day)) && minute >= hours.opens && minute < hours.closes;
}

timestamp next_open(const opening_hours& hours, timestamp at) {
  if (is_open(hours, at)) return at;
  if (hours.opens >= hours.closes) return never;
  auto day = date::floor<date::days>(local(at));
  for (int tries = 0; tries < 8; ++tries, day += date::days(1)) {
    if (!open_on(hours, date::weekday(day))) continue;
    for (const auto which : {date::choose::earliest, date::choose::latest}) {
      const auto opening = to_utc(date::local_time<millis>(day) + std::chrono::minutes(hours.opens), which);
      if (opening >= at) return opening;
    }
  }
  return never;
}

timestamp closing(const opening_hours& hours, timestamp at) {
  const auto day = date::floor<date::days>(local(at));
  return to_utc(date::local_time<millis>(day) + std::chrono::minutes(hours.closes), date::choose::earliest);
}

local_parts local_parts_of(timestamp at) {
  const auto here = local(at);
  const auto day = date::floor<date::days>(here);
  const date::year_month_day ymd(day);
  const date::hh_mm_ss clock(here - day);
  return {.weekday = static_cast<int>(date::weekday(day).iso_encoding()) - 1,
          .day = static_cast<int>(static_cast<unsigned>(ymd.day())),
          .month = static_cast<int>(static_cast<unsigned>(ymd.month())),
          .hour = static_cast<int>(clock.hours().count()),
          .minute = static_cast<int>(clock.minutes().count()),
          .year = static_cast<int>(ymd.year())};
}

int days_between(timestamp from, timestamp to) {
  return static_cast<int>((date::floor<date::days>(local(to)) - date::floor<date::days>(local(from))).count());
}

std::string local_date(timestamp at) {
  const auto parts = local_parts_of(at);
  return fmt::format("{} {} {}", weekdays[static_cast<std::size_t>(parts.weekday)], parts.day,
                     months[static_cast<std::size_t>(parts.month) - 1]);
}

std::string local_time(timestamp at) {
  const auto parts = local_parts_of(at);
  const int hour = parts.hour % 12 == 0 ? 12 : parts.hour % 12;
  return fmt::format("{}:{:02}{}", hour, parts.minute, parts.hour < 12 ? "am" : "pm");
}

} // namespace tidings
