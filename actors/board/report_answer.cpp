// What a practice's months come to. The counters are the fold's own (fold_months.cpp): no row is needed.
#include "actors/board/csv.hpp"
#include "actors/board/patient_answers.hpp"
#include "actors/board/reusable.hpp"
#include "actors/board/talks.hpp"
#include "schemas/json.hpp"
#include "schemas/report_views.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace tidings {
namespace {

constexpr double millipence_a_penny = 1'000;

std::string given(const query_parameters& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

void add(report_counts& to, const report_counts& from) {
  boost::mp11::mp_for_each<boost::describe::describe_members<report_counts, boost::describe::mod_public>>(
      [&](auto field) { to.*field.pointer += from.*field.pointer; });
}

void add(report_month& to, const report_month& from) {
  for (const auto& [kind, counts] : from.kinds) add(to.kinds[kind], counts);
  for (const auto& [reason, messages] : from.failures) to.failures[reason] += messages;
  to.replies += from.replies;
  to.confirmed += from.confirmed;
  to.cancelled += from.cancelled;
  to.reusable += from.reusable;
  to.did_not_attend += from.did_not_attend;
  to.opted_out += from.opted_out;
  to.opted_in += from.opted_in;
}

view::report_kind row_of(std::string kind, const report_counts& counts) {
  return {.kind = std::move(kind),
          .accepted = counts.accepted,
          .sent = counts.sent,
          .delivered = counts.delivered,
          .failed = counts.failed,
          .expired = counts.expired,
          .cancelled = counts.cancelled,
          .segments = counts.segments,
          .pence = static_cast<double>(counts.millipence) / millipence_a_penny};
}

view::report_figures figures_of(std::string month, const report_month& from) {
  view::report_figures all{.month = std::move(month), .kinds = {}, .all = {}, .failures = {}};
  report_counts sum;
  for (const auto& [kind, counts] : from.kinds) {
    add(sum, counts);
    auto shown = counts;
    shown.suppressed = 0; // which kind it would have been isn't always known
    if (shown != report_counts{}) all.kinds.push_back(row_of(kind, counts));
  }
  all.all = row_of("all", sum);
  all.suppressed = sum.suppressed;
  for (const auto& [reason, messages] : from.failures) all.failures.push_back({reason, messages});
  std::stable_sort(all.failures.begin(), all.failures.end(),
                   [](const auto& a, const auto& b) { return a.messages > b.messages; });
  all.replies = from.replies;
  all.confirmed = from.confirmed;
  all.cancelled = from.cancelled;
  all.reusable = from.reusable;
  all.did_not_attend = from.did_not_attend;
  all.opted_out = from.opted_out;
  all.opted_in = from.opted_in;
  return all;
}

std::string line_of(const std::string& practice, const std::string& month, const view::report_kind& row) {
  return fmt::format("{},{},messages,{},{},{},{},{},{},{},{},{:.3f}\r\n", practice, month, row.kind, row.accepted,
                     row.sent, row.delivered, row.failed, row.expired, row.cancelled, row.segments, row.pence);
}

std::string count_line(const std::string& practice, const std::string& month, std::string_view what,
                       view::count count) {
  return fmt::format("{},{},{},,{},,,,,,,\r\n", practice, month, what, count);
}

/// A reason is in quotes, since providers' words may have commas; nothing here comes from a patient.
std::string csv_of(const view::report& all) {
  std::string text = "Practice code,Month,What,Kind or reason,Asked for or counted,Sent,Delivered,Failed,Expired,"
                     "Cancelled,Segments,Cost in pence\r\n";
  for (const auto& month : all.months) {
    for (const auto& row : month.kinds) text += line_of(all.practice, month.month, row);
    text += line_of(all.practice, month.month, month.all);
    for (const auto& one : month.failures)
      text += fmt::format("{},{},failed because,{},{},,,,,,,\r\n", all.practice, month.month, csv_cell(one.reason),
                          one.messages);
    const std::pair<std::string_view, view::count> counts[] = {{"not sent by rule", month.suppressed},
                                                               {"replies", month.replies},
                                                               {"confirmed by text", month.confirmed},
                                                               {"cancelled by text", month.cancelled},
                                                               {"cancelled in time to be used again", month.reusable},
                                                               {"did not attend", month.did_not_attend},
                                                               {"opted out", month.opted_out},
                                                               {"opted in again", month.opted_in}};
    for (const auto& [what, count] : counts) text += count_line(all.practice, month.month, what, count);
  }
  return text;
}

std::size_t months_between(const std::string& from, const std::string& to) {
  const auto number = [](const std::string& month) {
    return std::stoul(month.substr(0, 4)) * 12 + std::stoul(month.substr(5, 2));
  };
  return number(to) - number(from) + 1;
}

} // namespace

board_answer report_answer(const board_view& board, const std::string& practice, const query_parameters& parameters) {
  const auto id = practice_id::parse(practice);
  const auto* row = id && board.shows(*id) ? board.state.find_practice(*id) : nullptr;
  if (!row && !board.about.caught_up)
    return board_error(503, "starting", "the event log is still being read; ask again in a few seconds");
  if (!row) return board_error(404, "not_found", "no practice has this code");
  view::report all{.practice = practice, .from = given(parameters, "from"), .to = given(parameters, "to")};
  if (!is_month(all.from)) return board_error(400, "bad_value", "must be a month such as 2026-10", "from");
  if (!is_month(all.to)) return board_error(400, "bad_value", "must be a month such as 2026-10", "to");
  if (all.to < all.from) return board_error(400, "bad_value", "must not be before the first month", "to");
  if (months_between(all.from, all.to) > board_report_months_max)
    return board_error(400, "bad_value", "at most 36 months are added up at once", "to");
  const auto& months = row->months.all;
  report_month sum;
  for (auto at = months.lower_bound(all.from); at != months.end() && at->first <= all.to; ++at) {
    all.months.push_back(figures_of(at->first, at->second));
    add(sum, at->second);
  }
  all.total = figures_of({}, sum);
  all.reusable_hours = static_cast<view::count>(report_reusable_notice.count());
  if (!months.empty()) all.first = months.begin()->first;
  if (given(parameters, "format") == "csv") return {200, csv_of(all)};
  return {200, boost::json::serialize(to_json(all))};
}

} // namespace tidings
