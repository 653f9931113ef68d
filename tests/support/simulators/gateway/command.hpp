#pragma once
#include <CLI/App.hpp>

namespace tidings::sim {

/// Adds `http`, `notify` and `voice` with their options; running one serves until SIGTERM.
void add_gateway_commands(CLI::App&, int& exit_code);

} // namespace tidings::sim
