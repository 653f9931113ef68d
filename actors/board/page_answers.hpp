#pragma once
// Answers that come in pages or wait for the log. Only answers.cpp includes this.
#include "actors/board/answers.hpp"

namespace tidings {

board_result messages_answer(const board_view& board, const query_parameters& parameters);
board_result message_answer(const board_view& board, const std::string& id, const query_parameters& parameters);
board_result message_practice_answer(const board_view& board, const std::string& id);
board_result kept_file_answer(const board_view& board, const std::string& id, const query_parameters& parameters);
board_result replies_answer(const board_view& board, const query_parameters& parameters);
board_result staff_answer(const board_view& board, const query_parameters& parameters);
board_result parked_answer(const board_view& board, const query_parameters& parameters);
board_result audit_answer(const board_view& board, const query_parameters& parameters);

} // namespace tidings
