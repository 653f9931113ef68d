#pragma once
// The wire over TCP: one thread for all connectors, one connection per host and port, kept open, one request at a time.
#include "actors/connector/wire_port.hpp"

#include <memory>

namespace tidings {

struct tcp_wire_limits {
  std::size_t answer_bytes_max = 16 * 1024 * 1024; ///< see systmone::answer_bytes_max
  std::size_t waiting_max = 64;  ///< requests that wait for one connection; a connector sends one at a time
  millis connect_timeout{5'000}; ///< a gateway PC stands on the same network
  millis idle_max{10 * 60'000};  ///< two default polls: then an unused connection is closed
};

class tcp_wire final : public wire_port {
public:
  explicit tcp_wire(tcp_wire_limits limits = {});
  /// Stops. Must happen before the actor system ends: callbacks hold (weak) references to actors.
  ~tcp_wire() override;
  tcp_wire(const tcp_wire&) = delete;
  tcp_wire& operator=(const tcp_wire&) = delete;

  void exchange(wire_request what, std::function<void(result<std::string>)> done) override;
  /// Calls every open callback, closes every connection and ends the thread. Not from a callback. May be called twice.
  void stop();

private:
  struct impl;
  std::shared_ptr<impl> impl_;
};

} // namespace tidings
