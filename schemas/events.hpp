#pragma once
// What can have happened. One plain aggregate an event, described once: its log bytes, its JSON and its page in the
// browser all come from here. `event_type` numbers are frozen; fields are only added at the end (codec.hpp).
#include "schemas/access.hpp"
#include "schemas/ids.hpp"
#include "schemas/rollout.hpp"
#include "schemas/secret.hpp"
#include "schemas/time.hpp"
#include "schemas/words.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <string>
#include <variant>
#include <vector>

namespace tidings {

// clang-format off
enum class event_type : std::uint16_t {
  appointment_booked = 1, appointment_changed = 2, appointment_gone = 3, patient_updated = 4,
  message_accepted = 10, message_suppressed = 11, message_cancelled = 12, message_expired = 13, message_failed = 14,
  message_held = 18,
  attempt_started = 20, attempt_sent = 21, attempt_failed = 22, attempt_in_doubt = 23, attempt_reconciled = 24,
  attempt_suspected = 25,
  receipt_received = 30,
  reply_received = 40, opted_out = 41, opted_in = 42, appointment_confirmed = 43, appointment_cancelled = 44,
  answer_recorded = 45, fft_answered = 46, keyword_taken = 47, group_changed = 48, number_disputed = 49,
  operation_requested = 50, operation_finished = 51, withdrawal_requested = 52, operation_begun = 53,
  handed_to_staff = 60, staff_item_done = 61, conversation_moved = 62, conversation_noted = 63, number_trusted = 64,
  command_parked = 70, parked_released = 71,
  signed_in = 80,
  audited = 90,
  epoch_began = 95, epoch_released = 96,
  patient_erased = 100, practice_erased = 101, keys_rotated = 102,
  code_chosen = 110, details_answered = 111,
  slot_freed = 120, waiting_changed = 121, slot_offered = 122, offer_ended = 123, slot_closed = 124,
  user_changed = 130, sign_in_tried = 131,
  pause_changed = 140, rollout_changed = 141,
  file_kept = 150, file_opened = 151, file_ended = 152,
};
// clang-format on
// BOOST_DESCRIBE_ENUM takes 52 names at most: this is the same, in two lists.
BOOST_DESCRIBE_ENUM_BEGIN(event_type)
BOOST_DESCRIBE_PP_FOR_EACH(BOOST_DESCRIBE_ENUM_ENTRY, event_type, appointment_booked, appointment_changed,
                           appointment_gone, patient_updated, message_accepted, message_suppressed, message_cancelled,
                           message_expired, message_failed, attempt_started, attempt_sent, attempt_failed,
                           attempt_in_doubt, attempt_reconciled, attempt_suspected, receipt_received, reply_received,
                           opted_out, opted_in, appointment_confirmed, appointment_cancelled, operation_requested,
                           operation_finished, handed_to_staff, staff_item_done, command_parked, parked_released,
                           signed_in, audited, epoch_began, epoch_released, patient_erased, practice_erased,
                           keys_rotated, message_held, answer_recorded, fft_answered, keyword_taken, group_changed,
                           number_disputed, withdrawal_requested, conversation_moved, conversation_noted,
                           number_trusted)
BOOST_DESCRIBE_PP_FOR_EACH(BOOST_DESCRIBE_ENUM_ENTRY, event_type, code_chosen, details_answered, slot_freed,
                           waiting_changed, slot_offered, offer_ended, slot_closed, user_changed, sign_in_tried,
                           pause_changed, rollout_changed, operation_begun, file_kept, file_opened, file_ended)
BOOST_DESCRIBE_ENUM_END(event_type)

/// One booking as the clinical system shows it.
struct appointment {
  appointment_id id;
  patient_id patient;
  timestamp starts_at{};
  std::uint32_t minutes = 0;
  std::string session; ///< clinic or list, e.g. `GP Surgery`
  std::string clinician;
  std::string slot_type;
  std::string site;
  appointment_status status = appointment_status::booked;
  bool operator==(const appointment&) const = default;
};
BOOST_DESCRIBE_STRUCT(appointment, (), (id, patient, starts_at, minutes, session, clinician, slot_type, site, status))

/// What we keep of a patient: enough to address one message, no clinical content.
struct patient_details {
  patient_id id;
  secret_text nhs_number;
  secret_text title;
  secret_text first_name;
  secret_text last_name;
  secret_text mobile; ///< as written in the record
  secret_text email;
  consent sms_consent = consent::unknown;
  bool dead = false;
  secret_text system_id;    ///< the clinical system's own, of which `id` is the pseudonym
  secret_text home_phone{}; ///< as written in the record; only rung, never texted
  consent email_consent = consent::unknown;
  consent voice_consent = consent::unknown;
  bool deducted = false; ///< no longer registered here; false too where the system doesn't tell
  bool operator==(const patient_details&) const = default;
};
BOOST_DESCRIBE_STRUCT(patient_details, (),
                      (id, nhs_number, title, first_name, last_name, mobile, email, sms_consent, dead, system_id,
                       home_phone, email_consent, voice_consent, deducted))

struct appointment_booked {
  static constexpr auto type = event_type::appointment_booked;
  appointment what;
};
BOOST_DESCRIBE_STRUCT(appointment_booked, (), (what))

/// Moved, given to another clinician, arrived, … : the whole new booking.
struct appointment_changed {
  static constexpr auto type = event_type::appointment_changed;
  appointment what;
};
BOOST_DESCRIBE_STRUCT(appointment_changed, (), (what))

/// No longer in a complete reading of a window that covers it. Never written after a failed or cut-off poll.
struct appointment_gone {
  static constexpr auto type = event_type::appointment_gone;
  appointment_id appointment;
};
BOOST_DESCRIBE_STRUCT(appointment_gone, (), (appointment))

struct patient_updated {
  static constexpr auto type = event_type::patient_updated;
  patient_details what;
};
BOOST_DESCRIBE_STRUCT(patient_updated, (), (what))

/// How a message came by the GOV.UK Notify API. `key` empty: it didn't.
struct api_origin {
  std::string key; ///< its name
  api_key_type key_type = api_key_type::normal;
  secret_text reference;     ///< the program's own name for it; may well name a patient
  std::string template_name; ///< what the text was made from
  std::uint32_t template_version = 0;
  bool operator==(const api_origin&) const = default;
};
BOOST_DESCRIBE_STRUCT(api_origin, (), (key, key_type, reference, template_name, template_version))

/// One of the appointments that we ask back about: "Reply 1 for Tue 9:10, 2 for Wed 14:00".
struct appointment_choice {
  appointment_id appointment;
  timestamp starts_at{};
  patient_id patient;
  std::string clinician;
  message_id asked; ///< the message that asked about it first
  bool operator==(const appointment_choice&) const = default;
};
BOOST_DESCRIBE_STRUCT(appointment_choice, (), (appointment, starts_at, patient, clinician, asked))

/// A message's place in its conversation.
struct talk_details {
  std::string conversation;                  ///< the number's mark; empty in messages of older versions
  reply_id about;                            ///< the reply that led to it; nil: none
  reply_meaning wish = reply_meaning::staff; ///< of which_appointment: what shall become of the one that is named
  std::vector<appointment_choice> choices;   ///< of which_appointment, numbered from 1
  std::string set, step;                     ///< of a health question: its set and its name there
  std::uint32_t round = 0;                   ///< of a health question: 1, and 2 when it is asked again
  slot_id slot{};                            ///< of slot_offer, and of what is said about it later
  bool operator==(const talk_details&) const = default;
};
BOOST_DESCRIBE_STRUCT(talk_details, (), (conversation, about, wish, choices, set, step, round, slot))

struct message_accepted {
  static constexpr auto type = event_type::message_accepted;
  message_id message;
  message_kind kind = message_kind::reminder;
  channel by = channel::sms;
  patient_id patient;
  appointment_id appointment;        ///< empty unless it is about one
  timestamp appointment_starts_at{}; ///< the time the text speaks of
  secret_text to;                    ///< E.164 digits, by e-mail the address
  secret_text text;
  std::string sender;
  timestamp due_at{};
  timestamp expires_at{};
  question_kind question = question_kind::none;
  std::string asked_by;        ///< reminder rule, user or API client
  std::string idempotency_key; ///< empty unless the asker gave one
  api_origin api{};
  secret_text subject{};                  ///< of an e-mail
  std::vector<std::string> attachments{}; ///< of an e-mail: names of files in the folder `attachments`
  talk_details talk{};
  bool test = false;             ///< staff sent it to themselves, to see how it looks
  secret_text thread{};          ///< of an e-mail that answers one: as in that reply
  secret_text unsubscribe_url{}; ///< of a program's e-mail: where a mail program asks for no more of them (RFC 8058)
};
BOOST_DESCRIBE_STRUCT(message_accepted, (),
                      (message, kind, by, patient, appointment, appointment_starts_at, to, text, sender, due_at,
                       expires_at, question, asked_by, idempotency_key, api, subject, attachments, talk, test, thread,
                       unsubscribe_url))

/// A message that a rule called for and that must not go: no consent, no mobile, too late, …
struct message_suppressed {
  static constexpr auto type = event_type::message_suppressed;
  message_id message;
  patient_id patient;
  appointment_id appointment;
  std::string asked_by;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(message_suppressed, (), (message, patient, appointment, asked_by, reason))

struct message_cancelled {
  static constexpr auto type = event_type::message_cancelled;
  message_id message;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(message_cancelled, (), (message, reason))

struct message_expired {
  static constexpr auto type = event_type::message_expired;
  message_id message;
};
BOOST_DESCRIBE_STRUCT(message_expired, (), (message))

/// We could not send it and shall not try again.
struct message_failed {
  static constexpr auto type = event_type::message_failed;
  message_id message;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(message_failed, (), (message, reason))

/// Today's budget is spent: it waits until `until`, or until there is a larger one.
struct message_held {
  static constexpr auto type = event_type::message_held;
  message_id message;
  std::string reason;
  timestamp until{};
};
BOOST_DESCRIBE_STRUCT(message_held, (), (message, reason, until))

/// Durable before the provider is called.
struct attempt_started {
  static constexpr auto type = event_type::attempt_started;
  message_id message;
  std::uint32_t attempt = 0; ///< 1, 2, …
  provider_id provider;
  std::uint32_t segments = 0;   ///< of its text; 0 in events of older versions
  std::uint64_t millipence = 0; ///< what it costs unless it fails, in thousandths of a penny, at the price of that day
};
BOOST_DESCRIBE_STRUCT(attempt_started, (), (message, attempt, provider, segments, millipence))

struct attempt_sent {
  static constexpr auto type = event_type::attempt_sent;
  message_id message;
  std::uint32_t attempt = 0;
  std::string provider_reference; ///< the provider's own id, if it gave one
};
BOOST_DESCRIBE_STRUCT(attempt_sent, (), (message, attempt, provider_reference))

struct attempt_failed {
  static constexpr auto type = event_type::attempt_failed;
  message_id message;
  std::uint32_t attempt = 0;
  attempt_result result = attempt_result::retry;
  std::string code;   ///< the provider's code
  std::string detail; ///< in plain English
  timestamp retry_at{};
};
BOOST_DESCRIBE_STRUCT(attempt_failed, (), (message, attempt, result, code, detail, retry_at))

struct attempt_in_doubt {
  static constexpr auto type = event_type::attempt_in_doubt;
  message_id message;
  std::uint32_t attempt = 0;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(attempt_in_doubt, (), (message, attempt, why))

struct attempt_reconciled {
  static constexpr auto type = event_type::attempt_reconciled;
  message_id message;
  std::uint32_t attempt = 0;
  look_up_finding finding = look_up_finding::unknown;
  std::string detail;
};
BOOST_DESCRIBE_STRUCT(attempt_reconciled, (), (message, attempt, finding, detail))

/// The log was restored from a backup: whoever went on after the backup was made may have begun this attempt. The
/// message is in doubt, whether it was waiting or under way, and is looked up before anything else.
struct attempt_suspected {
  static constexpr auto type = event_type::attempt_suspected;
  message_id message;
  std::uint32_t attempt = 0;
  provider_id provider; ///< where it is looked up
  std::string why;
};
BOOST_DESCRIBE_STRUCT(attempt_suspected, (), (message, attempt, provider, why))

struct receipt_received {
  static constexpr auto type = event_type::receipt_received;
  message_id message;
  provider_id provider;
  receipt_status status = receipt_status::pending;
  std::string code;
  timestamp reported_at{}; ///< the provider's own time
};
BOOST_DESCRIBE_STRUCT(receipt_received, (), (message, provider, status, code, reported_at))

struct reply_received {
  static constexpr auto type = event_type::reply_received;
  reply_id reply;
  provider_id provider;
  secret_text from;
  std::string to;
  secret_text text;
  timestamp reported_at{};
  reply_meaning meaning = reply_meaning::staff;
  bool automatic = false;
  std::string why;    ///< how the meaning was found, in plain English
  message_id answers; ///< nil unless an open question was found
  patient_id patient; ///< empty unless it can only be this one
  appointment_id appointment;
  channel by = channel::sms;
  std::string conversation; ///< the number's mark; empty: no mobile, erased, or of an older version
  secret_text subject{};    ///< of an e-mail
  secret_text thread{};     ///< of an e-mail: Message-IDs, oldest first, its own last (RFC 5322 §3.6.4)
};
BOOST_DESCRIBE_STRUCT(reply_received, (),
                      (reply, provider, from, to, text, reported_at, meaning, automatic, why, answers, patient,
                       appointment, by, conversation, subject, thread))

/// Nothing of these kinds goes to this number by this channel any more. Later ones add to earlier ones.
struct opted_out {
  static constexpr auto type = event_type::opted_out;
  secret_text number; ///< E.164 digits; of e-mail the address, in lower case
  std::string by;     ///< `reply <id>` or a user
  channel on = channel::sms;
  std::vector<message_kind> kinds{};   ///< empty: all
  wish_told told = wish_told::unknown; ///< how, when a user took it down
  patient_id patient{};                ///< whose page it was taken down on; it holds for all who have this number
};
BOOST_DESCRIBE_STRUCT(opted_out, (), (number, by, on, kinds, told, patient))

struct opted_in {
  static constexpr auto type = event_type::opted_in;
  secret_text number;
  std::string by;
  channel on = channel::sms;
  std::vector<message_kind> kinds{}; ///< empty: all
  wish_told told = wish_told::unknown;
  patient_id patient{};
};
BOOST_DESCRIBE_STRUCT(opted_in, (), (number, by, on, kinds, told, patient))

/// The patient said yes. The record is told by an operation of its own.
struct appointment_confirmed {
  static constexpr auto type = event_type::appointment_confirmed;
  appointment_id appointment;
  reply_id reply;
};
BOOST_DESCRIBE_STRUCT(appointment_confirmed, (), (appointment, reply))

/// The clinical system has cancelled it because the patient asked.
struct appointment_cancelled {
  static constexpr auto type = event_type::appointment_cancelled;
  appointment_id appointment;
  reply_id reply;
};
BOOST_DESCRIBE_STRUCT(appointment_cancelled, (), (appointment, reply))

/// A write into the clinical system, journalled before the wire. Everything needed to do it again safely.
struct operation_requested {
  static constexpr auto type = event_type::operation_requested;
  operation_id operation;
  operation_kind kind = operation_kind::cancel_appointment;
  patient_id patient;
  appointment_id appointment;
  timestamp expected_starts_at{}; ///< compared with the system's own before a cancel
  std::string expected_clinician;
  std::string code;       ///< for file_code: SNOMED CT id
  std::string text;       ///< note or free text; never the patient's own words
  reply_id reply;         ///< the reply that caused it
  timestamp give_up_at{}; ///< handed to a person when not done by then
  timestamp requested_at{};
  secret_text value{};        ///< for file_code: a measurement, e.g. `82.5`; empty: the code alone
  std::string unit{};         ///< of it, e.g. `kg`
  secret_text document{};     ///< for file_document: what its PDF is made from, each time anew (schemas/documents.hpp)
  std::string conversation{}; ///< for file_document: the mark of the conversation that it shows
  std::string by{};           ///< for file_document: who filed it
  bool begins_told = false; ///< `operation_begun` says when it is first written; false: of older versions, nobody knows
};
BOOST_DESCRIBE_STRUCT(operation_requested, (),
                      (operation, kind, patient, appointment, expected_starts_at, expected_clinician, code, text, reply,
                       give_up_at, requested_at, value, unit, document, conversation, by, begins_told))

/// Durable before it is first written into the clinical system: without it certainly nothing was.
struct operation_begun {
  static constexpr auto type = event_type::operation_begun;
  operation_id operation;
};
BOOST_DESCRIBE_STRUCT(operation_begun, (), (operation))

struct operation_finished {
  static constexpr auto type = event_type::operation_finished;
  operation_id operation;
  operation_result result = operation_result::done;
  std::string system_uid; ///< the clinical system's id of what was written
  std::string detail;
};
BOOST_DESCRIBE_STRUCT(operation_finished, (), (operation, result, system_uid, detail))

/// Something waits for a person. `reply`, `message` and `operation` name what it is about; nil where they don't apply.
struct handed_to_staff {
  static constexpr auto type = event_type::handed_to_staff;
  item_id item;
  std::string reason;
  reply_id reply;
  message_id message;
  operation_id operation;
  bool urgent = false;
};
BOOST_DESCRIBE_STRUCT(handed_to_staff, (), (item, reason, reply, message, operation, urgent))

struct staff_item_done {
  static constexpr auto type = event_type::staff_item_done;
  item_id item;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(staff_item_done, (), (item, by))

/// A command that ended its handler `tries` times. Kept whole so that it can be tried again.
struct command_parked {
  static constexpr auto type = event_type::command_parked;
  item_id item;
  std::string kind;
  std::uint32_t tries = 0;
  std::string reason;
  secret_text command; ///< its bytes, see commands.hpp
};
BOOST_DESCRIBE_STRUCT(command_parked, (), (item, kind, tries, reason, command))

struct parked_released {
  static constexpr auto type = event_type::parked_released;
  item_id item;
  std::string by;
  bool retried = false; ///< false: discarded
};
BOOST_DESCRIBE_STRUCT(parked_released, (), (item, by, retried))

/// In the host's stream: a one-time link was used; the same nonce never signs in again.
struct signed_in {
  static constexpr auto type = event_type::signed_in;
  std::string user;
  std::string nonce;
};
BOOST_DESCRIBE_STRUCT(signed_in, (), (user, nonce))

/// The patient is to be forgotten: their key is destroyed, and nothing that comes later brings them back.
struct patient_erased {
  static constexpr auto type = event_type::patient_erased;
  patient_id patient;
  std::vector<std::string> numbers;   ///< marks of the numbers that were theirs alone
  std::vector<std::string> opted_out; ///< those of them that had opted out: that still holds
  std::vector<item_id> parked;        ///< parked commands that told of them
  std::string by;
  std::vector<message_id> messages; ///< to them, as far as they are remembered: whoever shows these forgets the number
};
BOOST_DESCRIBE_STRUCT(patient_erased, (), (patient, numbers, opted_out, parked, by, messages))

/// In the host's stream: all keys of a practice that is no longer served are destroyed.
struct practice_erased {
  static constexpr auto type = event_type::practice_erased;
  practice_id practice;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(practice_erased, (), (practice, by))

/// New keys from here on, as somebody asked.
struct keys_rotated {
  static constexpr auto type = event_type::keys_rotated;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(keys_rotated, (), (by))

/// Who asks for something, as the audit trail keeps it. Ids and words of ours only: never a patient's.
struct audit_mark {
  request_id request; ///< the same request has one entry, however often it is handled
  std::string user;
  std::string role;                 ///< at that moment
  std::string session;              ///< tells the user's sessions apart and opens none
  std::string action;               ///< the route, e.g. `POST /api/v1/messages/{}/cancel`
  std::vector<std::string> objects; ///< ids of what it is about
  std::string reason;               ///< the user's own, where one was asked for
};
BOOST_DESCRIBE_STRUCT(audit_mark, (), (request, user, role, session, action, objects, reason))

/// Somebody was shown patients' data; nothing changed.
inline bool is_view(const audit_mark& mark) {
  return mark.action.starts_with("GET ") || mark.action == "POST /api/v1/patient-searches";
}

/// A person did or saw something. Appended together with what it changed, so that neither is there without the other.
struct audited {
  static constexpr auto type = event_type::audited;
  audit_mark what;
  std::string outcome; ///< `done`, `repeated`, `parked`, or why it was refused (error_code's word)
};
BOOST_DESCRIBE_STRUCT(audited, (), (what, outcome))

/// This stream was restored from a backup. What its forerunner did after `backed_up_at` isn't known: from here until
/// `epoch_released` nothing is sent and nothing is written into the clinical system.
struct epoch_began {
  static constexpr auto type = event_type::epoch_began;
  std::uint64_t epoch = 0;
  std::uint32_t backup = 0; ///< its number
  timestamp backed_up_at{};
  timestamp restored_at{};
};
BOOST_DESCRIBE_STRUCT(epoch_began, (), (epoch, backup, backed_up_at, restored_at))

/// An operator has seen to it that the forerunner is gone and what it did is accounted for.
struct epoch_released {
  static constexpr auto type = event_type::epoch_released;
  std::uint64_t epoch = 0;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(epoch_released, (), (epoch, by))

/// A patient's answer to a question about their health. What of it is filed has operations of its own.
struct answer_recorded {
  static constexpr auto type = event_type::answer_recorded;
  reply_id reply;
  message_id question; ///< the message that asked
  patient_id patient;
  std::string set, step;
  question_kind kind = question_kind::none;
  measure_finding finding = measure_finding::usual;
  secret_text value; ///< in the record's unit, e.g. `135/85`, `82.5`, `ex`, `yes`
  std::string unit;
};
BOOST_DESCRIBE_STRUCT(answer_recorded, (), (reply, question, patient, set, step, kind, finding, value, unit))

/// A score or a comment of the Friends and Family Test. It names nobody: what it is reported by has no way back.
struct fft_answered {
  static constexpr auto type = event_type::fft_answered;
  std::string answer;      ///< tells it apart, so that the same is counted once
  std::uint32_t score = 0; ///< 1 very good … 5 very poor, 6 don't know; 0: a comment alone
  fft_method method = fft_method::text_message;
  bool replaces = false;            ///< a change of mind: not `replaced_score` any more
  std::uint32_t replaced_score = 0; ///< that one
  secret_text comment;              ///< taken down by a person; a texted one stands in its reply alone
  std::string by;                   ///< who took it down; empty: the patient texted it
};
BOOST_DESCRIBE_STRUCT(fft_answered, (), (answer, score, method, replaces, replaced_score, comment, by))

/// A keyword of the practice's or the host's was texted. Its advice, code and group have events of their own.
struct keyword_taken {
  static constexpr auto type = event_type::keyword_taken;
  reply_id reply;
  std::string keyword;
  message_id answer; ///< nil: nothing was texted back
};
BOOST_DESCRIBE_STRUCT(keyword_taken, (), (reply, keyword, answer))

struct group_changed {
  static constexpr auto type = event_type::group_changed;
  std::string group;
  patient_id patient; ///< empty: the number is nobody's or several patients'
  secret_text number;
  bool joined = true; ///< false: left
  std::string by;     ///< `reply <id>`, a user, or `list`: the clinical system's own
};
BOOST_DESCRIBE_STRUCT(group_changed, (), (group, patient, number, joined, by))

/// Whoever has this number says that it isn't the patient's: nothing of a patient's goes there until
/// `number_trusted`.
struct number_disputed {
  static constexpr auto type = event_type::number_disputed;
  secret_text number;
  std::string conversation; ///< its mark
  reply_id reply;
};
BOOST_DESCRIBE_STRUCT(number_disputed, (), (number, conversation, reply))

/// A person has asked: the number is the patient's after all, or is another patient's rightly.
struct number_trusted {
  static constexpr auto type = event_type::number_trusted;
  std::string conversation;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(number_trusted, (), (conversation, by))

/// The patient changed their mind about what is still to be written. `operation_finished` says whether it was in time.
struct withdrawal_requested {
  static constexpr auto type = event_type::withdrawal_requested;
  operation_id operation;
  reply_id reply;
};
BOOST_DESCRIBE_STRUCT(withdrawal_requested, (), (operation, reply))

/// Staff read it, took or gave it, or were done with it. A later reply makes it unread again.
struct conversation_moved {
  static constexpr auto type = event_type::conversation_moved;
  std::string conversation;
  conversation_status status = conversation_status::read;
  std::string assigned_to; ///< empty: nobody
  std::string by;
};
BOOST_DESCRIBE_STRUCT(conversation_moved, (), (conversation, status, assigned_to, by))

/// A note of the staff's own; no patient sees it.
struct conversation_noted {
  static constexpr auto type = event_type::conversation_noted;
  std::string conversation;
  request_id note;
  secret_text text;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(conversation_noted, (), (conversation, note, text, by))

/// Staff chose one of the practice's codes for the one patient of a conversation. The write has an operation of its
/// own.
struct code_chosen {
  static constexpr auto type = event_type::code_chosen;
  std::string conversation; ///< its mark
  operation_id operation;
  patient_id patient;
  std::string code; ///< SNOMED CT id
  std::string text; ///< as the practice's list has it; never anybody's own words
  std::string by;
};
BOOST_DESCRIBE_STRUCT(code_chosen, (), (conversation, operation, patient, code, text, by))

/// Whoever has this number answered whether it is still a patient's. `number_trusted` or `number_disputed` follows
/// where that changes something.
struct details_answered {
  static constexpr auto type = event_type::details_answered;
  secret_text number; ///< E.164 digits
  std::string conversation;
  patient_id patient; ///< about whom it was asked
  reply_id reply;
  bool yes = false;
};
BOOST_DESCRIBE_STRUCT(details_answered, (), (number, conversation, patient, reply, yes))

/// A time of one clinician's that came free.
struct slot {
  slot_id id;
  timestamp starts_at{};
  std::uint32_t minutes = 0;
  std::string session, clinician, slot_type, site;
  bool operator==(const slot&) const = default;
};
BOOST_DESCRIBE_STRUCT(slot, (), (id, starts_at, minutes, session, clinician, slot_type, site))

/// An appointment that was still to come was cancelled, or is gone from a complete reading.
struct slot_freed {
  static constexpr auto type = event_type::slot_freed;
  slot what;
  appointment_id appointment;
  patient_id patient; ///< who had it: it is never offered to them
  reply_id reply;     ///< the cancellation that was written for it; nil: it was seen in a reading
};
BOOST_DESCRIBE_STRUCT(slot_freed, (), (what, appointment, patient, reply))

/// A patient waits for a session, or no longer.
struct waiting_changed {
  static constexpr auto type = event_type::waiting_changed;
  waiting_id entry;
  patient_id patient;
  std::string session, clinician; ///< clinician empty: any
  bool waits = true;
  std::string by;   ///< a user; `slot <id>` that was promised to them
  secret_text name; ///< as in the record then, for the staff's list
};
BOOST_DESCRIBE_STRUCT(waiting_changed, (), (entry, patient, session, clinician, waits, by, name))

/// The next patient is asked. Their text has an event of its own.
struct slot_offered {
  static constexpr auto type = event_type::slot_offered;
  slot_id slot;
  message_id message;
  patient_id patient;
  waiting_id entry;
};
BOOST_DESCRIBE_STRUCT(slot_offered, (), (slot, message, patient, entry))

struct offer_ended {
  static constexpr auto type = event_type::offer_ended;
  slot_id slot;
  message_id message; ///< nil of not_asked
  patient_id patient;
  offer_end how = offer_end::lapsed;
  reply_id reply;  ///< of taken and declined
  std::string why; ///< of not_asked and not_reached, in plain English
};
BOOST_DESCRIBE_STRUCT(offer_ended, (), (slot, message, patient, how, reply, why))

/// Nothing more is done about it.
struct slot_closed {
  static constexpr auto type = event_type::slot_closed;
  slot_id slot;
  slot_end how = slot_end::nobody_left;
  std::string by; ///< of stopped: a user
};
BOOST_DESCRIBE_STRUCT(slot_closed, (), (slot, how, by))

/// In the host's stream: a user was made or changed; this is the user from now on.
struct user_changed {
  static constexpr auto type = event_type::user_changed;
  user_account what;
  std::string by; ///< a user; the same as the account's for a password or second factor of one's own
};
BOOST_DESCRIBE_STRUCT(user_changed, (), (what, by))

/// In the host's stream: somebody gave a user's name and a password.
struct sign_in_tried {
  static constexpr auto type = event_type::sign_in_tried;
  std::string user;
  bool good = false;
  std::uint32_t wrong = 0;     ///< attempts in a row that went wrong, with this one
  timestamp locked_until{};    ///< because of them
  std::uint64_t totp_step = 0; ///< of a good one: the second factor's, never to be used again; 0: none
  std::uint32_t recovery = 0;  ///< the recovery code that was used in its place, from 1; 0: none
};
BOOST_DESCRIBE_STRUCT(sign_in_tried, (), (user, good, wrong, locked_until, totp_step, recovery))

/// A person stopped sending, or let it go on. In a practice's stream: all of this practice's; in the host's: by one
/// provider account. What waits stays accepted and expires at its time.
struct pause_changed {
  static constexpr auto type = event_type::pause_changed;
  provider_id provider; ///< empty in a practice's stream
  bool paused = true;
  std::string why; ///< their own words, of a pause
  std::string by;
};
BOOST_DESCRIBE_STRUCT(pause_changed, (), (provider, paused, why, by))

/// In the host's stream: one cell of the roll-out board; this is the cell from now on.
struct rollout_changed {
  static constexpr auto type = event_type::rollout_changed;
  rollout_place where;
  rollout_cell what;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(rollout_changed, (), (where, what, by))

/// A file that an e-mail has a link to. It is sealed under a key of its own, which is destroyed when it ends.
struct file_kept {
  static constexpr auto type = event_type::file_kept;
  std::string file; ///< the mark of its link's secret
  message_id message;
  secret_text name;
  std::string media_type;
  std::uint32_t size = 0; ///< bytes
  timestamp until{};
  secret_text address; ///< what whoever opens it has to say; empty: nothing
  std::string number;  ///< the mark of where the e-mail went
  secret_text bytes;
};
BOOST_DESCRIBE_STRUCT(file_kept, (), (file, message, name, media_type, size, until, address, number, bytes))

/// Somebody fetched it by its link.
struct file_opened {
  static constexpr auto type = event_type::file_opened;
  std::string file;
  message_id message;
};
BOOST_DESCRIBE_STRUCT(file_opened, (), (file, message))

/// It can't be fetched any more, and its key is destroyed.
struct file_ended {
  static constexpr auto type = event_type::file_ended;
  std::string file;
  message_id message;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(file_ended, (), (file, message, why))

using event_alternatives =
    std::variant<appointment_booked, appointment_changed, appointment_gone, patient_updated, message_accepted,
                 message_suppressed, message_cancelled, message_expired, message_failed, attempt_started, attempt_sent,
                 attempt_failed, attempt_in_doubt, attempt_reconciled, receipt_received, reply_received, opted_out,
                 opted_in, appointment_confirmed, appointment_cancelled, operation_requested, operation_finished,
                 handed_to_staff, staff_item_done, command_parked, parked_released, signed_in, audited,
                 attempt_suspected, epoch_began, epoch_released, patient_erased, practice_erased, keys_rotated,
                 message_held, answer_recorded, fft_answered, keyword_taken, group_changed, number_disputed,
                 withdrawal_requested, conversation_moved, conversation_noted, number_trusted, code_chosen,
                 details_answered, slot_freed, waiting_changed, slot_offered, offer_ended, slot_closed, user_changed,
                 sign_in_tried, pause_changed, rollout_changed, operation_begun, file_kept, file_opened, file_ended>;

/// Copied, moved and destroyed by code that is compiled once: in every file that used one it cost seconds.
struct event : event_alternatives {
  using event_alternatives::event_alternatives;
  event();
  event(const event&);
  event(event&&) noexcept;
  event& operator=(const event&);
  event& operator=(event&&) noexcept;
  ~event();
};

event_type type_of(const event& e);

/// An event as it travels to and from the log: the log never looks inside `payload`.
struct encoded_event {
  event_type type{};
  std::uint16_t version = 1;
  timestamp at{};
  std::string payload;
  bool operator==(const encoded_event&) const = default;
};

/// An event as the log keeps it.
struct log_entry {
  practice_id practice;
  std::uint64_t sequence = 0; ///< 1, 2, … within the practice
  encoded_event what;
};

} // namespace tidings
