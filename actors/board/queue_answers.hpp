#pragma once
// What waits to be sent, and why. Pure.
#include "actors/board/answers.hpp"
#include "schemas/queue_views.hpp"

namespace tidings {

/// GET /queues
board_result queues_answer(const board_view& board);

/// What a person stopped: a practice by itself, a provider account for all of them.
std::optional<view::pause> pause_of(const practice_row& practice);
std::optional<view::pause> pause_of(const board_state& state, const provider_id& provider);

} // namespace tidings
