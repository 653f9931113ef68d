#pragma once
// What a practice can be told. Each is idempotent: told twice, it happens once (ids are derived from names, polls are
// compared with what is known). The order of `command` is frozen: a parked command is kept by its index and bytes.
#include "schemas/errors.hpp"
#include "schemas/events.hpp"
#include "schemas/kept_files.hpp"

#include <map>
#include <memory>
#include <optional>

namespace tidings {

/// Somebody asks for a message. `to` empty: the patient's own mobile, address or telephone.
struct accept_message {
  message_id message; ///< derived from the idempotency key when there is one
  message_kind kind = message_kind::now;
  patient_id patient;
  secret_text to;
  secret_text text; ///< as it shall be sent; empty when `template_name` is given
  std::string template_name;
  std::map<std::string, std::string> personalisation;
  std::string asked_by;
  std::string idempotency_key;
  api_origin api{};
  channel by = channel::sms;
  secret_text subject{};                  ///< of an e-mail; empty: the template's
  std::vector<std::string> attachments{}; ///< of an e-mail, besides the template's
  sms_alphabet alphabet =
      sms_alphabet::by_default;      ///< of a text message; by default the template's, then the practice's
  bool held = false;                 ///< it waits for the undo window: until then cancel_message takes it back
  bool test = false;                 ///< to whoever asks, to see how it looks: it is nobody's and says so
  secret_text unsubscribe_url{};     ///< of an e-mail: where its reader's program asks for no more of them (RFC 8058)
  std::vector<file_to_keep> files{}; ///< of an e-mail, whose text has their links
};
BOOST_DESCRIBE_STRUCT(accept_message, (),
                      (message, kind, patient, to, text, template_name, personalisation, asked_by, idempotency_key, api,
                       by, subject, attachments, alphabet, held, test, unsubscribe_url, files))

/// One complete reading of the appointment window [from, to). Never sent after a failed or cut-off poll.
struct appointments_read {
  timestamp from{};
  timestamp to{};
  std::vector<appointment> rows;
};
BOOST_DESCRIBE_STRUCT(appointments_read, (), (from, to, rows))

struct patient_read {
  patient_details what;
};
BOOST_DESCRIBE_STRUCT(patient_read, (), (what))

/// The dispatcher has room for this message now: start an attempt, or decline.
struct start_attempt {
  message_id message;
  provider_id provider;
  std::uint32_t millipence_per_segment = 0; ///< what it costs there
  bool host_budget_spent = false;           ///< of today, by all practices together
};
BOOST_DESCRIBE_STRUCT(start_attempt, (), (message, provider, millipence_per_segment, host_budget_spent))

struct attempt_outcome {
  message_id message;
  std::uint32_t attempt = 0;
  attempt_result result = attempt_result::unknown;
  std::string provider_reference;
  std::string code;
  std::string detail;
  std::uint32_t retry_after_s = 0; ///< as the provider asked, 0 when it didn't
};
BOOST_DESCRIBE_STRUCT(attempt_outcome, (), (message, attempt, result, provider_reference, code, detail, retry_after_s))

/// The dispatcher began anew: attempts that were under way have lost their answers.
struct attempts_lost {
  std::string why;
};
BOOST_DESCRIBE_STRUCT(attempts_lost, (), (why))

struct looked_up {
  message_id message;
  std::uint32_t attempt = 0;
  look_up_finding finding = look_up_finding::unknown;
  std::string detail;
  provider_id provider = {}; ///< where it was looked up; empty in commands parked by an older version
};
BOOST_DESCRIBE_STRUCT(looked_up, (), (message, attempt, finding, detail, provider))

struct receipt_arrived {
  message_id message;
  provider_id provider;
  receipt_status status = receipt_status::pending;
  std::string code;
  timestamp reported_at{};
  /// A failure for which the provider gave no reason: it says nothing against one with a reason, and of a message that
  /// was waiting at the network it isn't the last word.
  bool unexplained = false;
};
BOOST_DESCRIBE_STRUCT(receipt_arrived, (), (message, provider, status, code, reported_at, unexplained))

/// `reply` is derived from provider, numbers, time and text, so that a reply delivered twice is one reply.
struct reply_arrived {
  reply_id reply;
  provider_id provider;
  secret_text from; ///< as the provider wrote it
  std::string to;
  secret_text text; ///< of a call: the keys pressed
  timestamp reported_at{};
  channel by = channel::sms;
  message_id answers{};  ///< what it answers beyond doubt: the call it was pressed in, the mail it refers to; else nil
  secret_text subject{}; ///< of an e-mail, as it was written
  secret_text thread{};  ///< of an e-mail: Message-IDs, oldest first, its own last
};
BOOST_DESCRIBE_STRUCT(reply_arrived, (), (reply, provider, from, to, text, reported_at, by, answers, subject, thread))

struct operation_outcome {
  operation_id operation;
  operation_result result = operation_result::done;
  std::string system_uid;
  std::string detail;
};
BOOST_DESCRIBE_STRUCT(operation_outcome, (), (operation, result, system_uid, detail))

/// Time has passed: do what is due.
struct clock_ticked {
  bool unused = false;
};
BOOST_DESCRIBE_STRUCT(clock_ticked, (), (unused))

struct cancel_message {
  message_id message;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(cancel_message, (), (message, by))

struct finish_item {
  item_id item;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(finish_item, (), (item, by))

/// The supervisor gives up on a command after its last try.
struct park_command {
  item_id item;
  std::string kind;
  std::uint32_t tries = 0;
  std::string reason;
  secret_text command;
};
BOOST_DESCRIBE_STRUCT(park_command, (), (item, kind, tries, reason, command))

struct release_parked {
  item_id item;
  std::string by;
  bool retry = false;
};
BOOST_DESCRIBE_STRUCT(release_parked, (), (item, by, retry))

/// In the host's stream: a one-time sign-in link is presented. Refused when its nonce was used before.
struct use_sign_in {
  std::string user;
  std::string nonce;
};
BOOST_DESCRIBE_STRUCT(use_sign_in, (), (user, nonce))

/// Forget a patient: by our id, or by the clinical system's.
struct erase_patient {
  patient_id patient;
  secret_text system_id;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(erase_patient, (), (patient, system_id, by))

/// In the host's stream: a practice that is no longer served is to be forgotten.
struct erase_practice {
  practice_id practice;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(erase_practice, (), (practice, by))

/// Seal under new keys from now on.
struct rotate_keys {
  std::string by;
};
BOOST_DESCRIBE_STRUCT(rotate_keys, (), (by))

/// Nothing changes. A person was shown patients' data, or did something that isn't the practice's: only the audit
/// trail's entry is wanted.
struct keep_audit_entry {
  bool unused = false;
};
BOOST_DESCRIBE_STRUCT(keep_audit_entry, (), (unused))

/// The practice's stream was restored from a backup, and an operator says that it may speak again.
struct release_epoch {
  std::string by;
};
BOOST_DESCRIBE_STRUCT(release_epoch, (), (by))

/// Staff move a conversation: read, unread, done, undone; take it, give it, let it go.
struct move_conversation {
  std::string conversation;
  std::optional<conversation_status> status;
  std::optional<std::string> assigned_to; ///< empty text: nobody any more
  std::string by;
};
BOOST_DESCRIBE_STRUCT(move_conversation, (), (conversation, status, assigned_to, by))

struct note_conversation {
  std::string conversation;
  request_id note; ///< the same is noted once
  secret_text text;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(note_conversation, (), (conversation, note, text, by))

/// Staff answer whoever wrote, by the way they wrote last unless another is named. It waits for the undo window: until
/// then cancel_message takes it back.
struct answer_conversation {
  std::string conversation;
  message_id message;
  secret_text text; ///< as it shall be sent; empty when `canned` is given
  std::string canned;
  std::string by;
  std::optional<channel> on{}; ///< sms or email
};
BOOST_DESCRIBE_STRUCT(answer_conversation, (), (conversation, message, text, canned, by, on))

/// A person has found out that the number is rightly in the record.
struct trust_number {
  std::string conversation;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(trust_number, (), (conversation, by))

/// Ask a patient the questions of a set, one after the other.
struct ask_questions {
  patient_id patient;
  std::string set;
  std::string idempotency_key;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(ask_questions, (), (patient, set, idempotency_key, by))

/// An answer of the Friends and Family Test that came in on paper, by telephone, …
struct record_fft {
  std::string answer; ///< the same is counted once
  std::uint32_t score = 0;
  fft_method method = fft_method::paper;
  secret_text comment;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(record_fft, (), (answer, score, method, comment, by))

/// Staff file one of the practice's codes for the one patient whose conversation it is.
struct file_code_by_hand {
  std::string conversation;
  operation_id operation; ///< derived from the request: the same is filed once
  std::string code;
  std::string text; ///< empty: the list's own
  std::string by;
};
BOOST_DESCRIBE_STRUCT(file_code_by_hand, (), (conversation, operation, code, text, by))

/// Ask patients by SMS whether the number is still theirs. Those who can't be asked are left out.
struct confirm_details {
  std::vector<patient_id> patients;
  std::string campaign; ///< nobody is asked twice in the same one
  std::string by;
};
BOOST_DESCRIBE_STRUCT(confirm_details, (), (patients, campaign, by))

/// Staff put a patient on the waiting list of a session, or take an entry off it.
struct change_waiting {
  bool waits = true;
  waiting_id entry;   ///< to take off; else derived
  patient_id patient; ///< to put on; empty: the one with this number
  secret_text number; ///< an NHS number, or the clinical system's own
  std::string session, clinician;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(change_waiting, (), (waits, entry, patient, number, session, clinician, by))

/// A slot that came free is no longer to be offered: staff have given it to somebody, or the clinic is off.
struct stop_slot {
  slot_id slot;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(stop_slot, (), (slot, by))

/// In the host's stream: make or change a user. Refused unless `what.revision` is the next of theirs.
struct change_user {
  user_account what;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(change_user, (), (what, by))

/// In the host's stream: a user's password and second factor were looked at. Whether that signs in is decided there, so
/// that no code is used twice and no attempt goes uncounted however many are under way.
struct try_sign_in {
  std::string user;
  std::uint64_t revision = 0; ///< of the user that was looked at
  bool good = false;
  std::uint64_t totp_step = 0; ///< the second factor's; 0: none
  std::uint32_t recovery = 0;  ///< the recovery code given in its place, from 1; 0: none
};
BOOST_DESCRIBE_STRUCT(try_sign_in, (), (user, revision, good, totp_step, recovery))

/// A clinical system's list of one group, as far as ids in [from, upto) go: these are in it, all of them. Who stood on
/// an earlier list and doesn't on this one has left; who joined or left by a text since is left alone.
struct group_read {
  std::string group;
  patient_id from, upto; ///< empty: from the first, to the last
  std::vector<patient_id> members;
};
BOOST_DESCRIBE_STRUCT(group_read, (), (group, from, upto, members))

/// Stop sending, or let it go on: a practice, told in its own stream, or, in the host's, a provider account.
struct change_pause {
  provider_id provider; ///< empty in a practice's stream
  bool paused = true;
  std::string why;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(change_pause, (), (provider, paused, why, by))

/// In the host's stream: refused unless `what.revision` is the next of that cell.
struct change_rollout {
  rollout_place where;
  rollout_cell what;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(change_rollout, (), (where, what, by))

/// Nothing changes. Whoever asks is told in `answer::told` what the practice knows of patients, once the audit trail's
/// entry about it is on disk.
struct look_at_patients {
  patient_id patient;       ///< this one, with all that is known of them; empty: those whom `words` fit
  secret_text words;        ///< an NHS number, a number of the clinical system's, a telephone number, or a name's start
  std::uint32_t limit = 20; ///< of those found
};
BOOST_DESCRIBE_STRUCT(look_at_patients, (), (patient, words, limit))

/// Nothing changes. What would become of this message: its words, and why it would be refused, in `answer::told`.
struct preview_message {
  accept_message what;
};
BOOST_DESCRIBE_STRUCT(preview_message, (), (what))

/// Staff take down what a patient wants to be sent, or no longer. It holds for the patient's number or address.
struct change_wishes {
  patient_id patient;
  channel on = channel::sms;
  std::vector<message_kind> kinds; ///< empty: all
  bool wanted = false;
  wish_told told = wish_told::unknown;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(change_wishes, (), (patient, on, kinds, wanted, told, by))

/// What stands in one field of the page behind a link to a set of questions.
struct given_answer {
  std::string step;        ///< the question's name
  secret_text words;       ///< as they were typed
  bool cannot_say = false; ///< whoever filled it in has no answer to this one
};
BOOST_DESCRIBE_STRUCT(given_answer, (), (step, words, cannot_say))

/// Whoever has a link to a set of questions looks at its page, or sends what they filled in. It is taken down once,
/// and only when every answer can be read; `answer::told` is what the page shows next, as JSON.
struct answer_by_link {
  secret_text secret; ///< the link's
  bool sent = false;  ///< false: they only look
  std::vector<given_answer> answers;
  std::string language{}; ///< `en` or `cy`, as they chose on the page; empty: the practice's
};
BOOST_DESCRIBE_STRUCT(answer_by_link, (), (secret, sent, answers, language))

/// Staff file what was said in a conversation, as a document, for the one patient whose conversation it is.
struct file_conversation {
  std::string conversation;
  operation_id operation; ///< derived from the request: the same is filed once
  secret_text lines;      ///< what was said, oldest first: `encode` of document_lines (schemas/documents.hpp)
  std::string by;
};
BOOST_DESCRIBE_STRUCT(file_conversation, (), (conversation, operation, lines, by))

/// Write-back is about to write this for the first time, and does once that is on disk. Refused: it isn't to be
/// written.
struct begin_operation {
  operation_id operation;
};
BOOST_DESCRIBE_STRUCT(begin_operation, (), (operation))

/// Whoever has the link of a file looks at its page, or fetches it. `answer::told` is what the page shows, as JSON
/// (schemas/kept_file_views.hpp).
struct open_file {
  secret_text secret;   ///< the link's
  bool fetched = false; ///< false: they only look
  secret_text address;  ///< where the e-mail went, as they say
};
BOOST_DESCRIBE_STRUCT(open_file, (), (secret, fetched, address))

using command_alternatives =
    std::variant<accept_message, appointments_read, patient_read, start_attempt, attempt_outcome, attempts_lost,
                 looked_up, receipt_arrived, reply_arrived, operation_outcome, clock_ticked, cancel_message,
                 finish_item, park_command, release_parked, use_sign_in, keep_audit_entry, release_epoch, erase_patient,
                 erase_practice, rotate_keys, move_conversation, note_conversation, answer_conversation, trust_number,
                 ask_questions, record_fft, file_code_by_hand, confirm_details, change_waiting, stop_slot, change_user,
                 try_sign_in, group_read, change_pause, change_rollout, look_at_patients, preview_message,
                 change_wishes, answer_by_link, file_conversation, begin_operation, open_file>;

/// Copied, moved and destroyed by code that is compiled once: in every file that used one it cost seconds.
struct command : command_alternatives {
  using command_alternatives::command_alternatives;
  command();
  command(const command&);
  command(command&&) noexcept;
  command& operator=(const command&);
  command& operator=(command&&) noexcept;
  ~command();
};

/// Who told a command, when it was a person.
using audit_mark_ptr = std::shared_ptr<const audit_mark>;

/// The command's name, e.g. `reply_arrived`.
std::string_view name_of(const command& what);
std::string encode(const command& what);
result<command> decode_command(std::string_view bytes);

/// What the teller hears, once everything the command caused is on disk.
struct answer {
  bool accepted = true;
  bool repeated = false; ///< nothing new: it had happened before
  error_code refusal = error_code::none;
  std::string reason;               ///< in plain English when not accepted
  std::string id;                   ///< of what was made, if anything
  secret_text told{};               ///< what was asked for, as JSON
  std::vector<std::string> shown{}; ///< ids of the patients it tells of, for the audit trail
};
BOOST_DESCRIBE_STRUCT(answer, (), (accepted, repeated, refusal, reason, id, told, shown))

} // namespace tidings
