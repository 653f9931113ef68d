#pragma once
// What waits to be sent, and why it waits. No patient data.
#include "schemas/views.hpp"

namespace tidings::view {

/// Sending that a person stopped.
struct pause {
  text by, why, since;
};
BOOST_DESCRIBE_STRUCT(pause, (), (by, why, since))

/// One practice's messages that haven't gone out. `waiting` are all of them; the others say how far each part is.
struct practice_queue {
  text id, name;
  count waiting = 0;
  count ready = 0;  ///< of them: their time has come, and they wait for room at a provider
  count later = 0;  ///< not yet: sending hours, the time to take one back, a rest before another try
  count budget = 0; ///< held until the next day's budget
  count in_flight = 0, in_doubt = 0;
  maybe oldest_at; ///< when the one that waits longest was asked for
  std::optional<pause> paused;
  bool fenced = false; ///< restored from a backup and not released
};
BOOST_DESCRIBE_STRUCT(practice_queue, (),
                      (id, name, waiting, ready, later, budget, in_flight, in_doubt, oldest_at, paused, fenced))

/// One provider account's. What has another account on its route may go by that one in the end.
struct provider_queue {
  text id, type;
  text state, breaker, reason;
  count waiting = 0, in_flight = 0, window = 0;
  maybe oldest_at; ///< when the oldest whose time has come was due
  count alone = 0; ///< practices that have no other account for the same channel: theirs wait while it is paused
  std::optional<pause> paused;
};
BOOST_DESCRIBE_STRUCT(provider_queue, (),
                      (id, type, state, breaker, reason, waiting, in_flight, window, oldest_at, alone, paused))

/// GET /queues: paused ones first, then those that wait longest. Whoever sees some practices only sees no providers.
struct queues {
  std::vector<practice_queue> practices;
  std::vector<provider_queue> providers;
};
BOOST_DESCRIBE_STRUCT(queues, (), (practices, providers))

} // namespace tidings::view
