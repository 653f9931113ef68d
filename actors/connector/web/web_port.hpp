#pragma once
// One HTTP call that waits for its answer. A port: tests bring their own. Made on a connector's own thread only.
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace tidings::wire {

/// What the call does at the other end, whatever its method is called.
enum class effect : std::uint8_t {
  reads, ///< changes nothing: a kept connection may be used
  acts,  ///< changes something: sent once, on a connection of its own
};

struct request {
  std::string method = "GET";
  std::string url;
  effect does = effect::reads;
  std::vector<std::pair<std::string, secret_text>> headers; ///< names and values
  secret_text body;                                         ///< of POST, PUT and PATCH
  std::string ca_file;                                      ///< empty: the system's
  std::string certificate, private_key;                     ///< PEM files of mutual TLS; empty: none
  std::string proxy;                                        ///< empty: none, whatever the environment says
  /// Not 0: connect to this port of 127.0.0.1, where a way to the URL's host begins. The name that is asked for and
  /// that the certificate has to bear stays the URL's.
  std::uint16_t way = 0;
  millis timeout{30'000}; ///< from the call to the last byte
};

struct response {
  int status = 0;
  std::string content_type;
  std::string etag;
  secret_text body; ///< it may be a patient's record
};

struct no_response {
  /// True: no byte of the request can have reached the other side. False: it may have been acted upon.
  bool certainly_not_sent = false;
  std::string detail; ///< in plain English; holds neither the URL's query nor a header nor the body
};

using outcome = tl::expected<response, no_response>;

class port {
public:
  virtual ~port() = default;
  /// Follows no redirect and sends nothing twice.
  virtual outcome call(const request& what) = 0;
};

} // namespace tidings::wire
