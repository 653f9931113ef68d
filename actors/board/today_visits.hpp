#pragma once
// The appointments of the page of the day, and the reminders that are still to come. Only today_answer.cpp includes
// this.
#include "actors/board/today_answer.hpp"

#include <set>
#include <utility>

namespace tidings {

/// One appointment of the diary with its key there.
using diary_entry = std::pair<std::uint64_t, const diary_row*>;

/// Those of the day by their start. What is gone from the clinical system, too: staff ask after it.
std::vector<diary_entry> entries_of_day(const practice_row& practice, const day_span& day);
/// Whose appointments, and of which start, are being cancelled because the patient asked.
using leaving_set = std::set<std::pair<std::uint64_t, timestamp>>;
leaving_set being_cancelled(const board_state& state, std::uint32_t practice);

struct visits_of {
  const board_state& state;
  const practice_row& practice;
  const leaving_set& leaving;
  timestamp now;
};
view::today_visit visit_view(const visits_of& day, const diary_entry& entry);
/// Reminders that the practice's rules will ask for in the next hours, by rule and hour, the first one first.
std::vector<view::today_due> due_soon(const board_state& state, const practice_row& practice, timestamp now);

} // namespace tidings
