#pragma once
// One practice: the only appender to its stream. Decides on its in-memory state, appends without waiting, and speaks
// only of what is on disk.
#include "actors/practice/decide.hpp"
#include "schemas/actors.hpp"
#include "schemas/moment.hpp"
#include "schemas/sealing.hpp"

#include <atomic>
#include <deque>

namespace tidings {

struct practice_ports {
  event_log_actor log;
  dispatcher_actor dispatcher;
  write_back_actor write_back;
  practices_actor parent;
  wall_clock now;
  sealer_ptr keys;
  millis passivate_after{600'000};
  log_epoch epoch;
  /// When the broker started. What is old enough to be forgotten is judged by the time that has passed since then: a
  /// wall clock that is wrong for an hour must not make a practice forget whom it has reminded.
  std::optional<moment> started{};
  bool own_threads = false; ///< long work beside the practice has one; false where there is but the test's
};

/// Which command the actor is handling, 0 for none. Outlives the actor, so that its supervisor knows what killed it.
using current_command = std::shared_ptr<std::atomic<std::uint64_t>>;

struct practice_actor_state {
  practice_actor_state() = default; // never an aggregate: CAF under C++20 would initialise its first member with `self`
  static inline const char* name = "practice";

  practice_id id;
  std::uint64_t incarnation = 0;
  practice_settings_ptr settings;
  practice_ports ports;
  current_command current;

  practice_state core;
  std::uint64_t version = 0;          ///< evolved up to here
  std::uint64_t durable = 0;          ///< on disk up to here
  std::uint64_t snapshot_version = 0; ///< of the last that was kept or ordered; 0: it can't be opened any more
  bool snapshot_making = false;       ///< one is being made beside this actor
  bool recovered = false;
  bool given_up = false;                 ///< it ends; what it knows may be ahead of what it has told the log
  bool marked = false;                   ///< `core.marks` are there
  std::vector<numbered_commands> stash;  ///< came before recovery was done
  std::vector<encoded_event> unappended; ///< of the batch under way; evolved already, told to the log at its end

  /// What is told once `version` is on disk.
  struct pending {
    std::uint64_t version = 0;
    std::uint64_t number = 0;
    std::vector<effect> effects;
    std::vector<command> again; ///< parked commands let go
    answer_sink_actor answer_to;
    std::uint64_t token = 0;
    answer what;
  };
  std::deque<pending> waiting;

  std::uint64_t timer = 0; ///< generation; older ticks are stale
  bool timer_soon = false; ///< a tick within the second is under way
  instant active_at{};     ///< last command
  millis clock_offset{0};  ///< between both clocks at the last tick
};

practice_actor::behavior_type practice(practice_actor::stateful_pointer<practice_actor_state> self, practice_id id,
                                       std::uint64_t incarnation, practice_settings_ptr settings,
                                       current_command current, practice_ports ports);

} // namespace tidings
