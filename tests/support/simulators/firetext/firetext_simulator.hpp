#pragma once
#include "firetext/firetext_service.hpp"
#include "support/http_server.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace tidings::sim {

struct firetext_options {
  std::uint16_t port = 0;
  /// Serves the control pages on a port of their own as well; nothing: on `port` only.
  std::optional<std::uint16_t> control_port;
  std::optional<tls_files> tls;
  /// Those not empty replace what the state file remembers.
  webhooks hooks;
  /// Empty keeps the state in memory only.
  std::filesystem::path state;
  firetext_rules rules;
  postman_rules post;
  wall_clock now = system_now;
};

/// FireText in one process: its HTTP API, the patients behind it, and control pages under `/_control/`. Runs on a
/// thread of its own.
class firetext_simulator {
public:
  static tl::expected<std::unique_ptr<firetext_simulator>, std::string> start(firetext_options);
  /// Stops and writes the state one last time.
  ~firetext_simulator();
  firetext_simulator(const firetext_simulator&) = delete;
  firetext_simulator& operator=(const firetext_simulator&) = delete;

  std::uint16_t port() const;
  std::uint16_t control_port() const;
  std::string ready_line() const;

private:
  struct impl;
  explicit firetext_simulator(std::unique_ptr<impl>);
  std::unique_ptr<impl> impl_;
};

} // namespace tidings::sim
