#pragma once
// The roll-out board: practices by phases. Pure.
#include "actors/board/answers.hpp"

namespace tidings {

/// GET /rollout; `format=csv`: a line for each practice and phase, RFC 4180.
board_result rollout_answer(const board_view& board, const query_parameters& parameters);

} // namespace tidings
