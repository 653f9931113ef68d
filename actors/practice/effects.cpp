// What is set going, and when the practice wants to be woken.
#include "actors/practice/budget.hpp"
#include "actors/practice/decide_pause.hpp"
#include "actors/practice/files/kept_files.hpp"
#include "actors/practice/hours.hpp"
#include "actors/practice/reminders.hpp"
#include "actors/practice/route.hpp"
#include "actors/practice/talk/act.hpp"
#include "actors/practice/talk/appointment_texts.hpp"
#include "actors/practice/talk/question_link.hpp"
#include "actors/practice/waiting.hpp"
#include "actors/practice/waiting_list/asking.hpp"
#include "schemas/london.hpp"

#include <algorithm>

namespace tidings {
namespace {

/// An attempt as soon as may be.
message_due due(const practice_state& state, const practice_settings& settings, const message_track& track,
                timestamp now) {
  const auto at = may_go_elsewhere(settings, track) ? now : ready_at(track, now);
  return due_of(settings, track, unless_paused(state, track, at));
}

/// It was declined: an attempt when what stood against it is over.
message_due due_again(const practice_state& state, const practice_settings& settings, const message_track& track,
                      const start_attempt& declined, timestamp now) {
  auto what = due(state, settings, track, now);
  auto at = std::max(what.due_at, now);
  if (!over_budget(state, settings, track, declined, now).empty()) at = std::max(at, end_of_london_day(now));
  if (keeps_hours(settings, track.what.kind, track.what.by))
    at = next_open(hours_of(settings.hours, track.what.kind), at);
  what.due_at = std::min(at, track.what.expires_at);
  return what;
}

look_up_due look_up(const practice_settings& settings, const message_track& track, timestamp now) {
  return {settings.id, track.what.message, track.attempts, track.provider, now + settings.attempt_in_doubt_wait};
}

/// Whether it may have been written: by what the log says, and by what a forerunner of a restored log may have done.
bool perhaps_done(const practice_state& state, const operation_requested& what) {
  return !what.begins_told || state.begun.contains(what.operation) || is_soon_after_release(state, what.requested_at);
}

operation_wanted wanted(const practice_state& state, const practice_settings& settings,
                        const operation_requested& what) {
  const auto patient = state.patients.find(what.patient);
  return {settings.id, what, perhaps_done(state, what),
          patient == state.patients.end() ? secret_text() : patient->second.system_id};
}

/// All that are open, again; those that shall not be written, too: only then is it known whether they were.
void want_operations(const practice_state& state, const practice_settings& settings, std::vector<effect>& effects) {
  for (const auto& [id, operation] : state.operations) effects.push_back(wanted(state, settings, operation));
  for (const auto& [id, reply] : state.withdrawals) effects.push_back(operation_unwanted{settings.id, id});
}

struct follower {
  const practice_state& state;
  const practice_settings& settings;
  timestamp now;
  std::vector<effect>& effects;

