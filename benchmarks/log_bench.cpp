// Durable appends a second through the event log's actor, with 1, 16, 256 and 4096 outstanding, against a bare
// write+fdatasync loop with as many events to a sync, on the same directory in the same run. Each cell is the median of
// its rounds; rounds take turns, so that both sides see the same weather. Read the ratio, not the rates: those are the
// disk's and the neighbours'.
#include "actors/event_log/event_log_actor.hpp"
#include "actors/event_log/rocksdb_engine.hpp"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <thread>

using namespace tidings;
using steady = std::chrono::steady_clock;

namespace {

struct settings {
  std::filesystem::path directory = "log-bench";
  double seconds = 1;
  int rounds = 3;
  std::size_t bytes = 256;
  std::size_t practices = 8;
  std::vector<std::size_t> outstanding = {1, 16, 256, 4096};
  bool sync = true;
};

/// Of the whole process. Unlike the rates, a busy neighbour hardly changes it.
double cpu_microseconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return of(used.ru_utime) + of(used.ru_stime);
}

double seconds_since(steady::time_point start) { return std::chrono::duration<double>(steady::now() - start).count(); }

/// One practice that keeps so many appends under way, one event each.
struct driver_state {
  explicit driver_state(log_sink_actor::pointer actor) : self(actor) {}
  static inline const char* name = "driver";
  log_sink_actor::pointer self;
  event_log_actor log;
  practice_id practice;
  std::string payload;
  std::uint64_t sent = 0, acknowledged = 0;

  void append() {
    std::vector<encoded_event> events;
    events.push_back({event_type::message_accepted, 1, from_ms(1'772'442'000'000), payload});
    self->send(log, append_events{practice, sent++, std::move(events), log_sink_actor(self)});
  }
};

log_sink_actor::behavior_type driver(log_sink_actor::stateful_pointer<driver_state> self, event_log_actor log,
                                     practice_id practice, std::uint64_t last, std::size_t outstanding,
                                     std::size_t bytes, std::atomic<std::uint64_t>* count) {
  auto& state = self->state;
  state.log = std::move(log);
  state.practice = practice;
  state.payload = std::string(bytes, 'x');
  state.sent = state.acknowledged = last;
  for (std::size_t i = 0; i < outstanding; ++i) state.append();
  return {[self, count](const events_appended& what) {
            auto& me = self->state;
            const auto more = what.version - me.acknowledged;
            me.acknowledged = what.version;
            count->fetch_add(more, std::memory_order_relaxed);
            for (std::uint64_t i = 0; i < more; ++i) me.append();
          },
          [self](const append_failed& what) {
            std::cerr << "append failed: " << what.why.detail << '\n';
            self->quit();
          }};
}

struct measured {
  double rate = 0;
  double group = 0; ///< events to a commit
  double cpu = 0;   ///< microseconds to an event, drivers included
};

measured through_the_log(const settings& how, std::size_t outstanding) {
  auto opened = open_rocksdb({.directory = how.directory / "log"});
  if (!opened) {
    std::cerr << opened.error().detail << '\n';
    std::exit(1);
  }
  std::map<practice_id, std::uint64_t> last;
  for (const auto& [practice, head] : (*opened)->heads()) last[practice] = head.last;

  caf::actor_system_config config;
  config.set("scheduler.policy", caf::atom("sharing"));
  config.set("scheduler.max-throughput", std::size_t{100});
  config.set("scheduler.max-threads", std::size_t{std::max(2u, std::thread::hardware_concurrency())});
  caf::actor_system system(config);
  event_log_options options;
  options.how = how.sync ? durability::synced : durability::buffered;
  auto log = system.spawn<caf::detached>(event_log, std::shared_ptr<log_engine>(std::move(*opened)), options);

  std::atomic<std::uint64_t> count{0};
  std::vector<log_sink_actor> drivers;
  const auto practices = std::min(how.practices, outstanding);
  for (std::size_t i = 0; i < practices; ++i) {
    const auto practice = *practice_id::parse(fmt::format("A99{:03}", i + 1));
    const auto share = outstanding / practices + (i < outstanding % practices ? 1 : 0);
    drivers.push_back(system.spawn(driver, log, practice, last[practice], share, how.bytes, &count));
  }
  caf::scoped_actor self(system, true);
  const auto statistics = [&] {
    log_statistics found;
    self->request(log, caf::infinite, ask_log_statistics{})
        .receive([&](const log_statistics& x) { found = x; }, [](const caf::error&) {});
    return found;
  };
  std::this_thread::sleep_for(std::chrono::duration<double>(std::min(0.2, how.seconds / 5)));
  const auto before = statistics();
  const auto cpu = cpu_microseconds();
  const auto first = count.load();
  const auto start = steady::now();
  std::this_thread::sleep_for(std::chrono::duration<double>(how.seconds));
  const auto done = static_cast<double>(count.load() - first);
  const auto took = seconds_since(start);
  const auto used = cpu_microseconds() - cpu;
  const auto after = statistics();
  for (const auto& one : drivers) {
    caf::anon_send_exit(one, caf::exit_reason::kill);
    self->wait_for(one);
  }
  caf::anon_send_exit(log, caf::exit_reason::user_shutdown);
  self->wait_for(log);
  const auto commits = std::max<std::uint64_t>(1, after.commits - before.commits);
  return {done / took, static_cast<double>(after.events - before.events) / static_cast<double>(commits), used / done};
}

