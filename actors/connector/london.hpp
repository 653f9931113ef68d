#pragma once
// SystmOne's clock on the wall: local UK time without a zone on its wire, UTC inside.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <string>
#include <string_view>

namespace tidings::london {

/// Reads `YYYY-MM-DDTHH:MM:SS`, with or without a fraction, or a bare `YYYY-MM-DD` (its midnight). The hour that comes
/// twice in October is read as its first passing; the one that doesn't exist in March as the moment the clocks jump.
result<timestamp> read(std::string_view local);

/// `2026-03-30T09:10:00`
std::string print(timestamp at);
/// `2026-03-30`
std::string print_date(timestamp at);

/// The start of the local day `days` after the one that `at` falls on.
timestamp midnight(timestamp at, int days = 0);

} // namespace tidings::london
