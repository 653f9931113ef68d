#pragma once
// Alerts with what they look at on this machine.
#include "actors/alert/keeper.hpp"
#include "schemas/settings.hpp"

namespace tidings {

/// Null: broker.yaml has no `alerts`. Not started yet. `through` outlives it.
std::shared_ptr<alert::keeper> make_alerts(const broker_settings& settings, broker_port& through,
                                           std::function<void(std::string)> say);

} // namespace tidings
