#pragma once
// By whom a message may go, and whether it may go by another one at once. Pure.
#include "actors/practice/channels.hpp"
#include "schemas/effects.hpp"
#include "schemas/settings.hpp"

#include <algorithm>

namespace tidings {

inline bool is_on_route(const practice_settings& settings, channel by, const provider_id& provider) {
  const auto& route = route_of(settings, by);
  return std::find(route.begin(), route.end(), provider) != route.end();
}

/// Attempts that make one round: by each provider of the route once, before anything is waited for.
inline std::uint32_t round_of(const practice_settings& settings, channel by) {
  return std::max<std::uint32_t>(1, static_cast<std::uint32_t>(route_of(settings, by).size()));
}

/// Its last attempt failed for certain, and within this round another provider may be asked at once.
inline bool may_go_elsewhere(const practice_settings& settings, const message_track& track) {
  return track.state == message_state::accepted && track.attempts % round_of(settings, track.what.by) != 0;
}

/// Told to the dispatcher: an attempt is wanted at `at`, or elsewhere at once.
inline message_due due_of(const practice_settings& settings, const message_track& track, timestamp at) {
  const auto by = track.what.by;
  message_due due{
      settings.id, track.what.message, track.what.kind, {route_of(settings, by), settings.route_by_weight}, at};
  due.by = by;
  due.expires_at = track.what.expires_at;
  if (may_go_elsewhere(settings, track)) {
    due.avoid = track.provider;
    due.avoid_until = track.not_before;
  }
  return due;
}

/// Where a message that another broker may have sent is looked for after `provider`; nothing: everywhere already.
inline std::optional<provider_id> next_suspect(const practice_settings& settings, channel by,
                                               const provider_id& provider) {
  const auto& route = route_of(settings, by);
  const auto at = std::find(route.begin(), route.end(), provider);
  if (at == route.end()) return route.empty() ? std::nullopt : std::optional(route.front());
  return std::next(at) == route.end() ? std::nullopt : std::optional(*std::next(at));
}

} // namespace tidings
