#pragma once
// What of the endpoint's agents the connectors use: the ways to practices' sites, and where handed-over files go.
#include "actors/connector/edge/site_port.hpp"
#include "actors/node/practice_list.hpp"
#include "web/endpoint/edge/office.hpp"

#include <memory>

namespace tidings {

class agent_sites final : public site_port {
public:
  /// @param desk null: no agents are let in, for the reason `why`
  agent_sites(std::shared_ptr<web::edge::office> desk, std::string why)
      : desk_(std::move(desk)), why_(std::move(why)) {}

  result<std::uint16_t> way_to(const practice_id& practice, const std::string& agent, const std::string& host,
                               int port) override;
  site_traffic traffic_of(std::uint16_t way) const override;

private:
  std::shared_ptr<web::edge::office> desk_;
  std::string why_;
};

/// Where files that this agent hands over for this practice go: into the folder of a practice that has `system:
/// file_drop` and names this agent, and of no other. Empty: nowhere.
std::string hand_over_folder(const practice_list& practices, const practice_id& practice, const std::string& agent);

} // namespace tidings
