#include "actors/connector/fhir/moments.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tidings::fhir {
namespace {

/// Digits at `at`; nothing when they aren't digits.
std::optional<int> number(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// `Z`, `+01:00` or `-01:00`.
std::optional<std::chrono::minutes> offset_of(std::string_view text) {
  if (text == "Z") return std::chrono::minutes(0);
  const auto hours = number(text, 1, 2), minutes = number(text, 4, 2);
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' || !hours || !minutes) return {};
  if (*hours > 14 || *minutes > 59) return {};
  const std::chrono::minutes span = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return text[0] == '+' ? span : -span;
}

std::optional<timestamp> read(std::string_view text) {
  constexpr std::size_t seconds_end = std::string_view("2026-03-30T09:10:00").size();
  const auto year = number(text, 0, 4), month = number(text, 5, 2), day = number(text, 8, 2);
  const auto hour = number(text, 11, 2), minute = number(text, 14, 2), second = number(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second || text.size() <= seconds_end) return {};
  if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') return {};
  const auto date = date::year(*year) / *month / *day;
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return {};
  auto rest = text.substr(seconds_end); // a fraction says nothing about which appointment it is
  if (rest.front() == '.') rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
  const auto offset = offset_of(rest);
  if (!offset) return {};
  return timestamp(date::sys_days(date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second) - *offset;
}

} // namespace

result<timestamp> read_instant(std::string_view text) {
  if (const auto at = read(text)) return *at;
  return fail(error_code::invalid_input,
              fmt::format("the FHIR server's start `{}` is no time with its offset", text.substr(0, 40)));
}

} // namespace tidings::fhir
