// tidings-sim: the other ends of Tidings' connections, as processes of their own.
#include "emis/command.hpp"
#include "firetext/command.hpp"
#include "gateway/command.hpp"
#include "systmone/command.hpp"

#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

int main(int argc, char** argv) {
  // Standard output carries the ready line only.
  spdlog::set_default_logger(spdlog::stderr_logger_st("tidings-sim"));
  CLI::App app{"Simulators of the systems Tidings talks to: real sockets, own state, faults on request."};
  app.require_subcommand(1);
  int exit_code = 0;
  tidings::sim::add_systmone_command(app, exit_code);
  tidings::sim::add_firetext_command(app, exit_code);
  tidings::sim::add_gateway_commands(app, exit_code);
  tidings::sim::add_emis_command(app, exit_code);
  CLI11_PARSE(app, argc, argv);
  return exit_code;
}
