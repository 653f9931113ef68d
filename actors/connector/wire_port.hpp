#pragma once
// One request and its answer over a byte stream. A port: tests and the simulation bring their own.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace tidings {

struct wire_request {
  std::string host;
  std::uint16_t port = 0;
  std::string line;        ///< the whole request with its newline
  std::string request_uid; ///< an answer that names another one is not ours and is skipped
  millis timeout{20'000};  ///< from the call to the whole answer
};

class wire_port {
public:
  virtual ~wire_port() = default;

  /// `done` is called exactly once, on any thread (also before this returns), with one whole XML document or
  /// - `unreachable`: no connection; nothing was sent.
  /// - `overloaded`: it waited behind other requests for the whole time limit; nothing was sent.
  /// - `timed_out`: sent, and silence since. It may have had its effect.
  /// - `outcome_unknown`: sent, then the connection was lost or what came back is no XML. It may have had its effect.
  /// - `stopping`: the wire is shutting down; nothing was sent.
  virtual void exchange(wire_request what, std::function<void(result<std::string>)> done) = 0;
};

} // namespace tidings
