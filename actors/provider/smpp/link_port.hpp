#pragma once
// One TCP connection to a message centre, from outside. A port: tests bring their own.
#include "schemas/time.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace tidings::smpp {

struct link_target {
  std::string host;
  std::uint16_t port = 0;
  bool tls = false;
  std::string ca_file;           ///< empty: the system's
  millis connect_timeout{5'000}; ///< name, TCP and TLS together
};

/// Called on the link's own thread, one at a time. `lost` is the last, and called once, unless `link::close` came
/// first.
struct link_listener {
  std::function<void()> connected;
  std::function<void(std::string bytes)> received; ///< nothing more until `link::read_on`
  std::function<void(std::string why)> lost;       ///< in plain English
};

/// Callable from any thread.
class link {
public:
  virtual ~link() = default;
  virtual void send(std::string bytes) = 0;
  virtual void read_on() = 0;
  /// What was handed to `send` still goes, within a second; then nobody hears of it any more.
  virtual void close() = 0;
};

class link_port {
public:
  virtual ~link_port() = default;
  virtual std::shared_ptr<link> open(link_target where, link_listener listener) = 0;
};

} // namespace tidings::smpp
