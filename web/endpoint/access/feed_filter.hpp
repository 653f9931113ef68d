#pragma once
// What of the live feed somebody may see who sees some practices only. Pure. What can't be cut is left out: seconds of
// the whole broker, its overview, its providers.
#include "schemas/scope.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tidings::web::access {

/// @param name of the event
/// @return its JSON with the practices' own rows only; nothing: not for them
std::optional<std::string> feed_for(std::string_view name, const std::string& json, const practice_scope& within);

} // namespace tidings::web::access
