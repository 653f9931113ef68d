#pragma once
// What a piece consists of; its bytes are codec.hpp's. Fields are only added at an end. Only pieces*.cpp include this.
#include "actors/board/audit_kinds.hpp"
#include "actors/board/diary.hpp"
#include "actors/board/latency.hpp"
#include "actors/board/months.hpp"
#include "actors/board/quality.hpp"
#include "actors/board/waiting_rows.hpp"
#include "schemas/codec.hpp"
#include "schemas/events.hpp"
#include "schemas/pauses.hpp"
#include "schemas/views.hpp"

namespace tidings {
/// Hash of a known text: a piece's sets of hashes are of use to the same hash function only.
std::uint64_t board_hash_probe();
} // namespace tidings

namespace tidings::kept {

using word_number = std::uint16_t; ///< a place in `piece::words`

struct message {
  message_id id;
  timestamp at{}, attempt_at{}, sent_at{}, delivered_at{}, failed_at{};
  std::vector<std::uint32_t> events;
  std::string appointment, reason, to;
  std::uint32_t attempts = 0;
  word_number asked_by = 0, provider = 0;
  message_kind kind{};
  channel by{};
  message_state state{};
  std::optional<receipt_status> receipt;
  bool suppressed = false, ended = false, filed = false, held = false;
  std::uint32_t segments = 0, millipence = 0;
  timestamp charged_until{};
  std::optional<api_key_type> api{};
  std::uint64_t reference = 0;
  std::uint64_t talk = 0;
  std::uint64_t number = 0;
  std::uint64_t patient = 0;
  bool test = false;
};
BOOST_DESCRIBE_STRUCT(message, (),
                      (id, at, attempt_at, sent_at, delivered_at, failed_at, events, appointment, reason, to, attempts,
                       asked_by, provider, kind, by, state, receipt, suppressed, ended, filed, held, segments,
                       millipence, charged_until, api, reference, talk, number, patient, test))

struct reply {
  reply_id id;
  timestamp at{};
  message_id message;
  std::string appointment, why, from;
  std::uint32_t sequence = 0;
  reply_meaning meaning{};
  std::uint8_t state = 0;
  bool automatic = false, urgent = false;
  channel by{};
  std::uint64_t patient = 0;
  std::uint64_t talk = 0;
};
BOOST_DESCRIBE_STRUCT(reply, (),
                      (id, at, message, appointment, why, from, sequence, meaning, state, automatic, urgent, by,
                       patient, talk))

struct operation {
  operation_id id;
  timestamp at{};
  message_id message;
  reply_id reply;
  operation_kind kind{};
  bool ended = false;
  std::uint64_t patient = 0;
  std::vector<std::uint32_t> events;
  timestamp starts_at{};
};
BOOST_DESCRIBE_STRUCT(operation, (), (id, at, message, reply, kind, ended, patient, events, starts_at))

struct staff_item {
  item_id id;
  timestamp at{};
  reply_id reply;
  message_id message;
  std::string reason;
  bool urgent = false;
};
BOOST_DESCRIBE_STRUCT(staff_item, (), (id, at, reply, message, reason, urgent))

struct parked {
  item_id id;
  timestamp at{};
  std::string kind, reason;
  std::uint32_t tries = 0;
};
BOOST_DESCRIBE_STRUCT(parked, (), (id, at, kind, reason, tries))

struct audit_entry {
  request_id id;
  timestamp at{};
  std::uint32_t sequence = 0;
  word_number user = 0;
  audit_kind kind{};
};
BOOST_DESCRIBE_STRUCT(audit_entry, (), (id, at, sequence, user, kind))

struct counts {
  view::totals all;
  std::vector<view::count> entered, now, meanings;
  std::vector<std::vector<view::count>> operations;
  view::count operations_open = 0;
};
BOOST_DESCRIBE_STRUCT(counts, (), (all, entered, now, meanings, operations, operations_open))

struct provider_counts {
  view::count sent = 0, failed = 0, unknown = 0, delivered = 0;
};
BOOST_DESCRIBE_STRUCT(provider_counts, (), (sent, failed, unknown, delivered))

struct provider_spend {
  view::count messages = 0, segments = 0, millipence = 0;
};
BOOST_DESCRIBE_STRUCT(provider_spend, (), (messages, segments, millipence))

struct conversation {
  timestamp at{};
  conversation_status status{};
  word_number assigned_to = 0;
  reply_id last_reply;
  view::count replies = 0, notes = 0;
  bool disputed = false;
  std::string from;
  std::vector<std::uint32_t> events;
  channel by{};
  std::uint64_t number = 0, address = 0; ///< hashes
};
BOOST_DESCRIBE_STRUCT(conversation, (),
                      (at, status, assigned_to, last_reply, replies, notes, disputed, from, events, by, number,
                       address))

struct fft {
  view::count asked = 0, comments = 0;
  std::vector<std::vector<view::count>> answers; ///< by method and score
};
BOOST_DESCRIBE_STRUCT(fft, (), (asked, comments, answers))

struct patient {
  std::uint64_t id = 0, number = 0; ///< hashes
  std::uint32_t sequence = 0;
  mobile_shape shape{};
  bool dead = false, deducted = false, refused = false;
  std::uint64_t address = 0; ///< hash
};
BOOST_DESCRIBE_STRUCT(patient, (), (id, number, sequence, shape, dead, deducted, refused, address))

struct wish {
  std::uint32_t sequence = 0;
  std::uint64_t mark = 0, patient = 0; ///< hashes
  bool out = true;
};
BOOST_DESCRIBE_STRUCT(wish, (), (sequence, mark, patient, out))

struct told {
  word_number rule = 0;
  message_id message;
};
BOOST_DESCRIBE_STRUCT(told, (), (rule, message))

struct visit {
  std::uint64_t id = 0, patient = 0; ///< hashes
  timestamp starts_at{};
  word_number session = 0, clinician = 0, slot_type = 0, site = 0;
  std::uint16_t minutes = 0;
  appointment_status status{};
  bool gone = false, confirmed = false, cancelled = false;
  std::vector<told> said;
};
BOOST_DESCRIBE_STRUCT(visit, (),
                      (id, patient, starts_at, session, clinician, slot_type, site, minutes, status, gone, confirmed,
                       cancelled, said))

struct piece {
  std::uint64_t hash_probe = 0; ///< board_hash_probe of whoever wrote it
  view::count unreadable = 0, dropped = 0;
  timestamp last_event_at{};
  counts count;
  std::vector<std::string> words;
  std::map<word_number, provider_counts> providers;
  std::vector<std::uint64_t> appointments; ///< hashes
  std::vector<std::int64_t> appointment_days;
  std::vector<std::uint64_t> patients, opted_out; ///< hashes
  std::vector<message> messages;
  std::vector<reply> replies;
  std::vector<operation> operations;
  std::vector<staff_item> staff_items;
  std::vector<parked> parked_items;
  std::vector<audit_entry> audit;
  bool fenced = false;
  std::map<word_number, provider_spend> spend;
  timestamp spend_until{};
  std::map<std::string, conversation> conversations;
  std::map<std::string, fft> fft_months;
  waiting_rows waiting_list;
  std::vector<patient> patient_rows;
  std::vector<std::uint64_t> failing;
  std::map<std::string, std::uint64_t> disputed;
  pause_tracks pauses;
  rollout_cells rollout;
  std::map<std::string, report_month> months;
  std::map<std::uint64_t, std::int64_t> missed; ///< hash -> day
  std::vector<wish> wishes;
  std::vector<visit> diary;
  std::uint16_t whole = 0; ///< `whole_mark`: the codec takes bytes that end between two fields for an older version's
};
/// Another one is for rows that older pieces lack: those are left, and the log is read again.
constexpr std::uint16_t whole_mark = 0x746e;
BOOST_DESCRIBE_STRUCT(piece, (),
                      (hash_probe, unreadable, dropped, last_event_at, count, words, providers, appointments,
                       appointment_days, patients, opted_out, messages, replies, operations, staff_items, parked_items,
                       audit, fenced, spend, spend_until, conversations, fft_months, waiting_list, patient_rows,
                       failing, disputed, pauses, rollout, months, missed, wishes, diary, whole))

struct provider {
  latency_memory call, delivery;
  success_memory calls;
};
BOOST_DESCRIBE_STRUCT(provider, (), (call, delivery, calls))

struct pulse {
  std::vector<view::tick> ticks;
  std::vector<view::note> notes; ///< newest first
  std::map<std::string, provider> providers;
};
BOOST_DESCRIBE_STRUCT(pulse, (), (ticks, notes, providers))

} // namespace tidings::kept
