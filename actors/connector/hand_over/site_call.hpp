#pragma once
// One question and one line of answer over a loopback port. Blocking.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tidings {

/// The line, without its end. `unreachable`: certainly nothing was sent; else `outcome_unknown`.
/// @param patience for connecting, for each piece that is sent, and for the answer
result<std::string> site_call(std::uint16_t port, std::string_view bytes, millis patience);

} // namespace tidings
