#pragma once
// HTTP to what a practice's site alone can reach, by the agent there. TLS goes from the broker to the server itself:
// the agent carries bytes that it can't read, and the certificate is checked against the URL's own host.
#include "actors/connector/edge/site_port.hpp"
#include "actors/connector/web/web_port.hpp"

#include <memory>

namespace tidings {

/// For the connector's own thread, as the port beneath it.
class edge_web final : public wire::port {
public:
  edge_web(std::shared_ptr<wire::port> web, std::shared_ptr<site_port> sites, const practice_id& practice,
           std::string agent)
      : web_(std::move(web)), sites_(std::move(sites)), practice_(practice), agent_(std::move(agent)) {}

  /// As any: certainly not sent also when the agent is away, or can't connect on its side. The URL's host and port are
  /// as the agent sees them; a proxy of the broker's own plays no part.
  wire::outcome call(const wire::request& what) override;

private:
  std::shared_ptr<wire::port> web_;
  std::shared_ptr<site_port> sites_;
  practice_id practice_;
  std::string agent_;
};

} // namespace tidings
