// serve, check-config, sign-in
#include "actors/node/broker.hpp"
#include "actors/node/cli/commands.hpp"
#include "actors/node/templates/shelf.hpp"
#include "web/endpoint/sign_in.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace tidings::cli {
namespace {

int complain(const std::vector<config_error>& errors) {
  for (const auto& error : errors) std::cerr << print(error) << '\n';
  std::cerr << errors.size() << (errors.size() == 1 ? " error" : " errors") << '\n';
  return 1;
}

// Taken from every thread that is started later, so that only `wait_for_signal` gets them.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int one : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, one);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return set;
}

std::string url_of(const endpoint_settings& settings) {
  if (!settings.public_url.empty()) return settings.public_url;
  int port = settings.port;
  if (port == 0 && !settings.port_file.empty()) std::ifstream(settings.port_file) >> port;
  return "https://" + settings.address + ":" + std::to_string(port);
}

// The process holds patients' data and keys in the clear: neither a crash nor another process of this user gets a copy.
void keep_memory_private() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

} // namespace

int serve(const config_arguments& arguments) {
  keep_memory_private();
  const auto signals = block_signals();
  auto config = load_broker(arguments.broker_yaml);
  if (!config) return complain(config.error());
  auto log = spdlog::stderr_color_mt("tidings");
  log->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %v");
  const auto say = [log](const std::string& line) { log->info(line); };
  for (const auto& warning : config->warnings) say("warning: " + print(warning));
  const auto settings = config->broker.endpoint;
  auto running = broker::start(std::move(*config), say, [] { ::kill(::getpid(), SIGTERM); });
  if (!running) {
    std::cerr << "tidings can't start: " << running.error().detail << '\n';
    return 1;
  }
  say("listening on " + settings.address + ":" + std::to_string((*running)->port()));
  for (;;) {
    int got = 0;
    sigwait(&signals, &got);
    if (got != SIGHUP) break;
    const auto done = (*running)->reload_certificate();
    say(done ? "certificate read anew" : "certificate kept: " + done.error().detail);
  }
  say("stopping");
  (*running)->stop();
  say("stopped");
  return 0;
}

int check_config(const config_arguments& arguments) {
  const auto config = load_config(arguments.broker_yaml, [](const broker_settings& host) -> templates_made {
    return [shelf = templates::shelf::look(std::filesystem::path(host.data_dir) / "templates")](
               const practice_id& practice) { return shelf->made_for(practice); };
  });
  if (!config) return complain(config.error());
  for (const auto& warning : config->warnings) std::cout << "warning: " << print(warning) << '\n';
  std::cout << "The configuration is right: " << config->practices.size() << " practices, "
            << config->broker.providers.size() << " providers, " << config->broker.templates.size() << " templates.\n";
  for (const auto& [id, practice] : config->practices) // what an operator hands to whoever runs the program
    for (const auto& key : practice->api_keys)
      std::cout << "  " << id.text() << ": the key `" << key.name << "` is " << key.name << '-' << practice->service_id
                << "-<its secret>\n";
  return 0;
}

int sign_in(const config_arguments& arguments) {
  const auto config = load_broker(arguments.broker_yaml);
  if (!config) return complain(config.error());
  if (!is_user_name(arguments.user)) {
    std::cerr << "--user: 1 to 64 of letters, digits and ._@+-\n";
    return 1;
  }
  const auto keys =
      session_keys::load_or_create((std::filesystem::path(config->broker.data_dir) / "session.key").string());
  if (!keys) {
    std::cerr << keys.error().detail << '\n';
    return 1;
  }
  std::cout << url_of(config->broker.endpoint)
            << "/sign-in?token=" << make_sign_in_token(*keys, arguments.user, system_now()) << '\n';
  return 0;
}

} // namespace tidings::cli
