#pragma once
#include <CLI/App.hpp>

namespace tidings::sim {

/// Adds `systmone` with its options; running it serves until SIGTERM.
void add_systmone_command(CLI::App&, int& exit_code);

} // namespace tidings::sim
