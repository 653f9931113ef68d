#include "actors/practice/reminders.hpp"

#include "actors/practice/decide.hpp"
#include "actors/practice/hours.hpp"
#include "actors/practice/personalise.hpp"
#include "schemas/sms/sanitise.hpp"

#include <algorithm>

namespace tidings {
namespace {

bool listed(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}
bool allowed(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || listed(names, name);
}

std::string mark(const reminder_rule& rule, const appointment& what) {
  return rule.id.value + '|' + std::to_string(to_ms(what.starts_at));
}

std::map<std::string, std::string> fields(const practice_settings& settings, const patient_details& patient,
                                          const appointment& what) {
  return {{"title", patient.title.reveal()},
          {"first_name", patient.first_name.reveal()},
          {"last_name", patient.last_name.reveal()},
          {"appointment_date", local_date(what.starts_at)},
          {"appointment_time", local_time(what.starts_at)},
          {"clinician", what.clinician},
          {"session", what.session},
          {"site", what.site},
          {"practice_name", settings.name},
          {"practice_phone", settings.phone}};
}

} // namespace

bool rule_matches(const reminder_rule& rule, const appointment& what) {
  return allowed(rule.sessions, what.session) && allowed(rule.clinicians, what.clinician) &&
         allowed(rule.slot_types, what.slot_type) && !listed(rule.not_sessions, what.session);
}

timestamp reminder_due(const reminder_rule& rule, const appointment& what, const opening_hours& hours) {
  return next_open(hours, what.starts_at - rule.before);
}

message_id reminder_id(const practice_id& practice, const reminder_rule& rule, const appointment& what) {
  return id_from_name<message_id>("reminder", practice.str() + '|' + what.id.value + '|' + what.patient.value + '|' +
                                                  mark(rule, what));
}

std::optional<event> remind(const practice_state& state, const practice_settings& settings, const reminder_rule& rule,
                            const appointment_track& track, timestamp now) {
  const auto& what = track.what;
  if (!track.stands() || track.cancel_asked || what.starts_at <= now || !rule_matches(rule, what) ||
      track.reminded.contains(mark(rule, what)))
    return std::nullopt;
  const auto too_late = what.starts_at - rule.notice_min;
  const auto hours = hours_of(settings.hours, message_kind::reminder);
  if (now < too_late && (now < reminder_due(rule, what, hours) || !is_open(hours, now))) return std::nullopt;
  const auto id = reminder_id(settings.id, rule, what);
  if (state.messages.contains(id)) return std::nullopt; // given away meanwhile, and back again
  const auto suppressed = [&](std::string reason) -> event {
    return message_suppressed{id, what.patient, what.id, rule.id.value, std::move(reason)};
  };
  const auto patient = state.patients.find(what.patient);
  if (now >= too_late)
    return suppressed(patient == state.patients.end()
                          ? "too late: the appointment is too near, and the patient's details were never read"
                          : "too late: the appointment is too near");
  if (patient == state.patients.end()) return std::nullopt; // the connector is still reading the patient's details
  if (patient->second.dead) return suppressed("the record says the patient has died");
  if (patient->second.sms_consent == consent::no) return suppressed("the patient has declined text messages");
  const auto number = mobile_of(patient->second);
  if (!number) return suppressed("no UK mobile number in the record");
  if (is_opted_out(state, *number)) return suppressed("this number has opted out");
  const auto text = settings.templates.find(rule.text);
  if (text == settings.templates.end()) return suppressed("template " + rule.text.value + " is not configured");
  auto body = personalise(text->second.body, fields(settings, patient->second, what));
  if (body) body = sms::sendable(*body);
  if (!body) return suppressed(body.error().detail);
  return message_accepted{.message = id,
                          .kind = message_kind::reminder,
                          .by = channel::sms,
                          .patient = what.patient,
                          .appointment = what.id,
                          .appointment_starts_at = what.starts_at,
                          .to = secret_text(*number),
                          .text = secret_text(std::move(*body)),
                          .sender = settings.sender,
                          .due_at = now,
                          .expires_at = too_late,
                          .question = rule.question,
                          .asked_by = rule.id.value,
                          .idempotency_key = {}};
}

std::vector<event> remind_all(const practice_state& state, const practice_settings& settings,
                              const std::set<appointment_id>& which, timestamp now) {
  std::vector<event> events;
  const auto hours = hours_of(settings.hours, message_kind::reminder);
  for (const auto& id : which) {
    const auto track = state.appointments.find(id);
    if (track == state.appointments.end()) continue;
    for (const auto& rule : settings.reminders)
      if (auto due = remind(state, settings, rule, track->second, now)) {
        const auto* accepted = std::get_if<message_accepted>(&*due);
        const bool sent = accepted && may_be_sent_already(state, reminder_due(rule, track->second.what, hours));
        const auto message = accepted ? accepted->message : message_id{};
        events.push_back(std::move(*due));
        if (sent) events.push_back(suspected(settings, message));
      }
  }
  return events;
}

timestamp next_reminder(const practice_state& state, const practice_settings& settings, timestamp now) {
  timestamp next = never;
  const auto hours = hours_of(settings.hours, message_kind::reminder);
  for (const auto& [id, track] : state.appointments) {
    if (!track.stands() || track.cancel_asked || track.what.starts_at <= now) continue;
    for (const auto& rule : settings.reminders) {
      if (!rule_matches(rule, track.what) || track.reminded.contains(mark(rule, track.what)) ||
          state.messages.contains(reminder_id(settings.id, rule, track.what)))
        continue;
      const auto too_late = track.what.starts_at - rule.notice_min;
      const auto due = next_open(hours, std::max(reminder_due(rule, track.what, hours), now));
      // Due now and still not made: the patient's details are awaited, until it becomes too late.
      next = std::min(next, std::max(now, due > now ? std::min(due, too_late) : too_late));
    }
  }
  return next;
}

} // namespace tidings
