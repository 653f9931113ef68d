// Whole lives of messages a second: accepted -> attempt started -> sent -> delivered, each step on disk before the
// next, through the real practices, dispatcher and log, with a provider that answers at once and sends a receipt.
#include "benchmarks/whole_broker.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <thread>

using namespace tidings;

namespace {

struct life_driver_state {
  life_driver_state() = default;
  static inline const char* name = "driver";
  practices_actor practices;
  int practice_count = 0;
  std::uint64_t next = 0, goal = 0, accepted = 0, finished = 0;
  std::chrono::steady_clock::time_point began, ended;
};
using driver_actor = caf::typed_actor<caf::reacts_to<command_answer>, caf::replies_to<caf::get_atom>::with<double>,
                                      caf::reacts_to<caf::tick_atom, std::uint64_t>>;

constexpr std::uint64_t receipt_token = 1; ///< told apart from acceptances by the token's lowest bit

void accept_next(driver_actor::stateful_pointer<life_driver_state> self) {
  auto& st = self->state;
  if (st.next >= st.goal) return;
  const auto number = st.next++;
  accept_message what;
  what.message = id_from_name<message_id>("bench", std::to_string(number));
  what.to = secret_text("447700900123");
  what.text = secret_text(std::string(120, 'x'));
  what.asked_by = "bench";
  self->send(st.practices, practice_command{bench::practice_number(static_cast<int>(number) % st.practice_count),
                                            std::move(what), caf::actor_cast<answer_sink_actor>(self), 2});
}

driver_actor::behavior_type driver(driver_actor::stateful_pointer<life_driver_state> self, practices_actor practices,
                                   int practice_count) {
  self->state.practices = std::move(practices);
  self->state.practice_count = practice_count;
  return {
      [self](command_answer& got) {
        auto& st = self->state;
        if (!got.what.accepted) {
          std::fprintf(stderr, "refused: %s\n", got.what.reason.c_str());
          std::_Exit(1); // a life that doesn't end would be waited for
        }
        if (got.token != receipt_token) {
          ++st.accepted;
          return;
        }
        if (++st.finished == st.goal) st.ended = std::chrono::steady_clock::now();
        accept_next(self);
      },
      [self](caf::get_atom) {
        auto& st = self->state;
        if (st.finished < st.goal) return 0.0;
        return static_cast<double>(st.goal) / std::chrono::duration<double>(st.ended - st.began).count();
      },
      [self](caf::tick_atom, std::uint64_t goal) { // the count, then so many at once
        auto& st = self->state;
        if (st.goal == 0) {
          st.goal = goal;
          st.began = std::chrono::steady_clock::now();
          return;
        }
        for (std::uint64_t i = 0; i < goal; ++i) accept_next(self);
      },
  };
}

struct bench_provider_state {
  bench_provider_state() = default;
  static inline const char* name = "bench-provider";
};
/// Takes everything at once and sends the receipt; its answer goes to the driver.
provider_actor::behavior_type bench_provider(provider_actor::stateful_pointer<bench_provider_state> self,
                                             std::shared_ptr<practices_actor> practices,
                                             std::shared_ptr<answer_sink_actor> sink) {
  return {[self, practices, sink](provider_call& call) {
            const auto& what = call.what;
            self->send(call.answer_to, provider_answer{what.practice,
                                                       attempt_outcome{.message = what.message,
                                                                       .attempt = what.attempt,
                                                                       .result = attempt_result::sent},
                                                       what.provider, 0});
            self->send(*practices, practice_command{what.practice,
                                                    receipt_arrived{what.message, what.provider,
                                                                    receipt_status::delivered, "000", system_now()},
                                                    *sink, receipt_token});
          },
          [](provider_look_up&) {}};
}

double run(std::filesystem::path under, int practices, std::uint64_t messages, std::uint64_t outstanding) {
  const bench::scratch_folder folder(std::move(under));
  provider_settings account;
  account.id = provider_id("bench");
  account.window = static_cast<int>(outstanding);
  account.per_second = 1e9;
  auto practices_handle = std::make_shared<practices_actor>();
  auto sink = std::make_shared<answer_sink_actor>();
  auto directory = std::make_shared<station_directory>();
  bench::actor_config config;
  caf::actor_system system(config);
  auto top =
      system.spawn(root, root_options{bench::factories(
                                          folder.path(), {account},
                                          [=](caf::scheduled_actor& by, const provider_settings&) {
                                            return by.spawn(bench_provider, practices_handle, sink);
                                          },
                                          millis(3'600'000)),
                                      system_now,
                                      directory,
                                      {},
                                      [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }});
  while (!directory->get().stations) std::this_thread::yield();
  *practices_handle = directory->get().stations->practices;
  for (int i = 0; i < practices; ++i) {
    practice_settings settings;
    settings.id = bench::practice_number(i);
    settings.sms_route = {account.id};
    // Told to the supervisor itself: a command of the driver's must not get there first.
    caf::anon_send(*practices_handle, settings_changed{std::make_shared<const practice_settings>(std::move(settings))});
  }
  auto driving = system.spawn(driver, *practices_handle, practices);
  *sink = caf::actor_cast<answer_sink_actor>(driving);
  caf::anon_send(driving, caf::tick_atom::value, messages);
  caf::anon_send(driving, caf::tick_atom::value, outstanding);
  double rate = 0;
  {
    caf::scoped_actor self(system);
    while (rate == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      self->request(driving, std::chrono::seconds(30), caf::get_atom::value)
          .receive([&](double got) { rate = got; }, [](caf::error&) { std::_Exit(1); });
    }
  }
  caf::anon_send_exit(driving, caf::exit_reason::user_shutdown);
  driving = nullptr;
  *sink = nullptr;
  *practices_handle = nullptr;
  directory->set({});
  caf::anon_send_exit(top, caf::exit_reason::user_shutdown);
  top = nullptr;
  system.await_all_actors_done();
  return rate;
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app("Whole lives of messages a second");
  std::filesystem::path under = std::filesystem::temp_directory_path();
  int practices = 16, rounds = 3;
  std::uint64_t messages = 100'000;
  std::vector<std::uint64_t> outstanding_lives = {16, 256, 4096};
  app.add_option("--dir", under, "On which disk")->capture_default_str();
  app.add_option("--practices", practices)->capture_default_str();
  app.add_option("--messages", messages)->capture_default_str();
  app.add_option("--rounds", rounds)->capture_default_str();
  app.add_option("--outstanding", outstanding_lives, "Lives under way at once")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  fmt::print("{:>12} {:>16} {:>16} {:>12}\n", "outstanding", "lives/s median", "events/s", "cpu us/life");
  for (const auto outstanding : outstanding_lives) {
    std::vector<double> rates;
    const auto lives = outstanding <= 16 ? messages / 5 : messages;
    const auto cpu = bench::cpu_microseconds();
    for (int i = 0; i < rounds; ++i) rates.push_back(run(under, practices, lives, outstanding));
    const auto used = (bench::cpu_microseconds() - cpu) / static_cast<double>(lives) / rounds;
    std::sort(rates.begin(), rates.end());
    const auto median = rates[rates.size() / 2];
    fmt::print("{:>12} {:>16.0f} {:>16.0f} {:>12.1f}\n", outstanding, median, median * 4, used);
    std::fflush(stdout);
  }
}
