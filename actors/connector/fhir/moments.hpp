#pragma once
// FHIR's instant and dateTime with a time: `2026-03-30T09:10:00+01:00`, `…Z`, with or without a fraction. Pure.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <string_view>

namespace tidings::fhir {

/// One without its offset is refused: whose time it is would be a guess.
result<timestamp> read_instant(std::string_view text);

} // namespace tidings::fhir
