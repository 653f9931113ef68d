#pragma once
#include <CLI/App.hpp>

namespace tidings::sim {

/// Adds `emis` with its options; running it serves until SIGTERM.
void add_emis_command(CLI::App&, int& exit_code);

} // namespace tidings::sim
