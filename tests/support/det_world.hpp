#pragma once
// A world in which actors run one message at a time, on the test's own thread, in virtual time. Fixture of every actor
// test. CAF's own test DSL clashes with GoogleTest's FAIL, so this drives the test coordinator directly.
//
//   struct practice_actor_test : tidings::test::det_world {};
//   TEST_F(practice_actor_test, an_answer_waits_for_the_disk) {
//     auto aut = sys.spawn(practice, ...);   // never detached: that is a real thread even here
//     tell(aut, command{...});
//     drain();
//     ...
//     end(aut);                              // a test that leaves an actor alive fails
//   }
#include <caf/all.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <gtest/gtest.h>

#include "schemas/time.hpp"

#include <algorithm>
#include <optional>
#include <variant>

namespace tidings::test {

struct det_config : caf::actor_system_config {
  det_config() {
    set("scheduler.policy", caf::atom("testing")); // no worker threads
    set("logger.verbosity", caf::atom("quiet"));
  }
};

class det_world : public ::testing::Test {
public:
  det_config cfg;
  caf::actor_system sys{cfg};
  caf::scheduler::test_coordinator& scheduler = dynamic_cast<caf::scheduler::test_coordinator&>(sys.scheduler());
  caf::scoped_actor self{sys, true}; // hidden: not counted as running

  det_world() { scheduler.clock().current_time += std::chrono::hours(1); } // zero would look like an unset time

  ~det_world() override {
    drain();
    // A living actor would hang the system's destructor for ever: say so instead.
    EXPECT_EQ(sys.registry().running(), running_at_start_) << "actors left alive by the test: end() them";
    if (sys.registry().running() > running_at_start_) sys.await_actors_before_shutdown(false);
  }

  /// Runs everything that can run, oldest first; an actor keeps its turn until its mailbox is empty. Time stands still.
  std::size_t drain(std::size_t steps_max = 1'000'000) {
    std::size_t steps = 0;
    while (steps < steps_max && scheduler.try_run_once()) ++steps;
    EXPECT_LT(steps, steps_max) << "do two actors keep each other busy?";
    return steps;
  }

  /// As `drain`, but the next actor to run is chosen by `dice` (`std::mt19937_64`, say): the same seed gives the same
  /// interleaving. Messages between two actors keep their order, as they do in a real system.
  template <class Dice> std::size_t drain_shuffled(Dice& dice, std::size_t steps_max = 1'000'000) {
    std::size_t steps = 0;
    for (; steps < steps_max && !scheduler.jobs.empty(); ++steps) {
      const auto chosen = scheduler.jobs.begin() + static_cast<std::ptrdiff_t>(dice() % scheduler.jobs.size());
      std::rotate(scheduler.jobs.begin(), chosen, chosen + 1);
      scheduler.run_once();
    }
    EXPECT_LT(steps, steps_max) << "do two actors keep each other busy?";
    return steps;
  }

  /// Moves virtual time on, firing timers one by one in their order and draining after each.
  void advance(caf::timespan by) {
    drain();
    const auto goal = scheduler.clock().current_time + by;
    for (auto next = next_timer(); next && *next <= goal; next = next_timer()) {
      fire_until(std::max(scheduler.clock().current_time, *next));
      drain();
    }
    fire_until(goal);
    drain();
  }

  /// When the next timer fires; nothing if none is set.
  std::optional<caf::actor_clock::time_point> next_timer() {
    const auto& timers = scheduler.clock().schedule();
    if (timers.empty()) return std::nullopt;
    return timers.begin()->first;
  }

  /// The time of day in this world: 2026-03-02T09:00:00Z (a Monday) at the test's start, then as `advance` moves it.
  timestamp now() {
    constexpr auto first = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)) + std::chrono::hours(9);
    return first +
           std::chrono::floor<millis>(scheduler.clock().current_time.time_since_epoch() - std::chrono::hours(1));
  }
  /// `now` as the port that actors are given. Must not outlive this world.
  wall_clock clock() {
    return [this] { return now(); };
  }

  /// Sends without running anything.
  template <class Handle, class... Ts> void tell(const Handle& to, Ts&&... xs) {
    caf::anon_send(to, std::forward<Ts>(xs)...);
  }

  /// Asks and drains until the answer of type `R` or an error is there; time passes only if nothing else would answer.
  template <class R, class Handle, class... Ts>
  std::variant<R, caf::error> ask(const Handle& whom, caf::timespan timeout, Ts... xs) {
    auto asked = self->request(whom, timeout, std::move(xs)...);
    drain();
    if (!self->has_next_message()) advance(timeout);
    std::variant<R, caf::error> answer{caf::error{}};
    asked.receive([&](R& x) { answer = std::move(x); }, [&](caf::error& x) { answer = std::move(x); });
    return answer;
  }

  /// Kills the actor and drains. `exit_reason::user_shutdown` instead of `kill` lets its exit handler run.
  template <class Handle> void end(const Handle& whom, caf::exit_reason why = caf::exit_reason::kill) {
    caf::anon_send_exit(whom, why);
    drain();
  }

private:
  void fire_until(caf::actor_clock::time_point moment) {
    scheduler.clock().current_time = moment;
    scheduler.clock().advance_time(caf::timespan{0});
  }
  std::size_t running_at_start_ = sys.registry().running();
};

} // namespace tidings::test
