// How fast the broker is back: makes a log, starts the real `tidings serve` on it as after a kill, and times when it is
// ready, when its first message reaches the provider, and when the board has caught up. Then an ordered stop, and the
// same start again.
#include "benchmarks/broker_options.hpp"
#include "benchmarks/started_broker.hpp"

using namespace tidings;

namespace {

void timed_start(const bench::workplace& place, const bench::log_plan& plan, const std::string& name, int idle_seconds,
                 bool kill) {
  const bench::counting_provider provider;
  place.write_config(provider.port());
  bench::started_broker broker(place);
  const auto ready = broker.wait_until_ready();
  const auto first = plan.queued > 0 ? provider.wait_for_first(broker.began()) : 0.0;
  const auto caught_up = broker.wait_until_caught_up();
  fmt::print("{:<22} ready {:>6.2f} s   first dispatch {:>6.2f} s   board caught up {:>6.2f} s   {:>5.0f} MB\n", name,
             ready, first, caught_up, broker.resident_mb());
  std::fflush(stdout);
  if (idle_seconds > 0)
    fmt::print("{:<22} idle: {:.2f} % of a core over {} s, {:.0f} MB\n", "", broker.cpu_percent(idle_seconds),
               idle_seconds, broker.resident_mb());
  fmt::print("{:<22} {} messages taken by the provider\n", "", provider.taken());
  const auto took = broker.stop(kill);
  if (!kill) fmt::print("{:<22} ordered stop {:.2f} s\n", "", took);
  std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app("How fast the broker is back after a kill, by the size of its log");
  bench::broker_options options;
  auto& [plan, under, tidings] = options;
  int idle_seconds = 0;
  bool no_pieces = false;
  options.add_to(app, "On which disk");
  app.add_option("--queued", plan.queued, "Messages that wait to be sent")->capture_default_str();
  app.add_option("--idle", idle_seconds, "Then measure processor time over so many seconds")->capture_default_str();
  app.add_flag("--no-pieces", no_pieces, "As if the board had never kept a snapshot");
  CLI11_PARSE(app, argc, argv);
  plan.pieces = !no_pieces;

  const bench::workplace place(under, tidings, plan.practices);
  const auto began = std::chrono::steady_clock::now();
  const auto master = load_master_key({.file = place.file("master.key"), .env = {}, .command = {}});
  if (!master) bench::give_up(master.error().detail);
  bench::log_maker(plan, place.file("data"), *master).make();
  fmt::print("{} events of {} practices, {} queued: {:.0f} MB on disk, made in {:.0f} s\n", plan.events, plan.practices,
             plan.queued, place.log_mb(),
             std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  std::fflush(stdout);
  timed_start(place, plan, "after a kill", 0, true);
  timed_start(place, plan, "after a kill, again", idle_seconds, false);
  timed_start(place, plan, "after an ordered stop", 0, false);
}
