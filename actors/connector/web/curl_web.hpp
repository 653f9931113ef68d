#pragma once
// HTTP over libcurl, one call after the other on the thread that asks. TLS is always verified.
#include "actors/connector/web/web_port.hpp"

#include <memory>

namespace tidings::wire {

struct curl_limits {
  /// A patient's coded record of many years is the largest answer; a fortnight's booked patients are about 2 MiB.
  std::size_t response_bytes_max = 16 * 1024 * 1024;
  millis connect_timeout{10'000};
  millis idle_max{30'000}; ///< an older connection isn't used again: its peer may be about to close it
};

/// For one thread at a time.
class curl_web final : public port {
public:
  explicit curl_web(curl_limits limits = {});
  ~curl_web() override;
  curl_web(const curl_web&) = delete;
  curl_web& operator=(const curl_web&) = delete;

  outcome call(const request& what) override;

private:
  struct kept;
  curl_limits limits_;
  std::unique_ptr<kept> kept_;
};

} // namespace tidings::wire
