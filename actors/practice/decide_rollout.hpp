#pragma once
// The roll-out board, in the host's stream (decide_rollout.cpp).
#include "actors/practice/decide.hpp"

namespace tidings {

constexpr std::size_t rollout_practices_max = 2'000; ///< of one board: some ten times an ICB's
constexpr std::size_t rollout_owner_bytes_max = 100;
constexpr std::size_t rollout_note_bytes_max = 500;

decision decide_change_rollout(const practice_state&, const practice_settings&, const change_rollout&);

} // namespace tidings
