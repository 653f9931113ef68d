#include "actors/practice/channel_answers.hpp"

namespace tidings {
namespace {

constexpr minutes cut_off_default{60};

operation_requested request(operation_kind kind, const reply_arrived& c, const appointment_track& about, timestamp now,
                            std::string code, std::string text) {
  const auto name = to_text(c.reply) + '|' + about.what.id.value + '|' + std::to_string(static_cast<int>(kind)) + code;
  return {.operation = id_from_name<operation_id>("operation", name),
          .kind = kind,
          .patient = about.what.patient,
          .appointment = about.what.id,
          .expected_starts_at = about.what.starts_at,
          .expected_clinician = about.what.clinician,
          .code = std::move(code),
          .text = std::move(text),
          .reply = c.reply,
          .give_up_at = about.what.starts_at,
          .requested_at = now};
}

std::string words(std::string_view what, channel by) { return std::string(what) + std::string(said_by(by)); }

} // namespace

const appointment_track* still_asked_about(const practice_state& state, const message_track& asked) {
  const auto about = state.appointments.find(asked.what.appointment);
  if (about == state.appointments.end()) return nullptr;
  const auto& track = about->second;
  return track.stands() && track.what.starts_at == asked.what.appointment_starts_at &&
                 track.what.patient == asked.what.patient
             ? &track
             : nullptr;
}

timestamp cut_off_of(const practice_settings& settings, const answered_question& question) {
  auto before = cut_off_default;
  for (const auto& one : settings.reminders)
    if (one.id.value == question.asked->what.asked_by) before = one.cut_off;
  return question.about->what.starts_at - before;
}

void confirm_by(const practice_settings& settings, const reply_arrived& c, const appointment_track& about,
                timestamp now, std::vector<event>& events) {
  if (about.confirmed) return;
  events.push_back(appointment_confirmed{about.what.id, c.reply});
  events.push_back(
      request(operation_kind::confirm_appointment, c, about, now, {}, words("Confirmed by patient ", c.by)));
  if (!settings.codes.confirmed.empty())
    events.push_back(request(operation_kind::file_code, c, about, now, settings.codes.confirmed,
                             words("Appointment confirmed ", c.by)));
}

void cancel_by(const reply_arrived& c, const appointment_track& about, timestamp now, std::vector<event>& events) {
  if (about.cancel_asked) return;
  events.push_back(
      request(operation_kind::cancel_appointment, c, about, now, {}, words("Cancelled by patient ", c.by)));
}

} // namespace tidings
