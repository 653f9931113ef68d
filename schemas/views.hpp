#pragma once
// What people look at: the rows of the API and of the live feed. Times are ISO 8601 UTC with milliseconds, absent ones
// null. No patient's name, number or words here, save in `reply.body`, `reply.from`, `message.to` and
// `message_page.body` when somebody asks for them: `reveal=1`, which leaves an entry in the audit trail.
#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidings::view {

using text = std::string;
using maybe = std::optional<std::string>;
using count = std::uint64_t;

/// One second of the broker's life (live feed `tick`, 1 Hz; `history` is a list of them).
struct tick {
  std::int64_t t = 0;                                                                              ///< Unix seconds
  count accepted = 0, sent = 0, delivered = 0, failed = 0, replies = 0;                            ///< in this second
  count queued = 0, in_flight = 0, in_doubt = 0, parked = 0, staff_items = 0, operations_open = 0; ///< now
};
BOOST_DESCRIBE_STRUCT(tick, (),
                      (t, accepted, sent, delivered, failed, replies, queued, in_flight, in_doubt, parked, staff_items,
                       operations_open))

struct totals {
  count accepted = 0, suppressed = 0, sent = 0, delivered = 0, failed = 0, expired = 0, cancelled_messages = 0;
  count replies = 0, confirmed = 0, cancelled = 0, filed = 0, opted_out = 0, in_doubt = 0, staff_items = 0, parked = 0;
};
BOOST_DESCRIBE_STRUCT(totals, (),
                      (accepted, suppressed, sent, delivered, failed, expired, cancelled_messages, replies, confirmed,
                       cancelled, filed, opted_out, in_doubt, staff_items, parked))

/// One practice (live feed `practices`: all, worst first; GET /practices).
struct practice {
  text id, name, system; ///< system: `systmone`
  text state;            ///< `up` | `degraded` | `down` | `draining`: worst of its parts
  text connector_state;  ///< connector_state's words
  text connector_reason;
  count appointments = 0, patients = 0;
  count queued = 0, in_flight = 0, in_doubt = 0, operations_open = 0, staff_items = 0, parked = 0;
  totals all;
  maybe last_read_at, last_event_at;
  bool active = false; ///< its actor is in memory
  text trouble;        ///< what is wrong with its records: it is closed until they are restored; mostly empty
  bool fenced = false; ///< restored from a backup: nothing is sent until an operator releases it
  double pence_today = 0, budget_pence = 0; ///< of this London day; budget 0: none
  text budget = "none";                     ///< `none` | `within` | `warned` | `spent`
  count held = 0;                           ///< messages that wait for the next day's budget
};
BOOST_DESCRIBE_STRUCT(practice, (),
                      (id, name, system, state, connector_state, connector_reason, appointments, patients, queued,
                       in_flight, in_doubt, operations_open, staff_items, parked, all, last_read_at, last_event_at,
                       active, trouble, fenced, pence_today, budget_pence, budget, held))

struct message {
  text id, practice, kind, channel, state;
  text asked_by, provider;
  text to; ///< last three digits only, `…123`, unless revealed
  text appointment;
  text accepted_at;
  maybe sent_at, delivered_at, failed_at;
  std::uint32_t attempts = 0;
  text reason;       ///< why it failed, was cancelled or is in doubt
  bool test = false; ///< staff sent it to themselves, to see how it looks
};
BOOST_DESCRIBE_STRUCT(message, (),
                      (id, practice, kind, channel, state, asked_by, provider, to, appointment, accepted_at, sent_at,
                       delivered_at, failed_at, attempts, reason, test))

/// One line of a message's page: everything that happened to it, in order.
struct timeline_entry {
  count sequence = 0;
  text at, type, summary; ///< type: the event's name; summary: plain English
  text reply, operation;  ///< ids where they apply
};
BOOST_DESCRIBE_STRUCT(timeline_entry, (), (sequence, at, type, summary, reply, operation))

struct message_page {
  message head;
  text body; ///< the text as sent; empty unless revealed
  std::vector<timeline_entry> timeline;
  text subject; ///< of an e-mail; empty unless revealed
  std::vector<text> attachments;
};
BOOST_DESCRIBE_STRUCT(message_page, (), (head, body, timeline, subject, attachments))

struct reply {
  text id, practice, received_at, from, meaning, why, message, appointment, state; ///< state: acted|staff|done
  text body;                                                                       ///< empty unless revealed
  bool automatic = false, urgent = false;
  text channel; ///< channel's words
};
BOOST_DESCRIBE_STRUCT(reply, (),
                      (id, practice, received_at, from, meaning, why, message, appointment, state, body, automatic,
                       urgent, channel))

/// GET /connectors
struct connector {
  text practice, practice_name, system, address, state, reason; ///< reason: what to do, in plain English
  maybe since, last_read_at;
  count reads = 0, failures = 0, writes = 0, operations_open = 0;
  std::int64_t last_read_ms = -1; ///< how long the last reading took
  bool may_write = true;          ///< false: what patients answer is written into the system by staff
  text documents;        ///< the folder for documents: `up` | `down`; empty: there is none, or it wasn't looked at yet
  text documents_reason; ///< what to do about it, in plain English
  maybe documents_since; ///< it is so
};
BOOST_DESCRIBE_STRUCT(connector, (),
                      (practice, practice_name, system, address, state, reason, since, last_read_at, reads, failures,
                       writes, operations_open, last_read_ms, may_write, documents, documents_reason, documents_since))

