#include "gateway/command.hpp"

#include "gateway/gateway_simulator.hpp"
#include "gateway/notify_dialect.hpp"
#include "gateway/voice_dialect.hpp"
#include "gateway/words_dialect.hpp"
#include "support/wait_for_stop.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <spdlog/spdlog.h>

namespace tidings::sim {
namespace {

struct gateway_flags {
  gateway_options options;
  words_account words;
  notify_service notify;
  voice_line voice;
  std::string certificate, key;
  std::int64_t receipt_delay_ms = 100;
};

int run(gateway_flags& flags, std::unique_ptr<gateway_dialect> dialect) {
  auto& options = flags.options;
  if (!flags.certificate.empty()) options.tls = tls_files{flags.certificate, flags.key};
  options.rules.receipt_delay = std::chrono::milliseconds{flags.receipt_delay_ms};
  hold_stop_signals();
  const auto simulator = gateway_simulator::start(std::move(dialect), options);
  if (!simulator) {
    spdlog::error("{}", simulator.error());
    return 1;
  }
  std::cout << (*simulator)->ready_line() << std::endl;
  wait_for_stop();
  return 0;
}

void add_common(CLI::App& command, gateway_flags& flags) {
  auto& options = flags.options;
  command.add_option("--port", options.port, "API port; 0: a free one")->capture_default_str();
  auto* certificate = command.add_option("--tls-cert", flags.certificate, "PEM chain: serve the API over TLS");
  command.add_option("--tls-key", flags.key, "PEM key")->needs(certificate);
  command.add_option("--receipt-url", options.hooks.receipt_url, "where receipts go, user:password@ allowed");
  command.add_option("--inbound-url", options.hooks.inbound_url, "where replies go, user:password@ allowed");
  command.add_option("--ca", options.hooks.ca, "PEM file the webhooks' certificates are checked against");
  command.add_option("--seed", options.rules.seed, "which texts fail")->capture_default_str();
  command.add_option("--receipt-delay-ms", flags.receipt_delay_ms, "from submission to receipt")->capture_default_str();
  command.add_option("--retry-tries", options.rules.tries_max, "webhook tries before giving up")->capture_default_str();
  command.add_option("--fail-rate", options.rules.fail_rate, "share of texts that never arrive")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
}

} // namespace

void add_gateway_commands(CLI::App& app, int& exit_code) {
  const auto words = std::make_shared<gateway_flags>();
  auto* http = app.add_subcommand("http", "A gateway for `type: http`: forms in, words out, receipts by GET");
  add_common(*http, *words);
  http->add_option("--user", words->words.user, "accepted user")->capture_default_str();
  http->add_option("--password", words->words.password, "accepted password")->capture_default_str();
  http->callback([words, &exit_code] { exit_code = run(*words, make_words_dialect(words->words)); });

  const auto service = std::make_shared<gateway_flags>();
  auto* notify = app.add_subcommand("notify", "GOV.UK Notify's v2 API for text messages");
  add_common(*notify, *service);
  notify->add_option("--service", service->notify.service, "the service's id")->capture_default_str();
  notify->add_option("--secret", service->notify.secret, "the API key's secret")->capture_default_str();
  notify->add_option("--template", service->notify.template_id, "the one template's id")->capture_default_str();
  notify->add_option("--placeholder", service->notify.placeholder, "its placeholder")->capture_default_str();
  notify->add_option("--callback-token", service->options.hooks.token, "bearer token of callbacks");
  const auto line = std::make_shared<gateway_flags>();
  auto* voice = app.add_subcommand("voice", "A telephone line that speaks schemas/voice_calls.md");
  add_common(*voice, *line);
  voice->add_option("--account", line->voice.account, "accepted account")->capture_default_str();
  voice->add_option("--key", line->voice.key, "its key")->capture_default_str();
  voice->callback([line, &exit_code] { exit_code = run(*line, make_voice_dialect(line->voice)); });

  notify->callback([service, &exit_code] { exit_code = run(*service, make_notify_dialect(service->notify)); });
}

} // namespace tidings::sim
