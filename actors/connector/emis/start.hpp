#pragma once
// EMIS Web as the broker runs it: by the machine's clocks. For the connector's own thread.
#include "actors/connector/clinical_system.hpp"
#include "actors/connector/web/web_port.hpp"
#include "schemas/settings.hpp"

#include <memory>
#include <string>

namespace tidings::emis {

/// `practice.connector.emis` isn't null.
std::unique_ptr<clinical_system> start(const practice_settings& practice, std::shared_ptr<wire::port> web);
/// Where it is, without anything secret.
std::string address(const connector_settings& settings);

} // namespace tidings::emis
