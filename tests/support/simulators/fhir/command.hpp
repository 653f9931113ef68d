#pragma once
#include <CLI/App.hpp>

namespace tidings::sim {

/// Adds `fhir` with its options; running it serves until SIGTERM.
void add_fhir_command(CLI::App&, int& exit_code);

} // namespace tidings::sim
