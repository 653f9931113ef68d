#pragma once
// Who stopped sending, why and since when.
#include "schemas/ids.hpp"
#include "schemas/time.hpp"

#include <boost/describe/class.hpp>

#include <map>
#include <string>

namespace tidings {

struct pause_track {
  std::string by, why;
  timestamp since{};
  bool operator==(const pause_track&) const = default;
};
BOOST_DESCRIBE_STRUCT(pause_track, (), (by, why, since))

/// What stands still, by provider. In a practice's stream: the one of the empty name is the practice itself. In the
/// host's: provider accounts.
using pause_tracks = std::map<provider_id, pause_track>;

} // namespace tidings
