#pragma once
// One HTTP call. A port: tests and the simulation bring their own.
#include "schemas/time.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace tidings {

struct http_request {
  std::string method = "POST"; ///< GET or POST
  std::string url;
  std::vector<std::string> headers; ///< whole lines, `Name: value`
  std::string body;
  std::string ca_file;              ///< empty: the system's
  std::string proxy;                ///< empty: none, whatever the environment says
  millis timeout{10'000};           ///< from the call to the last byte
  std::size_t answer_bytes_max = 0; ///< where an answer may be larger than usual
};

struct http_response {
  int status = 0;
  std::string content_type;
  std::string body;
  std::uint32_t retry_after_s = 0; ///< 0: not asked for
  millis took{};
  std::vector<std::pair<std::string, std::string>> headers; ///< the first 64, names in lower case
};

struct http_failure {
  /// True: no byte of the request can have reached the peer. False: it may have been acted upon.
  bool certainly_not_sent = false;
  std::string detail; ///< in plain English; holds neither the URL's query nor the body
  millis took{};
};

using http_outcome = tl::expected<http_response, http_failure>;

class http_port {
public:
  virtual ~http_port() = default;
  /// Callable from any thread. `done` is called exactly once, on any thread, also before this returns, and within the
  /// request's timeout give or take a second.
  virtual void call(http_request what, std::function<void(http_outcome)> done) = 0;
};

} // namespace tidings
