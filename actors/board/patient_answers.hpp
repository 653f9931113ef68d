#pragma once
// What was said to and by one patient, who opted out, and what a practice's months come to. Pure.
#include "actors/board/answers.hpp"

namespace tidings {

constexpr std::size_t board_history_page_default = 50;
constexpr std::size_t board_history_page_max = 100; ///< each row is read from the log
constexpr std::size_t board_report_months_max = 36; ///< of one answer

/// GET /patients/{id}/history
board_result patient_history_answer(const board_view& board, const std::string& patient,
                                    const query_parameters& parameters);
/// GET /opt-outs, and with `format=csv` the same as a file (csv_of_patients)
board_result opt_outs_answer(const board_view& board, const query_parameters& parameters);
/// GET /reports/{practice}, and with `format=csv` its lines
board_answer report_answer(const board_view& board, const std::string& practice, const query_parameters& parameters);

} // namespace tidings
