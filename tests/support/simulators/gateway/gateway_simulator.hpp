#pragma once
#include "gateway/gateway_service.hpp"

#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace tidings::sim {

struct gateway_options {
  std::uint16_t port = 0;
  std::optional<tls_files> tls;
  gateway_hooks hooks;
  gateway_rules rules;
  wall_clock now = system_now;
};

/// A gateway in one process: its API and control pages under `/_control/`. Runs on a thread of its own.
class gateway_simulator {
public:
  static tl::expected<std::unique_ptr<gateway_simulator>, std::string> start(std::unique_ptr<gateway_dialect>,
                                                                             gateway_options);
  ~gateway_simulator();
  gateway_simulator(const gateway_simulator&) = delete;
  gateway_simulator& operator=(const gateway_simulator&) = delete;

  std::uint16_t port() const;
  std::string ready_line() const;

private:
  struct impl;
  explicit gateway_simulator(std::unique_ptr<impl>);
  std::unique_ptr<impl> impl_;
};

} // namespace tidings::sim
