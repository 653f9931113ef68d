#pragma once
// Moments as people and the anchor write them.
#include "schemas/time.hpp"

#include <optional>
#include <string_view>

namespace tidings::audit {

/// `2026-03-02` (midnight UTC), `2026-03-02T09:30:00Z` or with milliseconds; nothing else.
std::optional<timestamp> read_moment(std::string_view text);

} // namespace tidings::audit
