// What reports count, as it happens. A figure that turns out wrong is taken off the month that it was counted in.
#include "actors/board/folder.hpp"
#include "actors/board/talks.hpp"
#include "schemas/london.hpp"

#include <boost/describe/enum_to_string.hpp>

namespace tidings {
namespace {

constexpr bool is_failure(message_state state) {
  return state == message_state::permanent_failure || state == message_state::technical_failure ||
         state == message_state::temporary_failure;
}

void take_one(std::uint64_t& from) { from -= from > 0 ? 1 : 0; }

} // namespace

report_month& month_book::of(timestamp at) {
  if (name_.empty() || at < from_ || at >= until_) {
    name_ = london_month(at);
    from_ = at;
    until_ = end_of_london_day(at);
  }
  return all[name_];
}

report_counts& board_folder::reported(const message_row& row, timestamp when) {
  return practice.months.of(when).kinds[row.test ? report_test_kind : boost::describe::enum_to_string(row.kind, "")];
}

void board_folder::count_failure(const message_row& row) {
  if (!is_failure(row.state)) return;
  ++reported(row, row.failed_at).failed;
  auto& failures = practice.months.of(row.failed_at).failures;
  const bool known = failures.contains(row.reason) || failures.size() < report_reasons_max;
  ++failures[known && !row.reason.empty() ? row.reason : report_other_reason];
}

void board_folder::uncount_failure(const message_row& row) {
  if (!is_failure(row.state)) return;
  take_one(reported(row, row.failed_at).failed);
  auto& failures = practice.months.of(row.failed_at).failures;
  auto counted = failures.find(row.reason);
  if (counted == failures.end()) counted = failures.find(report_other_reason);
  if (counted == failures.end()) return;
  take_one(counted->second);
  if (counted->second == 0) failures.erase(counted);
}

// Clinics correct themselves: who was late was there after all.
void board_folder::attended(const appointment& what) {
  const auto id = hash_of(what.id);
  const auto counted = practice.missed.find(id);
  if (what.status == appointment_status::did_not_attend) {
    if (counted != practice.missed.end()) return;
    const auto day = std::chrono::floor<std::chrono::days>(what.starts_at);
    practice.missed.emplace(id, static_cast<std::int32_t>(day.time_since_epoch().count()));
    ++practice.months.of(day).did_not_attend;
  } else if (counted != practice.missed.end()) {
    take_one(practice.months.of(timestamp(std::chrono::days(counted->second))).did_not_attend);
    practice.missed.erase(counted);
  }
}

void board_folder::wished(std::uint64_t mark, const patient_id& patient, bool out) {
  practice.wishes.push_back({sequence, mark, patient.empty() ? 0 : hash_of(patient), out});
  if (practice.wishes.size() > board_wishes_max) practice.wishes.pop_front();
}

} // namespace tidings
