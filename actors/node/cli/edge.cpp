// edge code, edge enrol, edge run
#include "actors/node/cli/commands.hpp"
#include "actors/node/cli/local_door.hpp"
#include "actors/node/config/config.hpp"
#include "actors/node/config/edge_file.hpp"
#include "schemas/json.hpp"
#include "web/edge/enrol.hpp"

#include <boost/json.hpp>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <iostream>

namespace tidings::cli {
namespace {

constexpr std::size_t code_text_max = 64;

int complain(const std::vector<config_error>& errors) {
  for (const auto& error : errors) std::cerr << print(error) << '\n';
  std::cerr << errors.size() << (errors.size() == 1 ? " error" : " errors") << '\n';
  return 1;
}

/// It holds a key in the clear, and carries patients' data.
void keep_memory_private() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

} // namespace

int edge_code(const edge_arguments& arguments) {
  const auto config = load_broker(arguments.broker_yaml);
  if (!config) return complain(config.error());
  if (!edge::is_agent_name(arguments.name)) {
    std::cerr << "an agent's name is 1 to 63 of a-z, 0-9 and `-`\n";
    return 1;
  }
  auto door = local_door::open(config->broker);
  auto said = door ? (*door)->post("/edges/" + arguments.name + "/code", "{}") : tl::unexpected(door.error());
  if (!said) {
    std::cerr << said.error().detail << '\n';
    return 1;
  }
  boost::json::error_code wrong;
  const auto body = boost::json::parse(*said, wrong);
  const auto* code = !wrong && body.is_object() ? body.get_object().if_contains("code") : nullptr;
  if (code == nullptr || !code->is_string()) {
    std::cerr << "the broker's answer can't be read\n";
    return 1;
  }
  std::cout << std::string_view(code->get_string()) << '\n';
  std::cerr << "Good once, for 15 minutes: type it on the site where `tidings edge enrol` asks for it.\n";
  return 0;
}

int edge_enrol(const edge_arguments& arguments) {
  keep_memory_private();
  const auto settings = load_edge(arguments.edge_yaml);
  if (!settings) return complain(settings.error());
  // Never on the command line: there every user of the PC could read it.
  std::cerr << "The one-time code: " << std::flush;
  std::string code;
  std::getline(std::cin, code);
  while (!code.empty() && (code.back() == '\r' || code.back() == ' ')) code.pop_back();
  if (code.empty() || code.size() > code_text_max) {
    std::cerr << "no code was given\n";
    return 1;
  }
  const auto made = edge::enrol(*settings, secret_text(std::move(code)));
  if (!made) {
    std::cerr << "not enrolled: " << made.error().detail << '\n';
    return made.error().code == error_code::unreachable ? 2 : 1;
  }
  std::cout << "enrolled as " << made->name << " until " << iso8601(made->valid_until)
            << "; renewed by itself. Key: " << made->file.string() << '\n';
  return 0;
}

int edge_run(const edge_arguments& arguments) {
  keep_memory_private();
  sigset_t signals;
  sigemptyset(&signals);
  for (const int one : {SIGINT, SIGTERM}) sigaddset(&signals, one);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr); // before there are threads: only `sigwait` gets them
  std::signal(SIGPIPE, SIG_IGN);
  auto settings = load_edge(arguments.edge_yaml);
  if (!settings) return complain(settings.error());
  if (settings->allow.empty() && settings->outboxes.empty())
    std::cerr << "warning: neither `allow` nor `hand_over` has anything: this agent carries nothing\n";
  auto log = spdlog::stderr_color_mt("tidings edge");
  log->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %v");
  auto running = edge::agent::start(std::move(*settings), [log](const std::string& line) { log->info(line); });
  if (!running) {
    std::cerr << "the agent can't start: " << running.error().detail << '\n';
    return 1;
  }
  int got = 0;
  sigwait(&signals, &got);
  log->info("stopping");
  (*running)->stop();
  log->info("stopped");
  return 0;
}

} // namespace tidings::cli
