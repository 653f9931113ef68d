#pragma once
// The waiting list and slots that came free, for the practice's staff. Pure.
#include "actors/board/answers.hpp"

namespace tidings {

constexpr std::size_t board_names_revealed_max = 100; ///< at once, those who have waited longest

/// GET /waiting?practice=
board_result waiting_answer(const board_view& board, const query_parameters& parameters);

} // namespace tidings
