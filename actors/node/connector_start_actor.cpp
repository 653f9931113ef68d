#include "actors/connector/connector_actor.hpp"
#include "actors/connector/connector_systems.hpp"
#include "actors/connector/edge/edge_system.hpp"
#include "actors/connector/edge/edge_web.hpp"
#include "actors/connector/edge/edge_wire.hpp"
#include "actors/connector/fhir/start.hpp"
#include "actors/connector/hand_over/hand_over_actor.hpp"
#include "actors/connector/hand_over/hand_over_place.hpp"
#include "actors/connector/odbc/connection_string.hpp"
#include "actors/connector/polled/polled_connector_actor.hpp"
#include "actors/connector/web/curl_web.hpp"
#include "actors/node/connector_start.hpp"
#include "schemas/connectors/microtest.hpp"
#include "schemas/documents.hpp"

namespace tidings {
namespace {

system_words words_of(const system_kind& kind, const practice_settings& practice) {
  return {std::string(kind.name), std::string(kind.title), kind.address(practice.connector),
          kind.may_write(practice.connector)};
}

std::shared_ptr<wire_port> wire_to(const practice_settings& practice, const connector_ports& with) {
  const auto& agent = practice.connector.edge;
  if (agent.empty() || !with.sites) return with.wire;
  return std::make_shared<edge_wire>(with.wire, with.sites, practice.id, agent);
}

/// HTTP for one practice's connector, by its agent where it has one.
std::shared_ptr<wire::port> web_for(const practice_settings& practice, const std::shared_ptr<site_port>& sites) {
  auto web = std::make_shared<wire::curl_web>();
  const auto& agent = practice.connector.edge;
  if (agent.empty() || !sites) return web;
  return std::make_shared<edge_web>(std::move(web), sites, practice.id, agent);
}

/// The system itself, or by the practice's agent when it is a database on its site. Files are handed over as files.
std::unique_ptr<clinical_system> system_of(const system_kind& kind, const practice_settings& practice,
                                           const std::shared_ptr<site_port>& sites,
                                           const std::shared_ptr<wire::port>& web) {
  const auto& connector = practice.connector;
  const auto place = connector.microtest && kind.name == "microtest"
                         ? odbc::place_in(connector.microtest->connection.reveal())
                         : std::nullopt;
  if (connector.edge.empty() || !sites || !place) return kind.make(practice, web);
  return std::make_unique<edge_system>(sites, site_address{practice.id, connector.edge, place->first, place->second},
                                       [kind, practice, web](std::uint16_t way) {
                                         auto here = *practice.connector.microtest;
                                         here.connection =
                                             secret_text(odbc::with_place(here.connection.reveal(), "127.0.0.1", way));
                                         auto moved = practice;
                                         moved.connector.microtest =
                                             std::make_shared<const microtest_settings>(std::move(here));
                                         return kind.make(moved, web);
                                       });
}

} // namespace

connector_factory connector_starter(connector_ports with) {
  return [with = std::move(with)](caf::scheduled_actor& by, practice_settings_ptr practice, practices_actor practices,
                                  connectors_actor reports) -> connector_actor {
    const practice_command_sink tells(practices);
    const connector_report_sink shows(reports);
    const auto* kind = find_system(practice->connector.system);
    if (kind == nullptr) {
      auto wire = wire_to(*practice, with);
      return by.spawn(systmone_connector, std::move(practice), tells, shows, std::move(wire), with.now, with.devices,
                      with.keys);
    }
    polled_ports ports;
    ports.start = [kind, threads = with.threads, sites = with.sites](const practice_settings& settings) {
      return threads->start([kind, sites, settings] {
        const auto web = web_for(settings, sites);
        return fhir::start_over(system_of(*kind, settings, sites, web), settings, web);
      });
    };
    ports.describe = [kind](const practice_settings& settings) { return words_of(*kind, settings); };
    ports.now = with.now;
    ports.keys = with.keys;
    return by.spawn(polled_connector, std::move(practice), tells, shows, std::move(ports));
  };
}

hand_over_factory hand_over_starter(const connector_ports& with) {
  return [threads = with.threads, sites = with.sites](caf::scheduled_actor& by, practice_settings_ptr practice,
                                                      connectors_actor parent) {
    const auto id = practice->id;
    return by.spawn(hand_over, id, documents_report_sink(parent), [threads, sites, practice] {
      return threads->start([sites, practice]() -> std::unique_ptr<clinical_system> {
        const auto& agent = practice->connector.edge;
        if (agent.empty() || !sites) return local_place(practice->id, practice->documents->folder);
        return site_place(practice->id, agent, sites);
      });
    });
  };
}

} // namespace tidings
