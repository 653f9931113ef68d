#pragma once
// Sending that a person stopped (decide_pause.cpp).
#include "actors/practice/decide.hpp"

namespace tidings {

constexpr std::size_t pause_why_bytes_max = 200;

decision decide_change_pause(const practice_state&, const practice_settings&, const change_pause&);

/// Nothing of this practice is sent until a person lets it go on.
inline bool is_paused(const practice_state& state) { return state.pauses.contains(provider_id{}); }

/// When the dispatcher is to ask for an attempt of a message that could go at `at`: while the practice is paused only
/// when it expires, so that it does.
inline timestamp unless_paused(const practice_state& state, const message_track& track, timestamp at) {
  return is_paused(state) ? track.what.expires_at : at;
}

/// All accounts by which nothing is begun; of the host's stream.
providers_paused paused_accounts(const practice_state&);

} // namespace tidings
