#pragma once
// Due messages to provider calls. Holds nothing that the practices couldn't tell again.
#include "actors/dispatcher/health.hpp"
#include "actors/dispatcher/router.hpp"
#include "schemas/actors.hpp"
#include "schemas/alarm.hpp"
#include "schemas/tally.hpp"

namespace tidings {

struct dispatcher_options {
  wall_clock now;
  std::vector<provider_settings> providers;
  tally handled;                 ///< what practices and providers tell
  double budget_pence_a_day = 0; ///< of all practices together; 0: none
  bool waits_for_pauses = false; ///< begins nothing before the host's stream has told which accounts stand still
};

struct dispatcher_actor_state {
  dispatcher_actor_state() = default;
  ~dispatcher_actor_state(); ///< whatever ends it, outcomes that have gathered are told
  static inline const char* name = "dispatcher";

  dispatcher_options options;
  station_handles_ptr stations;
  router waiting; ///< and what is under way
  std::map<provider_id, provider_health> health;
  struct look_up {
    look_up_due what;
    instant due_at{};
    int tries = 0;
  };
  std::map<message_id, look_up> look_ups;
  host_spend spent;          ///< as the board last said
  practice_commands to_tell; ///< handed over together at the next flush
  alarm timer;
  instant reported_at{};
  instant born{};
  bool knows_pauses = false;
  bool ending = false; ///< told to stop: begins nothing, hears what is under way
};

/// Told to shut down, it begins no attempt and ends once every one under way has its answer. Whoever can't wait kills
/// it.
dispatcher_actor::behavior_type dispatcher(dispatcher_actor::stateful_pointer<dispatcher_actor_state> self,
                                           dispatcher_options options);

} // namespace tidings
