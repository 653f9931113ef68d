#pragma once
// One conversation: what was said both ways and what came of it, from the log. Pure.
#include "actors/board/answers.hpp"

namespace tidings {

constexpr std::size_t board_talk_messages_max = 50; ///< of one conversation on its page: the latest

/// GET /conversations/{id}
board_result conversation_answer(const board_view& board, const std::string& id, const query_parameters& parameters);

} // namespace tidings
