#pragma once
// The practices' supervisor: wakes, restarts and puts to sleep one actor for each practice, and keeps their inboxes.
#include "actors/node/supervision/inbox.hpp"
#include "actors/node/supervision/restart_policy.hpp"
#include "actors/node/supervision/start_order.hpp"
#include "actors/practice/practice_actor.hpp"
#include "schemas/alarm.hpp"

#include <map>
#include <optional>
#include <unordered_map>

namespace tidings {

using told_command = std::shared_ptr<const practice_command>;

/// Without a log for so long, who waits for an answer is told. A log that is only opened anew is back before.
constexpr millis log_patience{500};

struct practices_options {
  wall_clock now;
  millis passivate_after{600'000};
  sealer_ptr keys;
  std::size_t queue_max = 10'000; ///< commands waiting for one practice; more are answered `overloaded`
  restart_limits restarts;
  std::function<log_epoch()> epoch; ///< of the log; empty: its first
  bool own_threads = false;         ///< see `practice_ports`
};

/// Everything about one practice that outlives its actor.
struct practice_slot {
  practice_settings_ptr settings; ///< null: removed, kept while it drains
  bool removed = false;
  practice_actor actor; ///< null: asleep or between two lives
  std::uint64_t incarnation = 0;
  current_command current = std::make_shared<std::atomic<std::uint64_t>>(0);
  inbox<told_command> waiting;
  std::uint64_t handed_over = 0; ///< number of the last command that this incarnation was given
  bool gathering = false;        ///< it is in `gathering` of the supervisor
  restart_policy policy;
  std::optional<instant> restart_at; ///< set while it waits for its next life
  timestamp wake_at = never;         ///< set while it sleeps
  bool stopping = false;             ///< told to sleep, its end is awaited
  std::uint64_t handled = 0;
  std::string last_failure;
  timestamp since{};
};

struct practices_actor_state {
  practices_actor_state() = default;
  ~practices_actor_state(); ///< whatever ends it, its children end with it
  static inline const char* name = "practices";

  practices_options options;
  event_log_actor log;
  /// Why there is none, once that has lasted: who wants an answer is told at once and not kept waiting.
  std::optional<failure> no_log;
  failure log_ended; ///< becomes `no_log` at `refuse_at`
  std::optional<instant> refuse_at;
  std::map<practice_id, failure> damages; ///< of their records: these aren't started, and say so
  station_handles_ptr stations;
  std::map<practice_id, practice_slot> slots;
  std::unordered_map<caf::actor_addr, practice_id> by_address;
  std::vector<practice_id> gathering; ///< practices with commands to hand over at the next flush
  start_order order;
  /// What the log said of the streams when it was opened; nothing: it hasn't answered yet, and nobody is started.
  std::optional<std::map<practice_id, stream_summary>> streams;
  moment started; ///< what both clocks said when it was
  alarm timer;
  bool ending = false; ///< its children are ending; it follows the last one
};

practices_actor::behavior_type practices_supervisor(practices_actor::stateful_pointer<practices_actor_state> self,
                                                    practices_options options);

} // namespace tidings
