#include "firetext/command.hpp"

#include "firetext/firetext_simulator.hpp"
#include "support/wait_for_stop.hpp"

#include <CLI/CLI.hpp>
#include <array>
#include <iostream>
#include <memory>
#include <spdlog/spdlog.h>

namespace tidings::sim {
namespace {

using milliseconds_pair = std::array<std::int64_t, 2>;

struct firetext_flags {
  firetext_options options;
  std::string certificate, key;
  milliseconds_pair receipt_delay{100, 1000}, reply_delay{500, 5000}, retry{250, 2000};
};

delay_range range(const milliseconds_pair& from) {
  return {std::chrono::milliseconds{from[0]}, std::chrono::milliseconds{from[1]}};
}

int run(firetext_flags& flags) {
  auto& options = flags.options;
  if (!flags.certificate.empty()) options.tls = tls_files{flags.certificate, flags.key};
  options.rules.receipt_delay = range(flags.receipt_delay);
  options.rules.reply_delay = range(flags.reply_delay);
  options.post.retry_first = std::chrono::milliseconds{flags.retry[0]};
  options.post.retry_longest = std::chrono::milliseconds{flags.retry[1]};
  hold_stop_signals();
  const auto simulator = firetext_simulator::start(std::move(options));
  if (!simulator) {
    spdlog::error("{}", simulator.error());
    return 1;
  }
  std::cout << (*simulator)->ready_line() << std::endl;
  wait_for_stop();
  return 0;
}

} // namespace

void add_firetext_command(CLI::App& app, int& exit_code) {
  const auto flags = std::make_shared<firetext_flags>();
  auto& options = flags->options;
  auto* command =
      app.add_subcommand("firetext", "FireText's HTTP API, with patients who get the texts and answer them");
  command->add_option("--port", options.port, "API port; 0: a free one")->capture_default_str();
  command->add_option("--control-port", options.control_port,
                      "control pages on a port of their own as well (always plain HTTP)");
  auto* certificate = command->add_option("--tls-cert", flags->certificate, "PEM chain: serve the API over TLS");
  command->add_option("--tls-key", flags->key, "PEM key")->needs(certificate);
  command->add_option("--api-key", options.rules.api_keys, "accepted keys; repeatable")->capture_default_str();
  command->add_option("--receipt-url", options.hooks.receipt_url, "where receipts go, user:password@ allowed");
  command->add_option("--inbound-url", options.hooks.inbound_url, "where replies go, user:password@ allowed");
  command->add_option("--ca", options.hooks.ca, "PEM file the webhooks' certificates are checked against");
  command->add_option("--seed", options.rules.seed, "who answers what")->capture_default_str();
  const auto pair = [&](const char* name, milliseconds_pair& into, const char* help) {
    command->add_option(name, into, help)->delimiter(',')->capture_default_str();
  };
  pair("--receipt-delay-ms", flags->receipt_delay, "MIN,MAX from submission to receipt");
  pair("--reply-delay-ms", flags->reply_delay, "MIN,MAX from receipt to the patient's reply");
  pair("--retry-ms", flags->retry, "FIRST,LONGEST pause between webhook tries");
  command->add_option("--retry-tries", options.post.tries_max, "webhook tries before giving up")->capture_default_str();
  command->add_option("--state", options.state, "JSON file the state is kept in; default: memory only");
  command->add_option("--reply-rate", options.rules.reply_rate, "share of the asked who answer")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->add_option("--fail-rate", options.rules.fail_rate, "share of texts the network declines")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->add_option("--page-rows-max", options.rules.page_rows_max, "rows on one page of a list; 0: as pp says")
      ->capture_default_str();
  command->add_flag("--allow-name-replies", options.rules.allow_name_replies,
                    "patients can answer a sender that is a name");
  command->callback([flags, &exit_code] { exit_code = run(*flags); });
}

} // namespace tidings::sim
