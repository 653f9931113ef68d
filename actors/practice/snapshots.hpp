#pragma once
// When a practice's state is kept, what the log's list says of it, and what it looks like under its seal.
#include "actors/practice/decide.hpp"
#include "schemas/sealing.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace tidings {

/// A practice that wakes up replays no more than so many events, or than it has items if those are more: reading an
/// item back is taken to cost what replaying an event does (not measured), so that a start stays near reading the
/// state.
constexpr std::uint64_t snapshot_every_min = 10'000;

/// From so many items on it is taken beside the practice's actor: writing them out takes some 3 us each.
constexpr std::size_t snapshot_apart_min = 2'000;

inline std::size_t items_of(const practice_state& state) {
  return state.messages.size() + state.appointments.size() + state.patients.size();
}
inline bool is_large(const practice_state& state) { return items_of(state) >= snapshot_apart_min; }

/// @param since events since the last snapshot
inline bool snapshot_is_due(const practice_state& state, std::uint64_t since) {
  return since >= std::max<std::uint64_t>(snapshot_every_min, items_of(state));
}

/// When whoever starts practices has to wake this one: at once while something is under way.
inline timestamp wanted_at(const practice_state& state, const practice_settings& settings, timestamp now) {
  return is_idle(state) ? wake_at(state, settings, now) : now;
}

/// Sealed (schemas/log_format.md), its key on disk before it is told to anybody.
result<std::string> seal_snapshot(const practice_id& practice, std::uint64_t version, const practice_state& state,
                                  sealer& keys);
/// Nothing: there is none that can be used, and the stream is replayed from its first event.
std::optional<practice_state> open_snapshot(const practice_id& practice, std::uint64_t version, std::uint16_t format,
                                            std::string_view bytes, sealer& keys);

} // namespace tidings
