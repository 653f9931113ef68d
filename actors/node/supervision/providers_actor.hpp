#pragma once
// The providers' supervisor: one actor for each account, restarted when it ends.
#include "actors/node/supervision/restart_policy.hpp"
#include "schemas/actors.hpp"
#include "schemas/alarm.hpp"

#include <unordered_map>

namespace tidings {

using provider_factory =
    std::function<provider_actor(caf::scheduled_actor& spawner, const provider_settings& settings)>;

struct providers_options {
  wall_clock now;
  std::vector<provider_settings> accounts;
  provider_factory start;
  restart_limits restarts;
};

struct provider_slot {
  provider_settings settings;
  provider_actor actor;
  restart_policy policy;
  instant restart_at = instant::max();
  std::string last_failure;
  timestamp since{};
  std::uint64_t calls = 0;
};

struct providers_actor_state {
  providers_actor_state() = default;
  ~providers_actor_state(); ///< whatever ends it, its children end with it
  static inline const char* name = "providers";

  providers_options options;
  station_handles_ptr stations;
  std::map<provider_id, provider_slot> slots;
  std::unordered_map<caf::actor_addr, provider_id> by_address;
  std::uint64_t timer = 0;
};

providers_actor::behavior_type providers_supervisor(providers_actor::stateful_pointer<providers_actor_state> self,
                                                    providers_options options);

} // namespace tidings