  const message_track* find(const message_id& id) {
    const auto found = state.messages.find(id);
    return found == state.messages.end() ? nullptr : &found->second;
  }
  /// For an e-mail that reminds of an appointment or confirms one.
  std::optional<calendar_entry> calendar(const message_accepted& what) {
    if (what.by != channel::email || what.appointment.empty()) return std::nullopt;
    if (what.kind != message_kind::reminder && what.kind != message_kind::confirmation) return std::nullopt;
    const auto about = state.appointments.find(what.appointment);
    if (about == state.appointments.end()) return std::nullopt;
    const auto& booked = about->second.what;
    // Its own name, not the clinical system's: the mark of one practice's appointment tells nothing elsewhere.
    auto uid = to_text(id_from_name<message_id>("calendar", settings.id.str() + '|' + booked.id.value));
    return calendar_entry{std::move(uid), what.appointment_starts_at, booked.minutes,
                          booked.site.empty() ? settings.name : booked.site, now};
  }
  void send(const message_id& id) {
    const auto* track = find(id);
    if (!track || track->state != message_state::accepted || is_fenced(state)) return;
    effects.push_back(due(state, settings, *track, now));
  }
  void operator()(const message_accepted& e) { send(e.message); }
  void operator()(const attempt_started& e) {
    const auto* track = find(e.message);
    if (!track) return;
    const auto& what = track->what;
    effects.push_back(attempt_ready{
        settings.id, e.message, e.attempt, e.provider, what.to, talk::with_secret(state, settings, what), what.sender,
        what.by, what.subject, what.attachments, what.question, calendar(what), what.thread, what.unsubscribe_url});
  }
  void operator()(const attempt_failed& e) { send(e.message); }
  void operator()(const attempt_in_doubt& e) {
    if (const auto* track = find(e.message)) effects.push_back(look_up(settings, *track, now));
  }
  void operator()(const attempt_suspected& e) {
    if (const auto* track = find(e.message)) effects.push_back(look_up(settings, *track, now));
  }
  void operator()(const attempt_reconciled& e) { send(e.message); }
  void operator()(const operation_requested& e) {
    if (is_fenced(state)) return;
    effects.push_back(wanted(state, settings, e));
  }
  void operator()(const withdrawal_requested& e) {
    if (!is_fenced(state)) effects.push_back(operation_unwanted{settings.id, e.operation});
  }
  void operator()(const epoch_released&) {
    for (const auto& id : state.unsettled) send(id);
    want_operations(state, settings, effects);
  }
  void operator()(const pause_changed& e) {
    if (!e.provider.empty()) return effects.emplace_back(paused_accounts(state)), void();
    for (const auto& id : state.unsettled) send(id); // each with the time that it has now
  }
  void operator()(const patient_erased& e) {
    std::vector<seal_subject> subjects{{seal_subject::kind::patient, e.patient.value}};
    for (const auto& mark : e.numbers) subjects.push_back({seal_subject::kind::number, mark});
    for (const auto& item : e.parked) subjects.push_back({seal_subject::kind::parked, to_text(item)});
    effects.push_back(keys_to_erase{std::move(subjects), state.erased});
  }
  void operator()(const parked_released& e) {
    effects.push_back(keys_to_erase{{{seal_subject::kind::parked, to_text(e.item)}}, state.erased});
  }
  void operator()(const file_ended& e) { // those that end together are destroyed in one go
    auto* same = effects.empty() ? nullptr : std::get_if<keys_to_erase>(&effects.back());
    if (same)
      same->subjects.push_back(files::key_of(e.file));
    else
      effects.push_back(keys_to_erase{{files::key_of(e.file)}, state.erased});
  }
  void operator()(const practice_erased& e) { effects.push_back(practices_to_erase{{e.practice}, state.erased}); }
  void operator()(const keys_rotated&) { effects.push_back(keys_to_rotate{}); }
  template <class Other> void operator()(const Other&) {} // the rest is only remembered
};

} // namespace

provider_id first_provider(const practice_settings& settings, channel by) {
  const auto& route = route_of(settings, by);
  return route.empty() ? provider_id{} : route.front();
}

std::vector<effect> effects_of(const practice_state& state, const practice_settings& settings, const command& cause,
                               std::span<const event> events, timestamp now) {
  std::vector<effect> effects;
  follower follow{state, settings, now, effects};
  for (const auto& one : events) std::visit(follow, one);
  if (std::holds_alternative<erase_patient>(cause)) // what write-back still holds of theirs is written no more
    for (const auto& one : events)
      if (const auto* ended = std::get_if<operation_finished>(&one))
        effects.push_back(operation_unwanted{settings.id, ended->operation});
  if (const auto* start = std::get_if<start_attempt>(&cause)) {
    const bool started = std::any_of(effects.begin(), effects.end(),
                                     [](const effect& e) { return std::holds_alternative<attempt_ready>(e); });
    if (!started) { // the dispatcher's place is free again; what still waits asks for a later one
      effects.push_back(attempt_declined{settings.id, start->message});
      const auto* track = follow.find(start->message);
      if (track && track->state == message_state::accepted && !is_fenced(state))
        effects.push_back(due_again(state, settings, *track, *start, now));
    }
  }
  return effects;
}

std::vector<effect> outstanding(const practice_state& state, const practice_settings& settings, timestamp now) {
  std::vector<effect> effects;
  if (settings.id.is_host()) effects.emplace_back(paused_accounts(state)); // the dispatcher waits for it
  // A crash may have come between an erasure on disk and the end of its keys.
  keys_to_erase erased{{}, state.erased};
  for (const auto& [id, at] : state.erased.patients) erased.subjects.push_back({seal_subject::kind::patient, id.value});
  for (const auto& mark : state.erased.numbers) erased.subjects.push_back({seal_subject::kind::number, mark});
  for (const auto& [file, kept] : state.files)
    if (kept.ended) erased.subjects.push_back(files::key_of(file));
  if (!erased.subjects.empty()) effects.push_back(std::move(erased));
  practices_to_erase gone{{}, state.erased};
  for (const auto& [id, at] : state.erased.practices) gone.practices.push_back(id);
  if (!gone.practices.empty()) effects.push_back(std::move(gone));
  for (const auto& id : state.unsettled) {
    const auto& track = state.messages.at(id);
    if (track.state == message_state::accepted && !is_fenced(state))
      effects.push_back(due(state, settings, track, now));
    if (track.state == message_state::in_doubt && !track.handed_over) effects.push_back(look_up(settings, track, now));
  }
  if (is_fenced(state)) return effects;
  want_operations(state, settings, effects);
  return effects;
}

std::vector<effect> still_due(const practice_state& state, const practice_settings& settings, timestamp now) {
  std::vector<effect> effects;
  if (is_fenced(state)) return effects;
  for (const auto& id : state.unsettled)
    if (const auto& track = state.messages.at(id); track.state == message_state::accepted)
      effects.push_back(due(state, settings, track, now));
  return effects;
}

timestamp wake_at(const practice_state& state, const practice_settings& settings, timestamp now) {
  return std::min({next_reminder(state, settings, now), talk::next_text(state, settings, now),
                   talk::next_unanswered(state), waiting_list::next(state, settings, now), files::next(state)});
}

bool is_idle(const practice_state& state) {
  return state.operations.empty() && std::all_of(state.unsettled.begin(), state.unsettled.end(), [&](const auto& id) {
           const auto& track = state.messages.at(id); // what a person has isn't waited for
           return track.state == message_state::in_doubt && track.handed_over;
         });
}

} // namespace tidings
