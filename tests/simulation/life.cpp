#include "tests/simulation/life.hpp"

#include "actors/dispatcher/dispatcher_actor.hpp"
#include "actors/event_log/event_log_actor.hpp"
#include "actors/node/supervision/calm_clock.hpp"
#include "actors/node/supervision/connectors_actor.hpp"
#include "actors/node/supervision/practices_actor.hpp"
#include "actors/node/supervision/providers_actor.hpp"
#include "actors/write_back/write_back_actor.hpp"
#include "tests/simulation/slow_log.hpp"

#include <cstdlib>

namespace tidings::simulation {
namespace {

answer_sink_actor::behavior_type sink(answer_sink_actor::stateful_pointer<fake_state>,
                                      std::function<void(std::uint64_t, const answer&)> told) {
  return {[told](command_answer& got) { told(got.token, got.what); }};
}

} // namespace

life::life(outside& world, std::shared_ptr<memory_disk> disk, timestamp begins,
           const std::vector<practice_settings_ptr>& practices)
    : world_(world), disk_(std::move(disk)), begins_(begins), clock_began_(scheduler.clock().current_time) {
  ::setenv("TIDINGS_POISON", std::string(poison_word).c_str(), 1); // read when the first command is handled
  world_.true_time = [this] { return time(); };
  wall_clock now = [this] { return wall(); };
  if (world_.with.calm_clock) now = calmed(std::move(now), [this] { return scheduler.clock().current_time; });
  station_factories start;
  start.log = [this](caf::scheduled_actor& by) { return open_log(by); };
  start.dispatcher = [this, now](caf::scheduled_actor& by) {
    ++world_.dispatcher_lives;
    return by.spawn(dispatcher, dispatcher_options{now, world_.accounts()});
  };
  start.write_back = [now](caf::scheduled_actor& by) { return by.spawn(write_back, now); };
  start.providers = [this, now](caf::scheduled_actor& by) {
    return by.spawn(providers_supervisor,
                    providers_options{now,
                                      world_.accounts(),
                                      [this, now](caf::scheduled_actor& parent, const provider_settings&) {
                                        return parent.spawn(lying_provider, &world_, directory_, now);
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
  start.practices = [now, this](caf::scheduled_actor& by) {
    return by.spawn(practices_supervisor,
                    practices_options{now, world_.with.passivate_after, world_.keys, 1'000, {}, {}});
  };
  root_ = sys.spawn(root, root_options{start, now, directory_, {}, [](const std::string&) {}});
  sink_ = sys.spawn(sink, [this](std::uint64_t token, const answer& what) {
    // Who waits when the log ends is told to ask again; the answer may have been on its way all the same. Whoever
    // asked hears the first of them only, as at the broker's own door.
    const bool again = what.refusal == error_code::log_unavailable || what.refusal == error_code::disk_full;
    world_.answers[token] += again ? 0 : 1;
    if (const auto found = waiting_.find(token); found != waiting_.end()) {
      const auto heard = std::move(found->second);
      waiting_.erase(found);
      if (heard) heard(what);
    }
  });
  for (const auto& settings : practices) tell(root_, settings_changed{settings});
  drain_shuffled(world_.random);
}

life::~life() {
  crash();
  world_.true_time = [now = begins_] { return now; };
}

result<event_log_actor> life::open_log(caf::scheduled_actor& by) {
  auto engine = open_memory(disk_);
  if (!engine) return tl::unexpected(engine.error());
  auto log = by.spawn(event_log, std::shared_ptr<log_engine>(std::move(*engine)),
                      event_log_options{.linger_turns_max = 0, .keeper = log_keeper(by)});
  if (world_.with.disk_slow == 0) return log;
  return by.spawn(slow_log, std::move(log), [this] {
    return world_.strikes(world_.with.disk_slow) ? millis(between(world_.random, 1, 4'000)) : millis(0);
  });
}

void life::pass(millis span) {
  drain_shuffled(world_.random);
  advance(std::chrono::duration_cast<caf::timespan>(span));
}

void life::tell_practice(const practice_id& practice, command what, std::function<void(const answer&)> on_answer,
                         audit_mark_ptr by) {
  const auto now = directory_->get();
  if (!now.stations) return;
  const auto token = ++last_token_;
  waiting_[token] = std::move(on_answer);
  tell(now.stations->practices, practice_command{practice, std::move(what), sink_, token, std::move(by)});
}

void life::crash() {
  if (!root_) return;
  waiting_.clear();
  disk_->crash();
  disk_->write_failure =
      failure{error_code::log_unavailable, "the machine is off"}; // whatever still runs changes nothing
  const auto trouble = std::exchange(world_.trouble, false);
  world_.machine_on = false;
  directory_->set({});
  end(sink_);
  end(root_, caf::exit_reason::user_shutdown);
  sink_ = nullptr;
  root_ = nullptr;
  advance(std::chrono::hours(2)); // actors' last timers hold on to them
  disk_->write_failure.reset();
  disk_->crash();
  world_.trouble = trouble;
  world_.machine_on = true;
}

void life::stop() {
  caf::anon_send_exit(root_, caf::exit_reason::user_shutdown);
  pass(millis(12'000)); // more than `shutdown_limit`
}

void life::kill_one() {
  const auto now = directory_->get();
  if (!now.stations) return;
  const std::array<caf::actor, 6> all = {
      caf::actor_cast<caf::actor>(now.log),
      caf::actor_cast<caf::actor>(now.stations->dispatcher),
      caf::actor_cast<caf::actor>(now.stations->write_back),
      caf::actor_cast<caf::actor>(now.stations->practices),
      caf::actor_cast<caf::actor>(now.stations->providers),
      caf::actor_cast<caf::actor>(now.stations->connectors),
  };
  const auto& one = all[static_cast<std::size_t>(between(world_.random, 0, static_cast<int>(all.size()) - 1))];
  if (one) caf::anon_send_exit(one, caf::exit_reason::kill);
}

} // namespace tidings::simulation
