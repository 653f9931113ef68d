#include "actors/connector/connector_systems.hpp"
#include "actors/node/doctor/plan.hpp"
#include "schemas/connectors/fhir.hpp"
#include "schemas/connectors/file_drop.hpp"
#include "schemas/documents.hpp"

namespace tidings::doctor {
namespace {

void plan_second_way(const practice_settings& practice, const std::string& setting, std::vector<check>& into) {
  if (!practice.connector.fhir) return;
  const auto what = "fhir " + practice.id.str();
  const auto& url = practice.connector.fhir->url;
  const auto place = place_of(url);
  if (!place) {
    into.push_back({what,
                    "?",
                    told_target{verdict::fail, "its url is no http or https address", "mend it in " + setting},
                    setting,
                    {}});
    return;
  }
  into.push_back({what, place->host + ':' + std::to_string(place->port), tcp_target{place->host, place->port}, setting,
                  "whether it lets us in is shown on the page Connectors"});
}

void plan_documents(const practice_settings& practice, std::vector<check>& into) {
  if (!practice.documents || !practice.documents->in_folder() || !practice.connector.edge.empty()) return;
  const auto& folder = practice.documents->folder;
  into.push_back({"documents " + practice.id.str(), folder, folder_target{folder},
                  "documents in practices/" + practice.id.str() + ".yaml", "its own import has to watch it"});
}

} // namespace

void plan_connector(const practice_settings_ptr& of, std::vector<check>& into) {
  const auto& practice = *of;
  const auto& connector = practice.connector;
  const auto what = connector.system + ' ' + practice.id.str();
  const auto setting = "connector in practices/" + practice.id.str() + ".yaml";
  plan_documents(practice, into);
  if (!connector.edge.empty()) {
    into.push_back({what,
                    "agent " + connector.edge,
                    told_target{verdict::ok, "not looked at from this host: the agent on the site carries it", {}},
                    setting,
                    {}});
    return;
  }
  if (connector.system == "systmone") {
    const auto& gateway = connector.systmone;
    into.push_back({what, gateway.host + ':' + std::to_string(gateway.port), tcp_target{gateway.host, gateway.port},
                    setting, "whether SystmOne knows the device is on the dashboard"});
    return;
  }
  const auto* kind = find_system(connector.system);
  if (kind == nullptr) { // one that came after this was written: said, not passed over
    into.push_back({what,
                    connector.system,
                    told_target{verdict::warn, "the doctor can't look at this clinical system", {}},
                    setting,
                    {}});
    return;
  }
  if (connector.file_drop && connector.system == "file_drop") // its own probe would make folders in it, as this user
    into.push_back({what, connector.file_drop->folder, folder_target{connector.file_drop->folder}, setting, {}});
  else
    into.push_back({what, kind->address(connector), clinical_target{of}, setting, {}});
  plan_second_way(practice, setting, into);
}

} // namespace tidings::doctor
