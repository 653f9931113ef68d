#pragma once
// The root of the supervision tree: starts every station, starts one again when it ends, and tells all of them who is
// who. Stations are told the settings of each practice anew after a restart.
#include "actors/node/supervision/restart_policy.hpp"
#include "schemas/actors.hpp"
#include "schemas/alarm.hpp"
#include "schemas/tally.hpp"

#include <functional>
#include <mutex>

namespace tidings {

/// The stations, in the order they are started and shown.
enum class station : std::uint8_t { log, board, dispatcher, write_back, providers, connectors, practices };

/// Where threads outside the actor system find the stations of the moment.
class station_directory {
public:
  struct entry {
    station_handles_ptr stations;
    event_log_actor log; ///< null: it can't be written to now
    std::string no_log;  ///< why not
  };
  void set(entry now) {
    const std::lock_guard guard(lock_);
    now_ = std::move(now);
  }
  entry get() const {
    const std::lock_guard guard(lock_);
    return now_;
  }

private:
  mutable std::mutex lock_;
  entry now_;
};

/// How each station is started. Ports are in the closures: the root knows none of them.
struct station_factories {
  /// Nothing when the log can't be opened now; it is tried again.
  std::function<result<event_log_actor>(caf::scheduled_actor&)> log;
  std::function<board_actor(caf::scheduled_actor&, event_log_actor)> board; ///< may be empty
  std::function<dispatcher_actor(caf::scheduled_actor&)> dispatcher;
  std::function<write_back_actor(caf::scheduled_actor&)> write_back;
  std::function<providers_actor(caf::scheduled_actor&)> providers;
  std::function<connectors_actor(caf::scheduled_actor&)> connectors;
  std::function<practices_actor(caf::scheduled_actor&)> practices;
};

struct root_options {
  station_factories start;
  wall_clock now;
  std::shared_ptr<station_directory> directory;
  restart_limits restarts;
  std::function<void(std::string)> on_failure; ///< a line for the operator's log
  millis drain_limit{4'000};                   ///< an ordered stop waits so long for calls under way
  std::map<station, tally> handled;            ///< of stations that count; shown among the actors
};

using root_actor = caf::typed_actor<caf::reacts_to<settings_changed>, caf::reacts_to<practice_removed>,
                                    // From the log.
                                    caf::reacts_to<log_trouble>,
                                    // To itself: 0 is the heart-beat, once a second; the greatest ends an ordered
                                    // stop's patience; others start what is due.
                                    caf::reacts_to<caf::tick_atom, std::uint64_t>>;

struct root_actor_state {
  root_actor_state() = default;
  ~root_actor_state(); ///< whatever ends it, its stations end with it
  static inline const char* name = "node";

  struct slot {
    caf::actor handle;
    restart_policy policy;
    instant restart_at{};
    timestamp since{};
    std::string last_failure;
  };
  root_options options;
  std::map<station, slot> slots;
  event_log_actor log;
  std::optional<failure> log_ill;         ///< it only reads
  std::map<practice_id, failure> damages; ///< that it found
  station_handles handles;
  std::map<practice_id, practice_settings_ptr> settings;
  std::map<practice_id, practice_settings_ptr> removed; ///< what is under way for them is finished by these
  std::uint64_t timer = 0;
  bool stopping = false;
};

/// Whom a log tells of its troubles: the root, in a factory it has called.
inline log_keeper_actor log_keeper(caf::scheduled_actor& root) { return caf::actor_cast<log_keeper_actor>(&root); }

root_actor::behavior_type root(root_actor::stateful_pointer<root_actor_state> self, root_options options);

} // namespace tidings
