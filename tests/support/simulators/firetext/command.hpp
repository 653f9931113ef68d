#pragma once
#include <CLI/App.hpp>

namespace tidings::sim {

/// Adds `firetext` with its options; running it serves until SIGTERM.
void add_firetext_command(CLI::App&, int& exit_code);

} // namespace tidings::sim
