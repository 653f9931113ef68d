#pragma once
// The way to a practice's site by the agent there. A port: tests bring their own.
#include "schemas/errors.hpp"
#include "schemas/ids.hpp"

#include <cstdint>
#include <string>

namespace tidings {

/// What has gone by one way since the broker started.
struct site_traffic {
  std::uint64_t begun = 0;     ///< connections
  std::uint64_t ended = 0;     ///< of these
  std::uint64_t untouched = 0; ///< of these: no byte of theirs left for the site
  std::string last_trouble;
};

/// Has certainly nothing left for the site between these two looks? Only when nothing was open before and whatever was
/// begun since has ended untouched.
inline bool nothing_left(const site_traffic& before, const site_traffic& after) {
  const auto begun = after.begun - before.begun;
  return before.begun == before.ended && begun > 0 && after.untouched - before.untouched == begun;
}

class site_port {
public:
  virtual ~site_port() = default;

  /// The port of 127.0.0.1 that leads to this address of the practice's site. Any thread; never blocks for long.
  /// `unreachable`: its agent isn't connected, so certainly nobody heard anything; the detail is for the staff.
  virtual result<std::uint16_t> way_to(const practice_id& practice, const std::string& agent, const std::string& host,
                                       int port) = 0;
  virtual site_traffic traffic_of(std::uint16_t way) const = 0;
};

} // namespace tidings
