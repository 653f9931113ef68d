#pragma once
// Parked items by what they have in common, as operators and staff see them. No patient data.
#include "schemas/views.hpp"

namespace tidings::view {

/// GET /parked-groups: what was parked for the same cause. The one with the most items comes first.
struct parked_group {
  text id;           ///< of `GET /parked?group=` and `POST /parked-release`
  text kind, reason; ///< the reason of its newest item; others differ in ids and numbers alone
  count items = 0;
  std::vector<text> practices; ///< their codes, in order
  text oldest_at, newest_at;
};
BOOST_DESCRIBE_STRUCT(parked_group, (), (id, kind, reason, items, practices, oldest_at, newest_at))

/// POST /parked-release with `dry_run`: what of one kind would be let go.
struct parked_kind {
  text kind;
  count items = 0, practices = 0;
  text oldest_at;
};
BOOST_DESCRIBE_STRUCT(parked_kind, (), (kind, items, practices, oldest_at))

/// POST /parked-release
struct parked_release {
  bool dry_run = false;
  count items = 0;   ///< let go, or that would be
  count missing = 0; ///< of those that were named: not parked any more, or never
  count failed = 0;
  text reason;       ///< of the first that failed
  bool more = false; ///< there are others: ask again
  std::vector<parked_kind> kinds;
};
BOOST_DESCRIBE_STRUCT(parked_release, (), (dry_run, items, missing, failed, reason, more, kinds))

} // namespace tidings::view
