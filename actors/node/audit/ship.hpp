#pragma once
// Lines to a command's standard input, so that a copy of the anchor is kept where nobody of this machine can change it.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <string>

namespace tidings::audit {

/// Runs `command` by `/bin/sh -c` and gives it `lines`. Fails when it ends with another status than 0 or not within
/// `limit`, after which it is killed. Blocks.
result<void> ship(const std::string& command, const std::string& lines, millis limit);

} // namespace tidings::audit
