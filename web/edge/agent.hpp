#pragma once
// The agent: a small process on a practice's site that dials out to the broker and carries what the broker may reach
// there. One thread of its own. Neither Asio nor Beast show here.
#include "schemas/errors.hpp"
#include "schemas/secret.hpp"
#include "web/edge/target.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tidings::edge {

/// Files in `folder` are handed over for this practice, and then lie in its folder `sent`.
struct outbox_settings {
  practice_id practice;
  std::string folder;
};

/// config/edge.yaml explains each.
struct agent_settings {
  std::string broker; ///< https://HOST[:PORT]
  std::string folder = "edge";
  std::string ca_file; ///< empty: the system's
  std::string proxy;   ///< http://HOST:PORT; empty: none
  std::vector<tcp_place> allow;
  std::vector<outbox_settings> outboxes;
  std::vector<outbox_settings> documents; ///< where the broker's documents for a practice's record are left
};

class agent {
public:
  /// Fails when it was never enrolled or something of its settings can't be used. Dials until it is stopped.
  static result<std::unique_ptr<agent>> start(agent_settings settings, std::function<void(std::string)> say);
  ~agent(); ///< stops
  agent(const agent&) = delete;
  agent& operator=(const agent&) = delete;
  void stop();

private:
  struct impl;
  explicit agent(std::shared_ptr<impl> parts);
  std::shared_ptr<impl> impl_;
};

} // namespace tidings::edge
