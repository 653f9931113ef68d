#include "emis/command.hpp"

#include "emis/emis_simulator.hpp"
#include "support/wait_for_stop.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <spdlog/spdlog.h>

namespace tidings::sim {
namespace {

struct emis_flags {
  emis_options options;
  std::string certificate, key;
};

int run(emis_flags& flags) {
  if (!flags.certificate.empty()) flags.options.tls = tls_files{flags.certificate, flags.key};
  hold_stop_signals();
  const auto simulator = emis_simulator::start(flags.options);
  if (!simulator) {
    spdlog::error("{}", simulator.error());
    return 1;
  }
  std::cout << (*simulator)->ready_line() << std::endl;
  wait_for_stop();
  return 0;
}

} // namespace

void add_emis_command(CLI::App& app, int& exit_code) {
  const auto flags = std::make_shared<emis_flags>();
  auto& options = flags->options;
  auto* emis = app.add_subcommand("emis", "EMIS Web's Partner API over HTTP, one practice, and its FHIR server");
  emis->add_option("--port", options.port, "API port; 0: a free one")->capture_default_str();
  auto* certificate = emis->add_option("--tls-cert", flags->certificate, "PEM chain: serve the API over TLS");
  emis->add_option("--tls-key", flags->key, "PEM key")->needs(certificate);
  emis->add_option("--practice", options.practice, "ODS code")->capture_default_str();
  emis->add_option("--patients", options.patients, "how many people")->capture_default_str();
  emis->add_option("--appointments", options.appointments, "booked from tomorrow 09:00 on")->capture_default_str();
  emis->add_option("--state", options.state, "JSON file the book is kept in; default: memory only");
  emis->add_option("--fhir", options.fhir_version, "a FHIR server over the same book: stu3 (GP Connect) or r4")
      ->check(CLI::IsMember({"stu3", "r4"}));
  emis->add_option("--client-id", options.account.client_id, "OAuth2 client")->capture_default_str();
  emis->add_option("--client-secret", options.account.client_secret, "its secret")->capture_default_str();
  emis->add_option("--application-id", options.account.application_id, "the applicationId header")
      ->capture_default_str();
  emis->add_option("--token-seconds", options.account.token_seconds, "a token's life")->capture_default_str();
  emis->callback([flags, &exit_code] { exit_code = run(*flags); });
}

} // namespace tidings::sim
