#pragma once
// What of the live feed somebody may see who sees some practices only. Pure. What can't be cut is left out: the
// figures of the whole broker, its overview, its providers.
#include "schemas/scope.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tidings::web::access {

struct feed_event {
  std::string_view name;
  std::string json;
};
/// @return the event with those practices' rows only; nothing: not for them. Of a second (`tick`) its time is left, as
/// `beat`: it says that the feed is alive.
std::optional<feed_event> feed_for(std::string_view name, const std::string& json, const practice_scope& within);

} // namespace tidings::web::access
