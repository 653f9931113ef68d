#include "actors/connector/connector_actor.hpp"
#include "actors/connector/connector_systems.hpp"
#include "actors/connector/fhir/start.hpp"
#include "actors/connector/polled/polled_connector_actor.hpp"
#include "actors/node/connector_start.hpp"

namespace tidings {
namespace {

system_words words_of(const system_kind& kind, const practice_settings& practice) {
  return {std::string(kind.name), std::string(kind.title), kind.address(practice.connector),
          kind.may_write(practice.connector)};
}

} // namespace

connector_factory connector_starter(connector_ports with) {
  return [with = std::move(with)](caf::scheduled_actor& by, practice_settings_ptr practice, practices_actor practices,
                                  connectors_actor reports) -> connector_actor {
    const practice_command_sink tells(practices);
    const connector_report_sink shows(reports);
    const auto* kind = find_system(practice->connector.system);
    if (kind == nullptr)
      return by.spawn(systmone_connector, std::move(practice), tells, shows, with.wire, with.now, with.devices,
                      with.keys);
    polled_ports ports;
    ports.start = [kind, threads = with.threads](const practice_settings& settings) {
      return threads->start([kind, settings] { return fhir::start_over(kind->make(settings), settings); });
    };
    ports.describe = [kind](const practice_settings& settings) { return words_of(*kind, settings); };
    ports.now = with.now;
    ports.keys = with.keys;
    return by.spawn(polled_connector, std::move(practice), tells, shows, std::move(ports));
  };
}

} // namespace tidings
