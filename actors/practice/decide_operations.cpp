// What became of a write into the clinical system.
#include "actors/practice/decide.hpp"
#include "actors/practice/talk/act.hpp"
#include "actors/practice/waiting_list/slots.hpp"

namespace tidings {
namespace {

/// What became of the cancellation, in words to whoever was asked about the appointment.
void tell(const practice_state& state, const practice_settings& settings, const operation_requested& what,
          std::string_view by, const std::string& body, timestamp now, std::vector<event>& events) {
  const auto about = state.appointments.find(what.appointment);
  const auto number = talk::number_asked_about(state, what.appointment);
  if (about == state.appointments.end() || !number) return;
  auto made = talk::answer_by_itself(state, settings,
                                     {.message = id_from_name<message_id>(by, to_text(what.operation)),
                                      .number = *number,
                                      .patient = what.patient,
                                      .body = body,
                                      .values = talk::words_of(about->second.what),
                                      .asked_by = by,
                                      .due_at = now,
                                      .expires_at = now + talk::answer_lasts,
                                      .talk = {.conversation = {}, .about = what.reply}},
                                     now);
  if (made) events.push_back(std::move(*made));
}

handed_to_staff regretted(const operation_requested& what, const reply_id& reply, std::string reason) {
  return {item_for("regret", to_text(what.operation)), std::move(reason), reply, {}, what.operation, true};
}

} // namespace

decision decide_operation(const practice_state& state, const practice_settings& settings, const operation_outcome& c,
                          timestamp now) {
  const auto open = state.operations.find(c.operation);
  if (open == state.operations.end()) return {{}, answer{.repeated = true}};
  const auto& what = open->second;
  const auto regret = state.withdrawals.find(c.operation);
  const auto& texts = conversations_of(settings).texts;
  decision made;
  made.events.push_back(operation_finished{c.operation, c.result, c.system_uid, c.detail});
  if (c.result == operation_result::withdrawn && what.kind != operation_kind::book_slot) {
    const auto about = state.appointments.find(what.appointment);
    const bool stands = about != state.appointments.end() && about->second.stands() &&
                        about->second.what.starts_at == what.expected_starts_at;
    if (stands)
      tell(state, settings, what, talk::by_kept, texts.kept, now, made.events);
    else
      made.events.push_back(regretted(what, regret == state.withdrawals.end() ? what.reply : regret->second,
                                      "the patient changed their mind after asking to cancel: nothing was written, but "
                                      "the appointment is no longer what it was"));
    return made;
  }
  if (what.kind == operation_kind::book_slot) {
    if (c.result == operation_result::done) return made; // the next reading shows it
    if (auto left = waiting_list::not_booked(state, what, c.detail)) made.events.push_back(std::move(*left));
    return made;
  }
  if (c.result != operation_result::done) {
    made.events.push_back(handed_to_staff{item_for("operation", to_text(c.operation)),
                                          c.detail,
                                          what.reply,
                                          {},
                                          c.operation,
                                          what.kind == operation_kind::cancel_appointment});
    return made;
  }
  if (what.kind != operation_kind::cancel_appointment) return made;
  made.events.push_back(appointment_cancelled{what.appointment, what.reply});
  if (regret == state.withdrawals.end())
    tell(state, settings, what, talk::by_cancelled, texts.cancelled, now, made.events);
  else
    made.events.push_back(
        regretted(what, regret->second,
                  "the patient changed their mind after asking to cancel, but the clinical system had "
                  "cancelled it by then: ring them"));
  if (!settings.codes.cancelled.empty())
    made.events.push_back(
        operation_requested{.operation = id_from_name<operation_id>("operation", to_text(c.operation) + "|code"),
                            .kind = operation_kind::file_code,
                            .patient = what.patient,
                            .appointment = what.appointment,
                            .expected_starts_at = what.expected_starts_at,
                            .expected_clinician = what.expected_clinician,
                            .code = settings.codes.cancelled,
                            .text = "Appointment cancelled by text message",
                            .reply = what.reply,
                            .give_up_at = now + std::chrono::hours(7 * 24),
                            .requested_at = now});
  return made;
}

} // namespace tidings
