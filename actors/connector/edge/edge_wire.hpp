#pragma once
// SystmOne's wire for a practice whose gateway is reached by an agent on its site.
#include "actors/connector/edge/site_port.hpp"
#include "actors/connector/wire_port.hpp"

#include <memory>

namespace tidings {

class edge_wire final : public wire_port {
public:
  edge_wire(std::shared_ptr<wire_port> wire, std::shared_ptr<site_port> sites, const practice_id& practice,
            std::string agent)
      : wire_(std::move(wire)), sites_(std::move(sites)), practice_(practice), agent_(std::move(agent)) {}

  /// As any wire: `unreachable` also when the agent is away, or can't connect on its side.
  void exchange(wire_request what, std::function<void(result<std::string>)> done) override;

private:
  std::shared_ptr<wire_port> wire_;
  std::shared_ptr<site_port> sites_;
  practice_id practice_;
  std::string agent_;
};

} // namespace tidings
