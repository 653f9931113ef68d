#include "actors/node/doctor/plan.hpp"

namespace tidings::doctor {

void plan_connector(const practice_settings& practice, std::vector<check>& into) {
  const auto& connector = practice.connector;
  const auto what = connector.system + ' ' + practice.id.str();
  const auto setting = "connector in practices/" + practice.id.str() + ".yaml";
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
  into.push_back({what,
                  connector.system,
                  told_target{verdict::warn, "the doctor can't look at this clinical system", {}},
                  setting,
                  {}});
}

} // namespace tidings::doctor
