// What a practice costs that has nothing to do: memory awake and asleep, and the broker's processor time when idle.
#include "benchmarks/whole_broker.hpp"

#include <CLI/CLI.hpp>

#include <fstream>
#include <malloc.h>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

using namespace tidings;

namespace {

double resident_bytes() {
  malloc_trim(0);
  std::ifstream statm("/proc/self/statm");
  double size = 0, resident = 0;
  statm >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app("What an idle practice costs");
  std::filesystem::path under = std::filesystem::temp_directory_path();
  int practices = 10'000;
  int seconds = 10;
  app.add_option("--dir", under)->capture_default_str();
  app.add_option("--practices", practices)->capture_default_str();
  app.add_option("--seconds", seconds, "Idle time measured")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const bench::scratch_folder folder(under);
  provider_settings account;
  account.id = provider_id("bench");
  auto directory = std::make_shared<station_directory>();
  bench::actor_config config;
  caf::actor_system system(config);
  auto start = bench::factories(
      folder.path(), {account}, [](caf::scheduled_actor&, const provider_settings&) { return provider_actor{}; },
      millis(5'000));
  start.providers = [](caf::scheduled_actor& by) {
    return by.spawn(providers_supervisor, providers_options{system_now, {}, {}, {}});
  };
  auto top = system.spawn(root, root_options{start, system_now, directory, {}, [](const std::string& line) {
                                               std::fprintf(stderr, "%s\n", line.c_str());
                                             }});
  while (!directory->get().stations) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::seconds(1));
  const auto before = resident_bytes();
  for (int i = 0; i < practices; ++i) {
    practice_settings settings;
    settings.id = bench::practice_number(i);
    settings.name = "Surgery number " + std::to_string(i);
    settings.sms_route = {account.id};
    settings.reminders.resize(2);
    caf::anon_send(top, settings_changed{std::make_shared<const practice_settings>(std::move(settings))});
  }
  std::this_thread::sleep_for(std::chrono::seconds(3));
  const auto awake = resident_bytes();
  std::this_thread::sleep_for(std::chrono::seconds(15)); // asleep after 5 s; their last timers have run out, too
  const auto asleep = resident_bytes();
  const auto cpu = cpu_seconds();
  std::this_thread::sleep_for(std::chrono::seconds(seconds));
  const auto used = (cpu_seconds() - cpu) / seconds * 100;
  fmt::print("practices {}\nawake  {:.0f} bytes each (settings, actor and connector)\nasleep {:.0f} bytes each "
             "(settings and connector)\n"
             "idle processor time {:.2f} % of a core\n",
             practices, (awake - before) / practices, (asleep - before) / practices, used);
  directory->set({});
  caf::anon_send_exit(top, caf::exit_reason::user_shutdown);
  top = nullptr;
  system.await_all_actors_done();
}
