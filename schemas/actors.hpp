#pragma once
// Every actor's interface, one comment a message. Stations know each other by these and by nothing else. Messages are
// one-way with tokens: CAF 0.17.6 never cancels a request's timer and never tells of a broken promise.
#include "schemas/commands.hpp"
#include "schemas/connector.hpp"
#include "schemas/effects.hpp"
#include "schemas/places.hpp"
#include "schemas/settings.hpp"
#include "schemas/views.hpp"

#include <caf/all.hpp>

#include <memory>
#include <vector>

namespace tidings {

struct station_handles; // at the end of this file
/// Told to every station once all are there: they know each other in a ring.
using station_handles_ptr = std::shared_ptr<const station_handles>;

// -- messages -----------------------------------------------------------------------------------

/// To whoever told a practice something: everything it caused is on disk.
struct command_answer {
  std::uint64_t token = 0;
  answer what;
};
using answer_sink_actor = caf::typed_actor<caf::reacts_to<command_answer>>;

/// To the practices' supervisor, from anybody. `answer_to` may be null.
struct practice_command {
  practice_id practice;
  command what;
  answer_sink_actor answer_to;
  std::uint64_t token = 0;
  audit_mark_ptr by; ///< null: no person asked
};

/// Several at once, in this order: a message for each would cost more than what it carries.
struct practice_commands {
  std::vector<practice_command> all;
};

/// From a practice's actor to the log, and back through `log_sink_actor`.
struct events_appended {
  practice_id practice;
  std::uint64_t version = 0; ///< everything up to this sequence is on disk
};
struct append_failed {
  practice_id practice;
  failure why;
};
using log_sink_actor = caf::typed_actor<caf::reacts_to<events_appended>, caf::reacts_to<append_failed>>;
struct append_events {
  practice_id practice;
  std::uint64_t expected = 0; ///< the stream's last sequence as the practice knows it, appends under way included
  std::vector<encoded_event> events;
  log_sink_actor sink;
};
/// Asked with `request`: at most `limit` events after sequence `after`.
struct read_stream {
  practice_id practice;
  std::uint64_t after = 0;
  std::uint32_t limit = 1'000;
};
struct stream_slice {
  std::vector<log_entry> entries;
  std::uint64_t last = 0; ///< the stream's last sequence now
};
/// `owner`, when given, takes the stream over: appends of any other sink are refused from now on. So a practice's actor
/// that is thought dead and isn't can't write behind its successor's back.
struct read_snapshot {
  practice_id practice;
  log_sink_actor owner;
  reader_id reader; ///< empty: the practice's own
};
/// A state as its owner encoded it, after `version` events. Empty `bytes`: there is none.
struct snapshot {
  practice_id practice;
  std::uint64_t version = 0;
  std::uint16_t format = 0;  ///< the owner's own; an unknown one is ignored and the stream replayed
  timestamp wake_at = never; ///< when the practice wants to be woken; a time gone by: it has work under way
  std::string bytes;
  reader_id reader; ///< whose it is; empty: the practice's own
};
/// To the log: keep these beside it. Rides along with the next commit. Several of one message are added up.
struct remember_places {
  std::vector<message_place> places;
};
/// Asked with `request`: the messages whose ids begin so, in their ids' order.
struct find_places {
  std::string id_start; ///< 1 to 32 hex digits, lower case
  std::uint32_t limit = 1;
};
struct places_found {
  std::vector<message_place> places;
};
/// One line about each stream, for start-up: who must be woken, and when.
struct list_streams {
  bool unused = false;
};
struct stream_summary {
  practice_id practice;
  std::uint64_t last = 0;
  std::uint64_t snapshot_version = 0;
  timestamp wake_at = never;
};
/// Events in each practice's order, `log_events` at most as many as demanded. First everything after `cursors`
/// (a practice not named: from its first), then what is appended, without a gap. A subscriber that dies is forgotten.
using log_batch = std::shared_ptr<const std::vector<log_entry>>;
struct log_events {
  log_batch batch;
  bool live = false; ///< true: caught up, this was appended just now
};
using log_subscriber_actor = caf::typed_actor<caf::reacts_to<log_events>>;
struct subscribe_log {
  log_subscriber_actor who;
  std::map<practice_id, std::uint64_t> cursors;
};
struct demand_events {
  log_subscriber_actor who;
  std::uint64_t more = 0; ///< events, added to what is left of earlier demand
};
struct log_statistics {
  std::uint64_t events = 0, commits = 0, waiting = 0, streams = 0, bytes = 0;
};
struct ask_log_statistics {
  bool unused = false;
};
/// Where each stream ends on disk: what the audit trail's anchor keeps outside the data directory.
struct ask_stream_ends {
  bool unused = false;
};
struct stream_end {
  practice_id practice;
  std::uint64_t last = 0;
  std::array<std::uint8_t, 32> hash{}; ///< of the record `last`
};

/// The log (actors/event_log). Its only writer; `detached`.
using event_log_actor = caf::typed_actor<
    // Appends at an expected version; the answer goes to the sink once on disk.
    caf::reacts_to<append_events>,
    // Keeps a state so that replay starts from it. Rides along with the next commit.
    caf::reacts_to<snapshot>, caf::replies_to<read_stream>::with<stream_slice>,
    caf::replies_to<read_snapshot>::with<snapshot>, caf::replies_to<list_streams>::with<std::vector<stream_summary>>,
    caf::reacts_to<subscribe_log>, caf::reacts_to<demand_events>,
    caf::replies_to<ask_log_statistics>::with<log_statistics>,
    caf::replies_to<ask_stream_ends>::with<std::vector<stream_end>>, caf::reacts_to<remember_places>,
    caf::replies_to<find_places>::with<places_found>,
    // To itself: the end of a group.
    caf::reacts_to<caf::tick_atom>>;

/// There is a log, or a new one since the old one ended. Null: it can't be written to now, `why` says why; another
/// follows.
struct log_is {
  event_log_actor log;
  failure why;
};

/// From the log to whoever keeps it (node), and on to those whom it concerns.
struct log_trouble {
  practice_id practice; ///< whose records are damaged; empty: nothing at all can be written, what is there can be read
  failure why;          ///< names the practice and its first bad or lost sequence, or what the disk said
};
using log_keeper_actor = caf::typed_actor<caf::reacts_to<log_trouble>>;

// -- supervision --------------------------------------------------------------------------------

/// Lines for the actor tree, sent to the board each second by every station's supervisor.
struct actor_report {
  std::string station; ///< path prefix, e.g. `/node/practices`
  std::vector<view::actor> lines;
};

// -- practice -----------------------------------------------------------------------------------

struct settings_changed {
  practice_settings_ptr settings;
};
struct practice_removed {
  practice_id practice;
};
/// From a practice's actor: commands up to `upto` (its inbox's own count) are on disk. 0: it has read its state and
/// goes to work.
struct commands_handled {
  practice_id practice;
  std::uint64_t incarnation = 0;
  std::uint64_t upto = 0;
};
/// From a practice's actor that has nothing to do: may I sleep? It has stored its snapshot.
struct practice_idle {
  practice_id practice;
  std::uint64_t incarnation = 0;
  timestamp wake_at = never;
};
/// One command in a practice's inbox. `number` counts up by one for each incarnation's supervisor.
struct numbered_command {
  std::uint64_t number = 0;
  std::shared_ptr<const practice_command> what;
};
/// What came for a practice since the last batch, in order. What it causes goes to the log together.
struct numbered_commands {
  std::vector<numbered_command> all;
};
/// One practice (actors/practice). The only appender to its stream.
using practice_actor = caf::typed_actor<caf::reacts_to<numbered_commands>, caf::reacts_to<settings_changed>,
                                        caf::reacts_to<events_appended>, caf::reacts_to<append_failed>,
                                        // To itself: time to look what is due; the number is the timer's generation.
                                        caf::reacts_to<caf::tick_atom, std::uint64_t>>;

// -- dispatcher and providers -------------------------------------------------------------------

/// What a practice sets going here.
using dispatch_effect = std::variant<message_due, attempt_ready, attempt_declined, look_up_due, providers_paused>;
/// In order: all of it is on disk.
struct dispatch_effects {
  std::vector<dispatch_effect> all;
};
struct provider_answer {
  practice_id practice;
  attempt_outcome what;
  provider_id provider;
  std::int64_t took_ms = 0;
};
struct look_up_answer {
  practice_id practice;
  looked_up what;
  provider_id provider;
  std::optional<receipt_arrived> receipt; ///< when the look-up also told the delivery status
};
/// From the board, when asked: what all practices together have spent today.
struct host_spend {
  std::uint64_t millipence = 0;
  timestamp ends_at{}; ///< of this day, in London
};
/// Due messages to provider calls (actors/dispatcher).
using dispatcher_actor =
    caf::typed_actor<caf::reacts_to<dispatch_effects>, caf::reacts_to<provider_answer>, caf::reacts_to<look_up_answer>,
                     caf::reacts_to<station_handles_ptr>, caf::reacts_to<host_spend>,
                     // To itself: something is due; the number is the timer's generation.
                     caf::reacts_to<caf::tick_atom, std::uint64_t>,
                     // To itself: hand over what has gathered for the practices.
                     caf::reacts_to<caf::flush_atom>>;

/// One provider account (actors/provider). Answers to the dispatcher, always, within its own time limit.
struct provider_call {
  attempt_ready what;
  dispatcher_actor answer_to;
};
struct provider_look_up {
  look_up_due what;
  dispatcher_actor answer_to;
};
using provider_actor = caf::typed_actor<caf::reacts_to<provider_call>, caf::reacts_to<provider_look_up>>;

// -- connector and write-back -------------------------------------------------------------------

/// Writes into the clinical system, one at a time for each practice (actors/write_back).
using write_back_actor = caf::typed_actor<caf::reacts_to<operation_wanted>, caf::reacts_to<operation_unwanted>,
                                          // From the connector.
                                          caf::reacts_to<connector_answer>, caf::reacts_to<station_handles_ptr>,
                                          caf::reacts_to<caf::tick_atom, std::uint64_t>,
                                          // From a practice: that a write begins is on disk.
                                          caf::reacts_to<command_answer>>;

struct connector_call {
  practice_id practice;
  std::uint64_t token = 0;
  connector_request what;
  caf::typed_actor<caf::reacts_to<connector_answer>> answer_to;
  secret_text system_id;  ///< of the patient it is about
  bool only_test = false; ///< asks for nothing but whether the system answers as it should; `what` doesn't count
};
struct connector_report {
  view::connector what;
};
/// How a practice's folder for documents is, from what hands them over.
struct documents_report {
  practice_id practice;
  bool up = false;
  std::string reason; ///< of one that isn't up, and what to do about it
};
/// One practice's clinical system (actors/connector). Polls by itself; tells the practices' supervisor what it read.
using connector_actor =
    caf::typed_actor<caf::reacts_to<connector_call>, caf::reacts_to<settings_changed>,
                     // To itself: something is due; the number is the timer's generation.
                     caf::reacts_to<caf::tick_atom, std::uint64_t>,
                     // To itself, from the wire's thread: token, then the answer or why there is none.
                     caf::reacts_to<struct wire_answer>>;
struct wire_answer {
  std::uint64_t token = 0;
  failure error;
  std::string bytes;
};

/// The connectors' supervisor: a stable address for every practice's connector.
using connectors_actor =
    caf::typed_actor<caf::reacts_to<connector_call>, caf::reacts_to<settings_changed>, caf::reacts_to<practice_removed>,
                     caf::reacts_to<connector_report>, caf::reacts_to<station_handles_ptr>,
                     caf::reacts_to<caf::tick_atom, std::uint64_t>, caf::reacts_to<documents_report>>;

/// The providers' supervisor.
using providers_actor =
    caf::typed_actor<caf::reacts_to<provider_call>, caf::reacts_to<provider_look_up>,
                     caf::reacts_to<station_handles_ptr>, caf::reacts_to<caf::tick_atom, std::uint64_t>>;

// -- board --------------------------------------------------------------------------------------

/// A read from the API. Answered through `done`, once, on any thread: status and JSON.
struct board_query {
  std::string resource;                          ///< path below /api/v1/, e.g. `messages/<id>`
  std::map<std::string, std::string> parameters; ///< of the query string
  std::shared_ptr<std::function<void(int status, std::string json)>> done;
  practice_scope_ptr within; ///< the practices that whoever asks may see; null: all
};
struct provider_report {
  view::provider what;
};
struct queue_report {
  std::map<provider_id, std::uint64_t> queued, in_flight;
  std::map<provider_id, timestamp> oldest{}; ///< of what is ready: when it was due
  std::map<practice_id, waiting_counts> practices{};
};
/// To the board: what have all practices together spent today? Answered by `host_spend` once the log has been read.
struct ask_host_spend {
  dispatcher_actor answer_to;
};
/// Folds the log into what people look at (actors/board).
using board_actor =
    caf::typed_actor<caf::reacts_to<log_events>, caf::reacts_to<board_query>, caf::reacts_to<actor_report>,
                     caf::reacts_to<connector_report>, caf::reacts_to<provider_report>, caf::reacts_to<queue_report>,
                     caf::reacts_to<settings_changed>, caf::reacts_to<practice_removed>, caf::reacts_to<ask_host_spend>,
                     // A new log to read from.
                     caf::reacts_to<log_is>, caf::reacts_to<log_trouble>,
                     // To itself, once a second.
                     caf::reacts_to<caf::tick_atom>>;

/// The practices' supervisor: a stable address for every practice. Wakes them, keeps their inboxes until handled,
/// restarts them, parks what keeps killing them.
using practices_actor =
    caf::typed_actor<caf::reacts_to<practice_command>, caf::reacts_to<practice_commands>,
                     caf::reacts_to<commands_handled>, caf::reacts_to<practice_idle>, caf::reacts_to<settings_changed>,
                     caf::reacts_to<practice_removed>, caf::reacts_to<log_is>,
                     // A practice's records are damaged: it is closed, and says so.
                     caf::reacts_to<log_trouble>, caf::reacts_to<station_handles_ptr>,
                     caf::reacts_to<caf::tick_atom, std::uint64_t>,
                     // To itself: hand over what has gathered for the practices.
                     caf::reacts_to<caf::flush_atom>>;

struct station_handles {
  practices_actor practices;
  dispatcher_actor dispatcher;
  write_back_actor write_back;
  providers_actor providers;
  connectors_actor connectors;
  board_actor board; ///< may be null in tests and benchmarks
};

} // namespace tidings

