#pragma once
// The broker's stations without its endpoint, for measuring: real log on disk, real practices, dispatcher and
// supervisors; provider and clinical system are actors of the benchmark's own.
#include "actors/dispatcher/dispatcher_actor.hpp"
#include "actors/event_log/event_log_actor.hpp"
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/key_ring/key_ring.hpp"
#include "actors/node/root_actor.hpp"
#include "actors/node/supervision/connectors_actor.hpp"
#include "actors/node/supervision/practices_actor.hpp"
#include "actors/node/supervision/providers_actor.hpp"
#include "actors/write_back/write_back_actor.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdio>
#include <filesystem>

namespace tidings::bench {

struct actor_config : caf::actor_system_config {
  actor_config() {
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", std::size_t{2});
    set("scheduler.max-throughput", std::size_t{100});
    set("logger.verbosity", caf::atom("quiet"));
  }
};

/// Of the whole process so far. Unlike rates, a busy neighbour hardly changes it.
inline double cpu_microseconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return of(used.ru_utime) + of(used.ru_stime);
}

struct nothing_state {
  nothing_state() {}
  static inline const char* name = "nothing";
};
/// A clinical system that never says anything: its connectors are not what is measured.
inline connector_actor::behavior_type silent_connector(connector_actor::stateful_pointer<nothing_state>) {
  return {[](connector_call&) {}, [](settings_changed&) {}, [](caf::tick_atom, std::uint64_t) {}, [](wire_answer&) {}};
}

/// Real keys in real files.
inline sealer_ptr keys_in(const std::filesystem::path& folder) {
  auto store = open_key_folder(folder / "keys");
  if (!store) {
    std::fprintf(stderr, "%s\n", store.error().detail.c_str());
    std::exit(1);
  }
  return std::make_shared<key_ring>(cipher::random_key(), std::move(*store), key_ring_options{.now = system_now});
}

inline station_factories factories(const std::filesystem::path& folder, std::vector<provider_settings> accounts,
                                   provider_factory provider, millis passivate_after) {
  station_factories start;
  start.log = [folder](caf::scheduled_actor& by) -> result<event_log_actor> {
    auto engine = open_rocksdb({.directory = folder});
    if (!engine) return tl::unexpected(engine.error());
    return by.spawn<caf::detached>(event_log, std::shared_ptr<log_engine>(std::move(*engine)), event_log_options{});
  };
  start.dispatcher = [accounts](caf::scheduled_actor& by) {
    return by.spawn(dispatcher, dispatcher_options{system_now, accounts});
  };
  start.write_back = [](caf::scheduled_actor& by) { return by.spawn(write_back, wall_clock(system_now)); };
  start.providers = [accounts, provider](caf::scheduled_actor& by) {
    return by.spawn(providers_supervisor, providers_options{system_now, accounts, provider, {}});
  };
  start.connectors = [](caf::scheduled_actor& by) {
    return by.spawn(
        connectors_supervisor,
        connectors_options{system_now,
                           [](caf::scheduled_actor& parent, const practice_settings_ptr&, const practices_actor&,
                              const connectors_actor&) { return parent.spawn(silent_connector); },
                           {}});
  };
  start.practices = [passivate_after, keys = keys_in(folder)](caf::scheduled_actor& by) {
    return by.spawn(practices_supervisor, practices_options{system_now, passivate_after, keys, 1'000'000, {}});
  };
  return start;
}

/// A folder that is gone afterwards.
class scratch_folder {
public:
  explicit scratch_folder(std::filesystem::path under) {
    auto name = (under / "tidings-bench-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~scratch_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

inline practice_id practice_number(int number) { return *practice_id::parse(fmt::format("A{:05}", number)); }

} // namespace tidings::bench