/// GET /providers
struct provider {
  text id, type, state, reason;
  count queued = 0, in_flight = 0, window = 0, sent = 0, failed = 0, unknown = 0, delivered = 0;
  double per_second_max = 0, success_rate = 1; ///< of the last 1,000 calls
  std::int64_t call_ms_p50 = -1, call_ms_p99 = -1, delivery_ms_p50 = -1, delivery_ms_p99 = -1;
  std::int64_t call_ms_p95 = -1, delivery_ms_p95 = -1;
  text breaker = "closed"; ///< `closed` | `ramping` | `open` | `half_open`
  double pence_per_segment = 0, weight = 1;
  count segments_today = 0; ///< of this London day, of all practices
  double pence_today = 0;
  text if_down; ///< what today would have cost without it, and whose messages would have waited, in plain English
};
BOOST_DESCRIBE_STRUCT(provider, (),
                      (id, type, state, reason, queued, in_flight, window, sent, failed, unknown, delivered,
                       per_second_max, success_rate, call_ms_p50, call_ms_p99, delivery_ms_p50, delivery_ms_p99,
                       call_ms_p95, delivery_ms_p95, breaker, pence_per_segment, weight, segments_today, pence_today,
                       if_down))

/// GET /actors: the supervision tree as a flat list, parents first; `path` like `/node/practices/A99001`.
struct actor {
  text path, state; ///< `running` | `restarting` | `passive` | `stopped`
  count restarts = 0, mailbox = 0, handled = 0;
  text last_failure;
  maybe since;
};
BOOST_DESCRIBE_STRUCT(actor, (), (path, state, restarts, mailbox, handled, last_failure, since))

/// GET /parked: commands set aside after they ended their handler too often.
struct parked {
  text id, practice, kind, reason, at;
  std::uint32_t tries = 0;
};
BOOST_DESCRIBE_STRUCT(parked, (), (id, practice, kind, reason, at, tries))

/// GET /staff-items: what waits for a person.
struct staff_item {
  text id, practice, reason, at, reply, message;
  bool urgent = false;
};
BOOST_DESCRIBE_STRUCT(staff_item, (), (id, practice, reason, at, reply, message, urgent))

/// GET /audit: what people did and whose data they were shown. Newest first.
struct audit_entry {
  text practice;
  count sequence = 0; ///< in the practice's stream
  text at, user, role, session, action, outcome, reason, request;
  std::vector<text> objects;
};
BOOST_DESCRIBE_STRUCT(audit_entry, (),
                      (practice, sequence, at, user, role, session, action, outcome, reason, request, objects))

/// Live feed `note`: something an operator may want to see pass by. No patient data.
struct note {
  text at, level, practice, what; ///< level: info|warn|error
  text link;                      ///< e.g. `/ops/messages/<id>`; may be empty
};
BOOST_DESCRIBE_STRUCT(note, (), (at, level, practice, what, link))

/// Live feed `overview`, 1 Hz with the tick.
struct overview {
  text version, started_at, state; ///< state: `ready` | `starting` | `degraded`
  totals all;
  count practices = 0, practices_up = 0, connectors_up = 0, providers_up = 0, providers = 0;
  count to_go = 0; ///< while starting: events of the log that these figures don't hold yet
};
BOOST_DESCRIBE_STRUCT(overview, (),
                      (version, started_at, state, all, practices, practices_up, connectors_up, providers_up, providers,
                       to_go))

/// One backup in the folder.
struct backup {
  count number = 0;
  text at; ///< everything acknowledged before is in it
  count epoch = 0;
  count bytes = 0, added = 0; ///< all that it needs; what no earlier one had
  count records = 0, practices = 0;
  std::int64_t took_ms = 0;
};
BOOST_DESCRIBE_STRUCT(backup, (), (number, at, epoch, bytes, added, records, practices, took_ms))

/// GET /backups
struct backups {
  bool configured = false;
  text state;        ///< `idle` | `running`
  text doing;        ///< while one runs
  count done = 0;    ///< bytes of the one that runs
  text last_failure; ///< empty: the last one worked
  maybe next_at;
  count requests_done = 0;         ///< of those asked for by POST /backups
  count epoch = 1;                 ///< of this broker's log
  bool released = true;            ///< false: restored, and an operator hasn't released it
  count restored_from = 0;         ///< a backup's number; 0: never restored
  maybe backed_up_at, restored_at; ///< of that backup
  std::vector<backup> list;        ///< oldest first
};
BOOST_DESCRIBE_STRUCT(backups, (),
                      (configured, state, doing, done, last_failure, next_at, requests_done, epoch, released,
                       restored_from, backed_up_at, restored_at, list))

} // namespace tidings::view
