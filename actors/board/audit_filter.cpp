#include "actors/board/audit_filter.hpp"

#include "actors/board/csv.hpp"
#include "schemas/london.hpp"

#include <fmt/format.h>

#include <charconv>

namespace tidings {
namespace {

/// Noon of `2026-11-23`: in London it is that day, whatever the season.
std::optional<timestamp> noon_of(std::string_view text) {
  int year = 0;
  unsigned month = 0, day = 0;
  const auto number = [&](std::size_t at, std::size_t size, auto& into) {
    const auto* end = text.data() + at + size;
    const auto read = std::from_chars(text.data() + at, end, into);
    return read.ec == std::errc() && read.ptr == end;
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (!number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day)) return std::nullopt;
  const auto date = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  if (!date.ok()) return std::nullopt;
  return timestamp(std::chrono::sys_days(date)) + std::chrono::hours(12);
}

checked<std::optional<timestamp>> noon_in(const query_parameters& parameters, const char* name) {
  const auto given = parameters.find(name);
  if (given == parameters.end() || given->second.empty()) return std::optional<timestamp>();
  const auto noon = noon_of(given->second);
  if (noon) return noon;
  return tl::make_unexpected(board_error(400, "bad_value", "must be a day such as 2026-11-23", name));
}

} // namespace

checked<audit_filter> audit_filter::parse(const query_parameters& parameters) {
  audit_filter filter;
  const auto kind = word_in<audit_kind>(parameters, "kind");
  if (!kind) return tl::make_unexpected(kind.error());
  filter.kind = *kind;
  const auto since = noon_in(parameters, "since");
  if (!since) return tl::make_unexpected(since.error());
  const auto until = noon_in(parameters, "until");
  if (!until) return tl::make_unexpected(until.error());
  if (*since) filter.since = end_of_london_day(**since - std::chrono::hours(24));
  if (*until) filter.until = end_of_london_day(**until);
  return filter;
}

std::string audit_csv(const std::vector<view::audit_entry>& rows) {
  std::string text = "When,Practice,User,Role,What,About,Outcome,Reason,Session,Request\r\n";
  for (const auto& row : rows) {
    std::string about;
    for (const auto& one : row.objects) about += (about.empty() ? "" : "; ") + one;
    text += fmt::format("{},{},{},{},{},{},{},{},{},{}\r\n", row.at, row.practice, csv_cell(row.user), row.role,
                        csv_cell(row.action), csv_cell(about), csv_cell(row.outcome), csv_cell(row.reason), row.session,
                        row.request);
  }
  return text;
}

} // namespace tidings
