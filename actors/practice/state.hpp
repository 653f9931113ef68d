#pragma once
// What a practice remembers of its stream. Only `evolve` changes it; a snapshot is its bytes (`state_format`).
#include "actors/practice/waiting_list/track.hpp"
#include "schemas/erasures.hpp"
#include "schemas/errors.hpp"
#include "schemas/events.hpp"
#include "schemas/pauses.hpp"
#include "schemas/sealing.hpp"

#include <map>
#include <set>
#include <unordered_map>

namespace tidings {

struct appointment_track {
  appointment what;
  bool gone = false;      ///< no longer listed by the clinical system
  bool cancelled = false; ///< cancelled in the clinical system because the patient asked
  bool confirmed = false;
  bool cancel_asked = false;      ///< a cancel operation is under way
  std::set<std::string> reminded; ///< `rule|start ms` already accepted or suppressed
  timestamp booked_at{};          ///< when it was booked, if that was seen; zero: it was there before
  timestamp cancelled_at{};

  bool stands() const { return !gone && !cancelled && what.status == appointment_status::booked; }
};
BOOST_DESCRIBE_STRUCT(appointment_track, (),
                      (what, gone, cancelled, confirmed, cancel_asked, reminded, booked_at, cancelled_at))

/// Money of one London day.
struct day_spend {
  timestamp ends_at{}; ///< the day's end
  std::uint64_t millipence = 0;
};
BOOST_DESCRIBE_STRUCT(day_spend, (), (ends_at, millipence))

struct message_track {
  message_accepted what; ///< `text` is dropped once it can be sent no more
  message_state state = message_state::accepted;
  std::uint32_t attempts = 0;
  provider_id provider;   ///< of the last attempt
  timestamp not_before{}; ///< of the next attempt
  std::optional<receipt_status> receipt;
  timestamp changed_at{};
  bool handed_over = false;         ///< a person decides what becomes of the doubt
  bool suspected = false;           ///< in doubt because of a restore: never sent again by policy alone
  day_spend charged;                ///< for its last attempt, until that is known to have failed
  timestamp held_until{};           ///< for want of budget, as last recorded
  std::vector<provider_id> earlier; ///< of attempts before the last, where it was another: their receipts may come late
  bool answered = false;            ///< what it asked was answered, and what came of it is done
  bool overdue = false;             ///< it asked back and had no answer: a person has it
};
BOOST_DESCRIBE_STRUCT(message_track, (),
                      (what, state, attempts, provider, not_before, receipt, changed_at, handed_over, suspected,
                       charged, held_until, earlier, answered, overdue))

/// Whether the stream was restored from a backup (epoch.cpp).
struct epoch_track {
  std::uint64_t number = 1;
  bool fenced = false;
  timestamp released_at{};
};
BOOST_DESCRIBE_STRUCT(epoch_track, (), (number, fenced, released_at))

/// What is remembered of a number that wrote to the practice.
struct conversation_track {
  secret_text number; ///< E.164 digits; empty: they wrote by e-mail alone
  conversation_status status = conversation_status::unread;
  std::string assigned_to;
  timestamp last_reply_at{};
  timestamp asked_back_at{};                      ///< "which appointment?" was last asked
  bool disputed = false;                          ///< not the patient's, says whoever has it
  std::map<std::string, std::uint32_t> automatic; ///< texts without a person on one London day, by what asked for them
  timestamp automatic_until{};                    ///< that day's end
  std::set<request_id> notes;                     ///< of staff, so that the same is noted once
  patient_id patient;                             ///< whose the last reply can only be; empty: that isn't sure
  channel by = channel::sms;                      ///< of the last reply that can be answered
  secret_text address;                            ///< of the last e-mail; empty: none came
  secret_text subject, thread;                    ///< of that e-mail
  patient_id mailed_by;                           ///< whose that e-mail can only be
  timestamp said_at{};                            ///< when the last reply was written, by the provider's clock
};
BOOST_DESCRIBE_STRUCT(conversation_track, (),
                      (number, status, assigned_to, last_reply_at, asked_back_at, disputed, automatic, automatic_until,
                       notes, patient, by, address, subject, thread, mailed_by, said_at))

/// Whoever has a number or an address said STOP themselves: the same may take it back by a word.
struct stop_track {
  reply_id reply;
  timestamp said_at{};         ///< by the provider's clock
  std::set<patient_id> record; ///< whose record says no because of it alone
};
BOOST_DESCRIBE_STRUCT(stop_track, (), (reply, said_at, record))

struct fft_score {
  std::uint32_t score = 0;
  timestamp at{};
};
BOOST_DESCRIBE_STRUCT(fft_score, (), (score, at))

/// A file that an e-mail has a link to.
struct file_track {
  message_id message;
  secret_text name;
  std::string media_type;
  std::uint32_t size = 0; ///< bytes
  timestamp until{};
  secret_text address; ///< what whoever opens it has to say; empty: nothing
  std::string number;  ///< the mark of where the e-mail went
  std::uint32_t opened = 0;
  bool ended = false; ///< its key is, or is being, destroyed
};
BOOST_DESCRIBE_STRUCT(file_track, (), (message, name, media_type, size, until, address, number, opened, ended))

struct practice_state {
  std::unordered_map<appointment_id, appointment_track> appointments;
  std::unordered_map<patient_id, patient_details> patients;
  std::unordered_map<message_id, message_track> messages;
  std::map<reply_id, timestamp> replies;
  std::set<std::string> opted_out; ///< see `opt_out_key`
  std::map<operation_id, operation_requested> operations;
  std::set<item_id> staff_items;
  std::map<item_id, secret_text> parked;
  std::map<std::string, timestamp> nonces; ///< sign-in links used, in the host's stream
  std::vector<request_id> audited;         ///< the latest `audited_max` that have their entry
  epoch_track epoch;
  erasures erased;
  day_spend spend;                                         ///< what cost something today: sent, under way or in doubt
  std::map<std::string, conversation_track> conversations; ///< by the number's mark
  std::map<operation_id, reply_id> withdrawals;            ///< that shall not be written any more, and who said so
  std::map<patient_id, timestamp> fft_asked;               ///< when last
  std::map<std::string, fft_score> fft_scores;             ///< lately given, by what tells them apart
  std::map<std::string, std::set<std::string>> groups;     ///< members: patients' ids, or marks of numbers alone
  timestamp last_start{};                                  ///< the furthest appointment that was ever in sight
  std::map<slot_id, slot_track> slots;                     ///< that came free, until some days after their start
  std::map<waiting_id, waiting_track> waiting;
  std::map<std::string, user_track> users;                   ///< by name, in the host's stream
  std::map<std::string, std::set<patient_id>> groups_listed; ///< members, as the clinical system's lists last said
  pause_tracks pauses;                       ///< the empty name: this practice; in the host's stream: provider accounts
  rollout_cells rollout;                     ///< in the host's stream
  std::set<operation_id> begun;              ///< open operations that may have been written
  std::map<std::string, stop_track> stopped; ///< by channel and the number's or address's mark, as in `opt_out_key`
  std::map<std::string, file_track> files;   ///< that e-mails have links to, by the mark of the link's secret

