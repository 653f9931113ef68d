#pragma once
// A practice's day on one page. Pure.
#include "actors/board/answers.hpp"
#include "schemas/today_views.hpp"

namespace tidings {

constexpr std::chrono::hours today_hours_ahead{12}; ///< so far reminders that are still to come are told of
constexpr std::chrono::days today_next_day_within{
    4};                                         ///< over a weekend with a bank holiday the next morning is Tuesday's
constexpr std::size_t today_visits_max = 1'000; ///< of one answer
constexpr std::size_t today_rows_max = 20;      ///< failures, and items that wait for a person

/// What the page shows: from the midnight before `now` to noon of the next day with an appointment; where nobody comes
/// before that noon, to the day's end.
struct day_span {
  timestamp from{}, until{};
};
day_span span_of_day(const practice_row& practice, timestamp now);

/// GET /today; with `reveal=1` the names of the day's patients, and of those whom something waits about.
board_result today_answer(const board_view& board, const query_parameters& parameters);

} // namespace tidings
