#pragma once
// Which clinical systems there are, by the word in `connector.system`. SystmOne isn't among them: it has an actor of
// its own (connector_actor.hpp). A new one is a function in connector_systems.cpp and its line in the table there.
#include "actors/connector/clinical_system.hpp"
#include "actors/connector/web/web_port.hpp"
#include "schemas/settings.hpp"

#include <functional>
#include <memory>

namespace tidings {

struct system_kind {
  std::string_view name;  ///< in `connector.system`
  std::string_view title; ///< for people
  /// Called on the connector's own thread, which alone uses what it makes. `web`: the way that its HTTP goes, if it
  /// speaks any; not null.
  std::unique_ptr<clinical_system> (*make)(const practice_settings& practice, std::shared_ptr<wire::port> web);
  /// Where it is, without anything secret.
  std::string (*address)(const connector_settings& settings);
  bool (*may_write)(const connector_settings& settings);
};

/// Null: there is none of that name.
const system_kind* find_system(std::string_view name);

} // namespace tidings
