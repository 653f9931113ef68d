#include "actors/practice/reminders.hpp"

#include "actors/practice/channels.hpp"
#include "actors/practice/decide.hpp"
#include "actors/practice/hours.hpp"
#include "actors/practice/personalise.hpp"
#include "actors/practice/talk/mail_talk.hpp"

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

/// Reminders always keep the hours of the channels that keep them: nobody is rung at night.
bool by_the_clock(const practice_settings& settings, channel by) {
  const auto& channels = settings.hours.channels;
  return std::find(channels.begin(), channels.end(), by) != channels.end();
}

/// The text, and by e-mail the subject.
result<wording> worded(const practice_settings& settings, const template_settings& words, channel by,
                       const std::map<std::string, std::string>& values) {
  auto text = personalise(words.body, values);
  if (!text) return tl::unexpected(text.error());
  auto subject = personalise(by == channel::email ? words.subject : std::string(), values);
  if (!subject) return tl::unexpected(subject.error());
  if (by == channel::email && subject->empty()) *subject = "Your appointment at " + settings.name;
  return carried(by, settings, {std::move(*text), std::move(*subject), words.alphabet});
}

} // namespace

bool rule_matches(const reminder_rule& rule, const appointment& what) {
  return allowed(rule.sessions, what.session) && allowed(rule.clinicians, what.clinician) &&
         allowed(rule.slot_types, what.slot_type) && !listed(rule.not_sessions, what.session);
}

timestamp reminder_due(const practice_settings& settings, const reminder_rule& rule, const appointment& what,
                       channel by) {
  const auto at = what.starts_at - rule.before;
  return by_the_clock(settings, by) ? next_open(hours_of(settings.hours, message_kind::reminder), at) : at;
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
  const auto likely = likely_channel(state, settings, rule.by, what, message_kind::reminder);
  const bool waits = by_the_clock(settings, likely) && !is_open(hours_of(settings.hours, message_kind::reminder), now);
  if (now < too_late && (now < reminder_due(settings, rule, what, likely) || waits)) return std::nullopt;
  const auto id = reminder_id(settings.id, rule, what);
  if (state.messages.contains(id)) return std::nullopt; // given away meanwhile, and back again
  const auto suppressed = [&](std::string reason) -> event {
    return message_suppressed{id, what.patient, what.id, rule.id.value, std::move(reason)};
  };
  const auto patient = state.patients.find(what.patient);
  if (auto why = excluded_by_all(settings, rule.by, what, message_kind::reminder)) return suppressed(std::move(*why));
  if (now >= too_late)
    return suppressed(patient == state.patients.end()
                          ? "too late: the appointment is too near, and the patient's details were never read"
                          : "too late: the appointment is too near");
  if (patient == state.patients.end()) return std::nullopt; // the connector is still reading the patient's details
  const auto to = way_to(state, settings, rule.by, patient->second, what, message_kind::reminder);
  if (!to) return suppressed(to.error());
  const auto text = settings.templates.find(rule.text);
  if (text == settings.templates.end()) return suppressed("template " + rule.text.value + " is not configured");
  auto words = worded(settings, text->second, to->by, fields(settings, patient->second, what));
  if (!words) return suppressed(words.error().detail);
  return message_accepted{
      .message = id,
      .kind = message_kind::reminder,
      .by = to->by,
      .patient = what.patient,
      .appointment = what.id,
      .appointment_starts_at = what.starts_at,
      .to = secret_text(to->to),
      .text = secret_text(std::move(words->text)),
      .sender = to->by == channel::sms ? settings.sender : settings.name,
      .due_at = now,
      .expires_at = too_late,
      .question = rule.question,
      .asked_by = rule.id.value,
      .idempotency_key = {},
      .subject = secret_text(std::move(words->subject)),
      .attachments = to->by == channel::email ? text->second.attachments : std::vector<std::string>{},
      .talk = {.conversation = to->by == channel::sms     ? state.marks.of_number(to->to)
                               : to->by == channel::email ? talk::mail_conversation(state, to->to, what.patient)
                                                          : std::string()}};
}

std::vector<event> remind_all(const practice_state& state, const practice_settings& settings,
                              const std::set<appointment_id>& which, timestamp now) {
  std::vector<event> events;
  for (const auto& id : which) {
    const auto track = state.appointments.find(id);
    if (track == state.appointments.end()) continue;
    for (const auto& rule : settings.reminders)
      if (auto due = remind(state, settings, rule, track->second, now)) {
        const auto* accepted = std::get_if<message_accepted>(&*due);
        const auto by = accepted ? accepted->by : channel::sms;
        const bool sent = accepted && may_be_sent_already(state, reminder_due(settings, rule, track->second.what, by));
        const auto message = accepted ? accepted->message : message_id{};
        events.push_back(std::move(*due));
        if (sent) events.push_back(suspected(settings, message, by));
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
      const auto by = likely_channel(state, settings, rule.by, track.what, message_kind::reminder);
      const auto earliest = std::max(reminder_due(settings, rule, track.what, by), now);
      const auto due = by_the_clock(settings, by) ? next_open(hours, earliest) : earliest;
      // Due now and still not made: the patient's details are awaited, until it becomes too late.
      next = std::min(next, std::max(now, due > now ? std::min(due, too_late) : too_late));
    }
  }
  return next;
}

} // namespace tidings
