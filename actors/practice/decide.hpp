#pragma once
// What a practice decides: a command against its state, to events and an answer. Pure: no clock, no random, no disk.
#include "actors/practice/state.hpp"
#include "schemas/commands.hpp"
#include "schemas/effects.hpp"
#include "schemas/epoch.hpp"
#include "schemas/settings.hpp"

#include <span>

namespace tidings {

struct decision {
  std::vector<event> events;
  answer what;
};

/// Events are to be evolved at once and appended together. A command told twice gives no events the second time.
decision decide(const practice_state& state, const practice_settings& settings, const command& what, timestamp now);

/// Reminders that have become due by what was just learnt. Evolved and appended like the command's own events.
std::vector<event> follow_up(const practice_state& state, const practice_settings& settings, const command& cause,
                             std::span<const event> events, timestamp now);

/// The audit trail's entry about a command that a person told; nothing when it has one already.
std::optional<event> audit_entry(const practice_state& state, const audit_mark& by, const command& what,
                                 const answer& outcome);

/// What follows from these events (already evolved into `state`), to be released once they are on disk.
std::vector<effect> effects_of(const practice_state& state, const practice_settings& settings, const command& cause,
                               std::span<const event> events, timestamp now);

/// Everything that was under way when the practice last ended: told once after replay.
std::vector<effect> outstanding(const practice_state& state, const practice_settings& settings, timestamp now);

/// What waits for an attempt, told again since its route or budget may be another one now.
std::vector<effect> still_due(const practice_state& state, const practice_settings& settings, timestamp now);

/// When the practice wants to be woken; `never` when nothing is to come by itself.
timestamp wake_at(const practice_state& state, const practice_settings& settings, timestamp now);

/// True when nothing is under way: the actor may sleep until `wake_at`.
bool is_idle(const practice_state& state);

// One function for each command, in files by subject.
decision decide_appointments(const practice_state&, const practice_settings&, const appointments_read&, timestamp now);
decision decide_patient(const practice_state&, const patient_read&);
decision decide_clock(const practice_state&, const practice_settings&, timestamp now);
decision decide_accept(const practice_state&, const practice_settings&, const accept_message&, timestamp now);
decision decide_start(const practice_state&, const practice_settings&, const start_attempt&, timestamp now);
decision decide_outcome(const practice_state&, const practice_settings&, const attempt_outcome&, timestamp now);
decision decide_lost(const practice_state&, const attempts_lost&);
decision decide_looked_up(const practice_state&, const practice_settings&, const looked_up&, timestamp now);
decision decide_receipt(const practice_state&, const practice_settings&, const receipt_arrived&, timestamp now);
decision decide_cancel_message(const practice_state&, const cancel_message&);
decision decide_reply(const practice_state&, const practice_settings&, const reply_arrived&, timestamp now);
/// Keys that were pressed in a call, and answers to e-mails.
decision decide_keys(const practice_state&, const practice_settings&, const reply_arrived&, timestamp now);
decision decide_mail_reply(const practice_state&, const practice_settings&, const reply_arrived&, timestamp now);
decision decide_operation(const practice_state&, const practice_settings&, const operation_outcome&, timestamp now);

decision decide_release_epoch(const practice_state&, const release_epoch&);

// epoch.cpp: a stream that was restored from a backup.

/// What it records first when the log's epoch is a new one to it: everything that was on its way is in doubt.
std::vector<event> begin_epoch(const practice_state& state, const practice_settings& settings, const log_epoch& epoch,
                               bool new_stream);
/// Nothing may be sent or written.
bool is_fenced(const practice_state& state);
/// What is asked for now may have been done by the forerunner.
bool is_soon_after_release(const practice_state& state, timestamp now);
bool may_be_sent_already(const practice_state& state, const accept_message& asked, timestamp now);
/// The same of a reminder that was due then.
bool may_be_sent_already(const practice_state& state, timestamp due);
/// The event that puts such a message in doubt.
attempt_suspected suspected(const practice_settings& settings, const message_id& message, channel by);

/// The most wanted provider; empty when the practice sends by none.
provider_id first_provider(const practice_settings& settings, channel by);

decision decide_erase_patient(const practice_state&, const erase_patient&);
/// What was erased according to `known` and stands in this stream no more, since it was restored from a backup of
/// before.
std::vector<event> erase_again(const practice_state& state, const erasures& known);

decision refused(error_code code, std::string reason);
item_id item_for(std::string_view kind, std::string_view name);

} // namespace tidings