double bare(const settings& how, std::size_t outstanding) {
  const auto path = how.directory / "bare";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
  const std::string bytes(outstanding * how.bytes, 'x');
  std::uint64_t done = 0;
  const auto start = steady::now();
  while (seconds_since(start) < how.seconds) {
    if (::write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
        (how.sync && ::fdatasync(file) != 0)) {
      std::cerr << "the disk refused the bare loop\n";
      std::exit(1);
    }
    done += outstanding;
    if (done * how.bytes > std::size_t{2} * 1024 * 1024 * 1024) break; // leave some disk to the others
  }
  const auto took = seconds_since(start);
  ::close(file);
  std::filesystem::remove(path);
  return static_cast<double>(done) / took;
}

template <class T, class F> double median(std::vector<T> all, F&& value) {
  std::sort(all.begin(), all.end(), [&](const T& a, const T& b) { return value(a) < value(b); });
  return value(all[all.size() / 2]);
}

} // namespace

int main(int argc, char** argv) {
  settings how;
  CLI::App app("Durable appends a second through the event log, against a bare write+fdatasync loop");
  app.add_option("--directory", how.directory, "where to write; removed afterwards")->capture_default_str();
  app.add_option("--seconds", how.seconds, "each cell")->capture_default_str();
  app.add_option("--rounds", how.rounds, "each cell's median is of so many")->capture_default_str();
  app.add_option("--bytes", how.bytes, "payload of an event")->capture_default_str();
  app.add_option("--practices", how.practices, "streams that append")->capture_default_str();
  app.add_option("--outstanding", how.outstanding, "appends under way")->capture_default_str();
  app.add_flag("!--no-sync", how.sync, "leave the disk out of both sides");
  CLI11_PARSE(app, argc, argv);

  std::filesystem::create_directories(how.directory);
  std::map<std::size_t, std::vector<double>> bares;
  std::map<std::size_t, std::vector<measured>> logs;
  for (int round = 0; round < how.rounds; ++round)
    for (const auto outstanding : how.outstanding) {
      bares[outstanding].push_back(bare(how, outstanding));
      logs[outstanding].push_back(through_the_log(how, outstanding));
    }
  std::filesystem::remove_all(how.directory);

  fmt::print("{} events of {} bytes, {} practices, {} rounds of {} s, {} cores\n", how.sync ? "durable" : "buffered",
             how.bytes, how.practices, how.rounds, how.seconds, std::thread::hardware_concurrency());
  fmt::print("{:>11} {:>14} {:>14} {:>7} {:>14} {:>13}\n", "outstanding", "log, events/s", "bare, events/s", "ratio",
             "events/commit", "cpu us/event");
  for (const auto outstanding : how.outstanding) {
    const auto log = median(logs[outstanding], [](const measured& x) { return x.rate; });
    const auto group = median(logs[outstanding], [](const measured& x) { return x.group; });
    const auto cpu = median(logs[outstanding], [](const measured& x) { return x.cpu; });
    const auto disk = median(bares[outstanding], [](double x) { return x; });
    fmt::print("{:>11} {:>14.0f} {:>14.0f} {:>7.2f} {:>14.1f} {:>13.2f}\n", outstanding, log, disk, log / disk, group,
               cpu);
  }
}
