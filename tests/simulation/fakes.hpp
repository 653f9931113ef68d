#pragma once
// A provider and a clinical system that lie, lose and refuse, as actors inside one life of the broker.
#include "actors/node/root_actor.hpp"
#include "tests/simulation/outside.hpp"

namespace tidings::simulation {

struct fake_state {
  fake_state() {}
  static inline const char* name = "fake";
};

/// @param now the broker's time of day
provider_actor::behavior_type lying_provider(provider_actor::stateful_pointer<fake_state> self, outside* world,
                                             std::shared_ptr<station_directory> stations, wall_clock now);
connector_actor::behavior_type lying_connector(connector_actor::stateful_pointer<fake_state> self, outside* world);

} // namespace tidings::simulation
