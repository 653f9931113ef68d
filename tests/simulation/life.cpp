#include "tests/simulation/life.hpp"

#include "actors/dispatcher/dispatcher_actor.hpp"
#include "actors/event_log/event_log_actor.hpp"
#include "actors/node/supervision/connectors_actor.hpp"
#include "actors/node/supervision/practices_actor.hpp"
#include "actors/node/supervision/providers_actor.hpp"
#include "actors/write_back/write_back_actor.hpp"

namespace tidings::simulation {
namespace {

constexpr millis passivate_after{90'000}; ///< short, so that practices sleep and wake within the day

/// Two that lie, so that there is another one to fail over to.
std::vector<provider_settings> accounts() {
  provider_settings one;
  one.id = provider_id("lying");
  one.window = 4;
  one.per_second = 20;
  one.look_ups_max = 3;
  one.breaker_failures = 2; // small, so that breakers open often
  auto another = one;
  another.id = provider_id("lying-too");
  return {one, another};
}

answer_sink_actor::behavior_type sink(answer_sink_actor::stateful_pointer<fake_state>,
                                      std::function<void(std::uint64_t, const answer&)> told) {
  return {[told](command_answer& got) { told(got.token, got.what); }};
}

} // namespace

life::life(outside& world, std::shared_ptr<memory_disk> disk, timestamp begins,
           const std::vector<practice_settings_ptr>& practices)
    : world_(world), disk_(std::move(disk)), begins_(begins), clock_began_(scheduler.clock().current_time) {
  const wall_clock now = [this] { return time(); };
  station_factories start;
  start.log = [this](caf::scheduled_actor& by) -> result<event_log_actor> {
    auto engine = open_memory(disk_);
    if (!engine) return tl::unexpected(engine.error());
    return by.spawn(event_log, std::shared_ptr<log_engine>(std::move(*engine)),
                    event_log_options{.keeper = log_keeper(by)});
  };
  start.dispatcher = [now](caf::scheduled_actor& by) {
    return by.spawn(dispatcher, dispatcher_options{now, accounts()});
  };
  start.write_back = [now](caf::scheduled_actor& by) { return by.spawn(write_back, now); };
  start.providers = [this, now](caf::scheduled_actor& by) {
    return by.spawn(providers_supervisor,
                    providers_options{now,
                                      accounts(),
                                      [this, now](caf::scheduled_actor& parent, const provider_settings&) {
                                        const auto stations = directory_->get().stations;
                                        return parent.spawn(lying_provider, &world_,
                                                            stations ? stations->practices : practices_actor{}, now);
                                      },
                                      {}});
  };
  start.connectors = [this, now](caf::scheduled_actor& by) {
    return by.spawn(
        connectors_supervisor,
        connectors_options{now,
                           [this](caf::scheduled_actor& parent, const practice_settings_ptr&, const practices_actor&,
                                  const connectors_actor&) { return parent.spawn(lying_connector, &world_); },
                           {}});
  };
  start.practices = [now, keys = world_.keys](caf::scheduled_actor& by) {
    return by.spawn(practices_supervisor, practices_options{now, passivate_after, keys, 1'000, {}});
  };
  root_ = sys.spawn(root, root_options{start, now, directory_, {}, [](const std::string&) {}});
  sink_ = sys.spawn(sink, [this](std::uint64_t token, const answer& what) {
    ++world_.answers[token];
    if (const auto found = waiting_.find(token); found != waiting_.end()) {
      const auto heard = std::move(found->second);
      waiting_.erase(found);
      heard(what);
    }
  });
  for (const auto& settings : practices) tell(root_, settings_changed{settings});
  drain_shuffled(world_.random);
}

life::~life() { crash(); }

void life::pass(millis span) {
  drain_shuffled(world_.random);
  advance(std::chrono::duration_cast<caf::timespan>(span));
}

void life::tell_practice(const practice_id& practice, command what, std::function<void(const answer&)> on_answer) {
  const auto now = directory_->get();
  if (!now.stations) return;
  const auto token = ++last_token_;
  waiting_[token] = std::move(on_answer);
  tell(now.stations->practices, practice_command{practice, std::move(what), sink_, token});
}

void life::crash() {
  if (!root_) return;
  waiting_.clear();
  disk_->crash();
  disk_->write_failure =
      failure{error_code::log_unavailable, "the machine is off"}; // whatever still runs changes nothing
  const auto faults_were_on = std::exchange(world_.trouble.on, false);
  directory_->set({});
  end(sink_);
  end(root_, caf::exit_reason::user_shutdown);
  sink_ = nullptr;
  root_ = nullptr;
  advance(std::chrono::hours(2)); // actors' last timers hold on to them
  disk_->write_failure.reset();
  disk_->crash();
  world_.trouble.on = faults_were_on;
}

void life::kill_one() {
  const auto now = directory_->get();
  if (!now.stations) return;
  switch (between(world_.random, 0, 3)) {
  case 0:
    caf::anon_send_exit(now.log, caf::exit_reason::kill);
    break;
  case 1:
    caf::anon_send_exit(now.stations->dispatcher, caf::exit_reason::kill);
    break;
  case 2:
    caf::anon_send_exit(now.stations->write_back, caf::exit_reason::kill);
    break;
  default:
    caf::anon_send_exit(now.stations->practices, caf::exit_reason::kill);
    break;
  }
}

} // namespace tidings::simulation
