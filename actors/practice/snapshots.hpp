#pragma once
// When a practice's state is kept, and what the log's list says of it. Pure.
#include "actors/practice/decide.hpp"

#include <algorithm>

namespace tidings {

/// A practice that wakes up replays no more than so many events, or than it has items if those are more: reading an
/// item back is taken to cost what replaying an event does (not measured), so that a start stays near reading the
/// state.
constexpr std::uint64_t snapshot_every_min = 10'000;

/// @param since events since the last snapshot
inline bool snapshot_is_due(const practice_state& state, std::uint64_t since) {
  const auto items = state.messages.size() + state.appointments.size() + state.patients.size();
  return since >= std::max<std::uint64_t>(snapshot_every_min, items);
}

/// When whoever starts practices has to wake this one: at once while something is under way.
inline timestamp wanted_at(const practice_state& state, const practice_settings& settings, timestamp now) {
  return is_idle(state) ? wake_at(state, settings, now) : now;
}

/// What a snapshot's seal is bound to (schemas/log_format.md).
inline std::string bound_to_snapshot(std::uint64_t version) {
  return "tidings practice snapshot " + std::to_string(state_format) + ' ' + std::to_string(version);
}

} // namespace tidings