  // Found again from the above by `index`, never stored.
  std::unordered_map<std::string, std::set<patient_id>> patients_by_number; ///< and by e-mail address; see `keys_of`
  std::unordered_map<std::string, std::set<message_id>> questions_by_number;
  std::unordered_map<patient_id, std::set<appointment_id>> appointments_by_patient;
  std::set<message_id> unsettled;                    ///< accepted, dispatching or in doubt
  std::set<message_id> asked_back;                   ///< "which appointment?", unanswered
  std::map<message_id, slot_id> offered;             ///< texts that offer a slot
  std::unordered_map<std::string, message_id> links; ///< texts with a link to a set of questions, by its secret
  marker marks;                                      ///< set by whoever reads the state
};
BOOST_DESCRIBE_STRUCT(practice_state, (),
                      (appointments, patients, messages, replies, opted_out, operations, staff_items, parked, nonces,
                       audited, epoch, erased, spend, conversations, withdrawals, fft_asked, fft_scores, groups,
                       last_start, slots, waiting, users, groups_listed, pauses, rollout, begun, stopped, files))

/// Number of `practice_state`'s layout in snapshots; a snapshot of another one is ignored and the stream replayed.
constexpr std::uint16_t state_format = 11;

std::string encode(const practice_state& state);
result<practice_state> decode_state(std::string_view bytes);

/// Fills the indexes of a state that was just read.
void index_all(practice_state& state);

/// E.164 digits of a patient's mobile; nothing when it is none we may text.
std::optional<std::string> mobile_of(const patient_details& patient);

/// Whether nothing may be sent to this number, E.164 digits, or e-mail address by this channel: of this kind, or,
/// without one, of any.
bool is_opted_out(const practice_state& state, const std::string& number, channel on = channel::sms,
                  std::optional<message_kind> kind = std::nullopt);

/// It speaks of an appointment that was, whatever becomes of its booking.
constexpr bool is_after_appointment(message_kind kind) {
  return kind == message_kind::fft || kind == message_kind::follow_up;
}

/// Whether whoever has this number says that it isn't the patient's.
bool is_disputed(const practice_state& state, const std::string& number);

/// How long things are remembered after they ended: receipts and replies come late.
constexpr std::chrono::hours messages_kept{7 * 24};
constexpr std::chrono::hours appointments_kept{7 * 24};
constexpr std::chrono::hours replies_kept{14 * 24};
constexpr std::chrono::hours conversations_kept{90 * 24}; ///< after their last reply, unless the number is disputed
constexpr std::chrono::hours fft_kept{2 * 366 * 24};      ///< longer than any `months_between`

/// Requests of people whose entry is remembered, so that a command handled again after its actor's death adds none.
/// More than can be under way for one practice (`commands_per_practice_max` at the door).
constexpr std::size_t audited_max = 512;

/// Applies one event. Every event can be applied to every state: the log is the truth.
void evolve(practice_state& state, const event& what, timestamp at);

/// Forgets what ended long ago. Called before a snapshot: replay from an older one only remembers more.
void prune(practice_state& state, timestamp now);

} // namespace tidings
