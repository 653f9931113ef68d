#pragma once
// HTTP over libcurl: one thread for the whole broker, connections kept and used again, TLS always verified.
#include "actors/provider/dial_rule.hpp"
#include "actors/provider/http_port.hpp"

#include <memory>

namespace tidings {

struct http_client_limits {
  std::size_t response_bytes_max = 256 * 1024; ///< an answer to one message has no reason to be larger
  std::size_t calls_max = 10'000;              ///< open at once; more fail as not sent
  millis connect_timeout{5'000};
  millis idle_max{
      30'000}; ///< an unused connection older than this is not used again: its peer may be about to close it
  std::shared_ptr<const dial_rule> dials{}; ///< null: any address may be dialled
};

class http_client final : public http_port {
public:
  explicit http_client(http_client_limits limits = {});
  /// Stops. Must happen before the actor system ends: callbacks hold references to actors.
  ~http_client() override;
  http_client(const http_client&) = delete;
  http_client& operator=(const http_client&) = delete;

  void call(http_request what, std::function<void(http_outcome)> done) override;
  /// Fails every open call and ends the thread. Not from a callback. May be called twice.
  void stop();

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace tidings
