#include "actors/node/agent_sites.hpp"

#include "schemas/connectors/file_drop.hpp"

namespace tidings {

result<std::uint16_t> agent_sites::way_to(const practice_id& practice, const std::string& agent,
                                          const std::string& host, int port) {
  if (!desk_) return fail(error_code::unreachable, "no agents are let in: " + why_);
  return desk_->ways.port_to(practice, agent, host, port);
}

site_traffic agent_sites::traffic_of(std::uint16_t way) const {
  if (!desk_) return {};
  const auto now = desk_->ways.traffic_of(way);
  return {now.begun, now.ended, now.untouched, now.last_trouble};
}

std::string hand_over_folder(const practice_list& practices, const practice_id& practice, const std::string& agent) {
  const auto all = practices.all();
  const auto found = all.find(practice);
  if (found == all.end()) return {};
  const auto& connector = found->second->connector;
  const bool takes = connector.edge == agent && connector.system == "file_drop" && connector.file_drop;
  return takes ? connector.file_drop->folder : std::string();
}

} // namespace tidings
