#pragma once
// What a command prints, for secrets that another program keeps.
#include "schemas/errors.hpp"

#include <chrono>
#include <string>

namespace tidings {

/// Runs `command` by /bin/sh and waits for its end. Its standard error is ours.
/// @return at most `bytes_max` of its standard output; fails with `not_configured` when it fails, prints more or takes
///         longer than `limit`
result<std::string> printed_by(const std::string& command, std::chrono::milliseconds limit, std::size_t bytes_max);

} // namespace tidings
