#pragma once
// Links over TCP, with TLS when wanted: one thread for all accounts.
#include "actors/provider/smpp/link_port.hpp"

namespace tidings::smpp {

class tcp_links final : public link_port {
public:
  tcp_links();
  /// Stops. Must happen before the actor system ends: listeners hold references to actors.
  ~tcp_links() override;
  tcp_links(const tcp_links&) = delete;
  tcp_links& operator=(const tcp_links&) = delete;

  std::shared_ptr<link> open(link_target where, link_listener listener) override;
  /// Closes every link and ends the thread. Not from a listener. May be called twice.
  void stop();

private:
  struct impl;
  std::shared_ptr<impl> impl_;
};

} // namespace tidings::smpp
