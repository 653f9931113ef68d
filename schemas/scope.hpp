#pragma once
// Whether a practice is among those that somebody may see.
#include "schemas/access.hpp"

namespace tidings {

/// Null: all, the host's own stream as well. One that holds the empty id: every practice, the host's stream not.
inline bool is_within(const practice_scope_ptr& scope, const practice_id& practice) {
  if (!scope || scope->contains(practice)) return true;
  return !practice.is_host() && !practice.empty() && scope->contains(practice_id{});
}

inline practice_scope_ptr every_practice() {
  return std::make_shared<const practice_scope>(practice_scope{practice_id{}});
}

} // namespace tidings
