// The practice's clinical system, asked as its connector asks when it starts: signs in, and looks whether what it needs
// is there. Nothing is changed.
#include "actors/connector/connector_systems.hpp"
#include "actors/connector/web/curl_web.hpp"
#include "actors/node/doctor/look.hpp"

namespace tidings::doctor {

clinical_seen probe(const clinical_target& at) {
  const auto* kind = find_system(at.practice->connector.system);
  if (kind == nullptr) return {error_code::not_configured, "there is no such clinical system"};
  const auto found = kind->make(*at.practice, std::make_shared<wire::curl_web>())->probe();
  if (found) return {};
  return {found.error().code, found.error().detail};
}

} // namespace tidings::doctor