// Every message stays in this process: nothing is serialised, so nothing needs `inspect`.
#define TIDINGS_MESSAGE(type) CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::type)
TIDINGS_MESSAGE(station_handles_ptr)
TIDINGS_MESSAGE(command_answer)
TIDINGS_MESSAGE(practice_command)
TIDINGS_MESSAGE(practice_commands)
TIDINGS_MESSAGE(events_appended)
TIDINGS_MESSAGE(append_failed)
TIDINGS_MESSAGE(append_events)
TIDINGS_MESSAGE(read_stream)
TIDINGS_MESSAGE(stream_slice)
TIDINGS_MESSAGE(read_snapshot)
TIDINGS_MESSAGE(snapshot)
TIDINGS_MESSAGE(remember_places)
TIDINGS_MESSAGE(find_places)
TIDINGS_MESSAGE(places_found)
TIDINGS_MESSAGE(list_streams)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<tidings::stream_summary>)
TIDINGS_MESSAGE(log_is)
TIDINGS_MESSAGE(log_trouble)
TIDINGS_MESSAGE(log_events)
TIDINGS_MESSAGE(subscribe_log)
TIDINGS_MESSAGE(demand_events)
TIDINGS_MESSAGE(log_statistics)
TIDINGS_MESSAGE(ask_log_statistics)
TIDINGS_MESSAGE(ask_stream_ends)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<tidings::stream_end>)
TIDINGS_MESSAGE(actor_report)
TIDINGS_MESSAGE(settings_changed)
TIDINGS_MESSAGE(practice_removed)
TIDINGS_MESSAGE(commands_handled)
TIDINGS_MESSAGE(practice_idle)
TIDINGS_MESSAGE(numbered_commands)
TIDINGS_MESSAGE(dispatch_effects)
TIDINGS_MESSAGE(provider_answer)
TIDINGS_MESSAGE(look_up_answer)
TIDINGS_MESSAGE(host_spend)
TIDINGS_MESSAGE(ask_host_spend)
TIDINGS_MESSAGE(provider_call)
TIDINGS_MESSAGE(provider_look_up)
TIDINGS_MESSAGE(operation_wanted)
TIDINGS_MESSAGE(operation_unwanted)
TIDINGS_MESSAGE(connector_call)
TIDINGS_MESSAGE(connector_answer)
TIDINGS_MESSAGE(connector_report)
TIDINGS_MESSAGE(documents_report)
TIDINGS_MESSAGE(wire_answer)
TIDINGS_MESSAGE(board_query)
TIDINGS_MESSAGE(provider_report)
TIDINGS_MESSAGE(queue_report)
#undef TIDINGS_MESSAGE
