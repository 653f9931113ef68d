#pragma once
// Which actor a practice's clinical system gets, by `connector.system`.
#include "actors/connector/device_store.hpp"
#include "actors/connector/edge/site_port.hpp"
#include "actors/connector/polled/system_threads.hpp"
#include "actors/connector/wire_port.hpp"
#include "actors/node/supervision/connectors_actor.hpp"
#include "schemas/sealing.hpp"

namespace tidings {

struct connector_ports {
  std::shared_ptr<wire_port> wire;         ///< SystmOne
  std::shared_ptr<device_store> devices;   ///< SystmOne
  std::shared_ptr<system_threads> threads; ///< all others
  sealer_ptr keys;
  wall_clock now;
  std::shared_ptr<site_port> sites; ///< by an agent; null: there are none
};

connector_factory connector_starter(connector_ports with);
/// What hands documents over: into a folder of this host, or by the practice's agent.
hand_over_factory hand_over_starter(const connector_ports& with);

} // namespace tidings
