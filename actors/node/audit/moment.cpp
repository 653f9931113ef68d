#include "actors/node/audit/moment.hpp"

#include <algorithm>
#include <chrono>

namespace tidings::audit {
namespace {

/// Whole numbers out of a text of a fixed shape.
class digits {
public:
  explicit digits(std::string_view text) : left_(text) {}

  bool take(std::size_t count, int& into) {
    const auto part = left_.substr(0, count);
    if (part.size() != count || !std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }))
      return false;
    into = 0;
    for (const char c : part) into = into * 10 + (c - '0');
    left_.remove_prefix(count);
    return true;
  }
  bool skip(char expected) {
    if (left_.empty() || left_.front() != expected) return false;
    left_.remove_prefix(1);
    return true;
  }
  bool at_end() const { return left_.empty(); }

private:
  std::string_view left_;
};

} // namespace

std::optional<timestamp> read_moment(std::string_view text) {
  digits in(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0;
  if (!in.take(4, year) || !in.skip('-') || !in.take(2, month) || !in.skip('-') || !in.take(2, day))
    return std::nullopt;
  if (!in.at_end()) {
    if (!in.skip('T') || !in.take(2, hour) || !in.skip(':') || !in.take(2, minute) || !in.skip(':') ||
        !in.take(2, second))
      return std::nullopt;
    if (in.skip('.') && !in.take(3, ms)) return std::nullopt;
    if (!in.skip('Z') || !in.at_end()) return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return timestamp(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second) + millis(ms);
}

} // namespace tidings::audit
