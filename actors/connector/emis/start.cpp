#include "actors/connector/emis/start.hpp"

#include "actors/connector/emis/emis_system.hpp"

namespace tidings::emis {

std::unique_ptr<clinical_system> start(const practice_settings& practice, std::shared_ptr<wire::port> web) {
  return make_system(practice.id, *practice.connector.emis, std::move(web),
                     [] { return moment(system_now(), std::chrono::steady_clock::now()); });
}

std::string address(const connector_settings& settings) { return settings.emis->url; }

} // namespace tidings::emis
