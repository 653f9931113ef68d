#pragma once
// The connectors' supervisor: one actor for each practice's clinical system, restarted when it ends.
#include "actors/node/supervision/restart_policy.hpp"
#include "schemas/actors.hpp"
#include "schemas/alarm.hpp"

#include <unordered_map>

namespace tidings {

/// Starts one practice's connector; `parent` gets its reports.
using connector_factory = std::function<connector_actor(caf::scheduled_actor& spawner, practice_settings_ptr settings,
                                                        practices_actor practices, connectors_actor parent)>;

/// Starts what hands one practice's documents over, into the folder of its settings; `parent` is told how that is.
using hand_over_factory = std::function<connector_actor(caf::scheduled_actor& spawner, practice_settings_ptr settings,
                                                        connectors_actor parent)>;

struct connectors_options {
  wall_clock now;
  connector_factory start;
  restart_limits restarts;
  hand_over_factory hand_over{}; ///< null: nobody does
};

struct connector_slot {
  practice_settings_ptr settings;
  std::string system; ///< that `actor` was started for: another one wants another actor
  connector_actor actor;
  restart_policy policy;
  instant restart_at = instant::max();
  std::string last_failure;
  timestamp since{};
  std::uint64_t calls = 0;
  connector_actor documents; ///< of a practice with a folder for them; made anew when it ends
  view::connector line;      ///< as last told, with what is known of the folder; `practice` empty: nothing was told yet
};

struct connectors_actor_state {
  connectors_actor_state() = default;
  ~connectors_actor_state(); ///< whatever ends it, its children end with it
  static inline const char* name = "connectors";

  connectors_options options;
  station_handles_ptr stations;
  std::map<practice_id, connector_slot> slots;
  std::unordered_map<caf::actor_addr, practice_id> by_address;
  std::uint64_t timer = 0;
};

connectors_actor::behavior_type connectors_supervisor(connectors_actor::stateful_pointer<connectors_actor_state> self,
                                                      connectors_options options);

} // namespace tidings
