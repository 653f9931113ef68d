#pragma once
// What the board keeps of conversations and of the Friends and Family Test. Pure.
#include "actors/board/answers.hpp"

namespace tidings {

/// GET /conversations
board_answer conversations_answer(const board_view& board, const query_parameters& parameters);
/// GET /fft/{practice}, and with `format=csv` the same as CSV.
board_answer fft_answer(const board_view& board, const std::string& practice, const query_parameters& parameters);

/// `2026-10`, the month in London.
std::string london_month(timestamp at);
bool is_month(std::string_view text);

} // namespace tidings
