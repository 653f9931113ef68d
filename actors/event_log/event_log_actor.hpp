#pragma once
// The log's one writer. Folds all appends that wait into one group with one sync, acknowledges them after it, and feeds
// subscribers: first from the engine, then from the groups as they are written.
#include "actors/event_log/engine.hpp"
#include "schemas/actors.hpp"
#include "schemas/tally.hpp"

#include <unordered_map>

namespace tidings {

struct event_log_options {
  std::size_t group_max = 8'192;                  ///< events in one write
  std::size_t group_bytes_max = 16 * 1024 * 1024; ///< their payloads, roughly: bounds memory and the sync's length
  std::size_t large_snapshot = 1024 * 1024;       ///< bytes; from there on one is written beside the groups
  std::size_t chunk_max = 1'000;                  ///< events a subscriber catches up with between two groups
  std::size_t read_max = 10'000;                  ///< events in one `stream_slice`
  std::size_t places_max = 500;                   ///< messages in one `places_found`
  /// How often a group that is smaller than the recent ones lets the mailbox pass by once more before it is written:
  /// those who were just answered send their next append within microseconds. A turn takes some 0.3 us; 0 in
  /// simulations.
  std::size_t linger_turns_max = 150;
  durability how = durability::synced; ///< buffered: only to measure without the disk
  /// Told of troubles. Without one a full disk ends the log at once, as any other failed write does.
  log_keeper_actor keeper;
  /// Told where every stream ends when the log ends in order, once the last group is on disk. May be empty.
  std::function<void(const std::vector<stream_end>&)> on_end;
  tally handled; ///< appends, snapshots and readings
};

struct event_log_state {
  /// What is known of a practice's stream.
  struct stream {
    std::uint64_t durable = 0; ///< last sequence on disk
    std::uint64_t pending = 0; ///< last sequence with the group under way
    std::size_t waiter = 0;    ///< its place in `waiting`, one up; 0: none in this group
    caf::actor_addr owner;     ///< the only sink that may append; null: nobody has taken the stream over
  };
  /// One acknowledgement to give when the group is on disk.
  struct waiter {
    practice_id practice;
    stream* of = nullptr;
    log_sink_actor sink;
    std::uint64_t version = 0;
  };
  struct subscriber {
    log_subscriber_actor who;
    std::uint64_t demand = 0;
    std::map<practice_id, std::uint64_t> behind; ///< practices to catch up with, each with the last sequence sent
    practice_id served;                          ///< the practice that was read last: the next one gets its turn
    bool wants() const { return demand > 0 && !behind.empty(); }
  };

  explicit event_log_state(event_log_actor::pointer actor) : self(actor) {}
  static inline const char* name = "event_log";

  void open(std::shared_ptr<log_engine> with, const event_log_options& how);
  void append(append_events& what);
  void keep(snapshot& what);
  caf::result<stream_slice> read(const read_stream& what);
  caf::result<snapshot> read(const read_snapshot& what);
  caf::result<std::vector<stream_summary>> list();
  void remember(remember_places& what);
  caf::result<places_found> find(const find_places& what);
  void subscribe(subscribe_log& what);
  void demand(const demand_events& what);
  void forget(const caf::actor_addr& who);
  log_statistics statistics() const;
  std::vector<stream_end> ends() const;
  /// The end of a group: writes it, then lets each subscriber catch up a little.
  void tick();
  /// Writes what waits and acknowledges it. False: it failed, everybody was told.
  bool commit();

  event_log_actor::pointer self;
  std::shared_ptr<log_engine> engine;
  event_log_options options;
  record_hasher hasher;
  std::unordered_map<practice_id, stream> streams;
  log_group group;
  std::size_t group_bytes = 0;
  std::vector<waiter> waiting;
  std::map<caf::actor_addr, subscriber> subscribers;
  std::optional<failure> failed;          ///< nothing is written any more; ends once the mailbox has been refused
  bool waits_for_room = false;            ///< the disk is full: what is on it is still read, until there is room
  std::map<practice_id, failure> damaged; ///< nothing is appended to these
  std::size_t recent = 0;                 ///< size of the recent groups, forgotten by an eighth each time
  std::size_t turns = 0;                  ///< that the group under way has lingered
  bool last_call = false;
  bool tick_queued = false;
  std::uint64_t events = 0, commits = 0;

private:
  void arm();
  void refuse(const append_events& what, error_code code, std::string why);
  void give_up(const failure& why);
  void wait_for_room();
  void found_damage(const practice_id& practice, const failure& why);
  void acknowledge();
  void feed();
  void serve_all();
  void serve(subscriber& to);
  bool catch_up(subscriber& to, practice_id practice, std::size_t wanted, std::vector<log_entry>& chunk);
  caf::error unavailable() const;
};

/// Spawned detached, since a write blocks its thread. `engine` is its own from now on. Quits with an error when a write
/// fails; its supervisor opens the engine anew. When the disk is full it first goes on reading until there is room. On
/// an exit message it writes what waits first.
event_log_actor::behavior_type event_log(event_log_actor::stateful_pointer<event_log_state> self,
                                         std::shared_ptr<log_engine> engine, event_log_options options);

} // namespace tidings
