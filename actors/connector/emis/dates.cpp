#include "actors/connector/emis/dates.hpp"

#include "actors/connector/london.hpp"

#include <fmt/format.h>

namespace tidings::emis {
namespace {

/// `2026-03-30` of either form; empty when it is neither.
std::string iso_date(std::string_view text) {
  if (text.size() >= 10 && text[2] == '/' && text[5] == '/')
    return fmt::format("{}-{}-{}", text.substr(6, 4), text.substr(3, 2), text.substr(0, 2));
  return std::string(text.substr(0, 10));
}

/// `09:10:00` of `09:10`, `09:10:00` or `2026-03-30T09:10:00`.
std::string clock_time(std::string_view text) {
  if (const auto at = text.find('T'); at != std::string_view::npos) text.remove_prefix(at + 1);
  return text.size() == 5 ? fmt::format("{}:00", text) : std::string(text);
}

} // namespace

result<timestamp> read_moment(std::string_view date, std::string_view time) {
  const auto day = iso_date(date);
  std::string_view clock = time;
  if (clock.empty() && date.size() > 11 && (date[10] == 'T' || date[10] == ' ')) clock = date.substr(11);
  if (date.size() < 10 || clock.empty() || clock.ends_with('Z') || clock.find('+') != std::string_view::npos)
    return fail(error_code::invalid_input, fmt::format("`{} {}` is no local date and time like 30/03/2026 09:10",
                                                       date.substr(0, 20), time.substr(0, 20)));
  return london::read(day + "T" + clock_time(clock));
}

std::string print_date(timestamp at) {
  const auto iso = london::print_date(at);
  return fmt::format("{}/{}/{}", iso.substr(8, 2), iso.substr(5, 2), iso.substr(0, 4));
}

std::string print_time(timestamp at) { return london::print(at).substr(11); }

} // namespace tidings::emis
