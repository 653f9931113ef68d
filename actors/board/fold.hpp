#pragma once
// What the log says happened, added to what people look at. Pure.
#include "actors/board/state.hpp"

namespace tidings {

/// Adds one event. An event whose sequence was folded before is left out: reading the log again does no harm.
/// @return false when it was left out
bool fold(board_state& state, const event& what, const practice_id& practice, std::uint64_t sequence, timestamp at);

/// Appointments of the days before are no longer counted.
void forget_past_appointments(board_state& state, timestamp now);

/// What was spent on days before is no longer counted.
void forget_past_spend(board_state& state, timestamp now);

/// Drops what is over the bounds, as the fold itself does.
void keep_within_bounds(board_state& state);

/// Last three digits.
std::array<char, 3> tail_of(std::string_view number);

} // namespace tidings
