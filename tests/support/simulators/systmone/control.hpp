#pragma once
#include "support/http_server.hpp"
#include "systmone/book_json.hpp"
#include "systmone/listener.hpp"

#include <functional>
#include <map>
#include <memory>

namespace tidings::sim {

/// What the control port may touch.
struct control_reach {
  service_map& services;
  std::map<std::string, std::shared_ptr<practice_listener>, std::less<>>& listeners;
  wall_clock now;
  /// Called after something worth keeping changed.
  std::function<void()> on_change;
};

/// Answers one control request: `/ledger`, `/patients`, `/faults`, … (README.md has the list).
http_response answer_control(const control_reach&, const http_request&);

} // namespace tidings::sim
