// A patient confirms, cancels, or takes it back.
#include "actors/practice/talk/act.hpp"

#include <algorithm>

namespace tidings::talk {
namespace {

operation_requested write(const reply_at_hand& reply, operation_kind kind, const appointment_track& about,
                          std::string code, std::string text) {
  const auto name =
      to_text(reply.said.reply) + '|' + about.what.id.value + '|' + std::to_string(static_cast<int>(kind)) + code;
  return {.operation = id_from_name<operation_id>("operation", name),
          .kind = kind,
          .patient = about.what.patient,
          .appointment = about.what.id,
          .expected_starts_at = about.what.starts_at,
          .expected_clinician = about.what.clinician,
          .code = std::move(code),
          .text = std::move(text),
          .reply = reply.said.reply,
          .give_up_at = about.what.starts_at,
          .requested_at = reply.now};
}

} // namespace

const operation_requested* open_cancel(const practice_state& state, const appointment_id& id) {
  const auto about = state.appointments.find(id);
  if (about == state.appointments.end()) return nullptr;
  const auto& booked = about->second.what;
  const auto found = std::find_if(state.operations.begin(), state.operations.end(), [&](const auto& entry) {
    const auto& what = entry.second;
    return what.kind == operation_kind::cancel_appointment && what.appointment == id &&
           what.expected_starts_at == booked.starts_at && what.patient == booked.patient;
  });
  return found == state.operations.end() ? nullptr : &found->second;
}

outcome confirm(const reply_at_hand& reply, const appointment_track& about) {
  if (about.cancel_asked) {
    auto made = hold_back(reply, about);
    made.done = !made.events.empty();
    return made;
  }
  outcome made{.done = true};
  if (about.confirmed) return made;
  made.add(appointment_confirmed{about.what.id, reply.said.reply});
  made.add(write(reply, operation_kind::confirm_appointment, about, {}, "Confirmed by patient by text message"));
  if (const auto& code = reply.settings.codes.confirmed; !code.empty())
    made.add(write(reply, operation_kind::file_code, about, code, "Appointment confirmed by text message"));
  text_back(reply, made, by_confirmed, reply.words().texts.confirmed, words_of(about.what));
  return made;
}

outcome cancel(const reply_at_hand& reply, const appointment_track& about) {
  outcome made{.done = true};
  if (const auto* open = open_cancel(reply.state, about.what.id)) {
    if (!reply.state.withdrawals.contains(open->operation)) return made;
    made.done = false;
    made.urgent = true;
    made.why = "they had taken the cancellation back, and now ask for it again";
    return made;
  }
  made.add(write(reply, operation_kind::cancel_appointment, about, {}, "Cancelled by patient by text message"));
  return made;
}

outcome hold_back(const reply_at_hand& reply, const appointment_track& about) {
  outcome made;
  made.urgent = true;
  made.why = "they had asked to cancel the appointment before";
  const auto* open = open_cancel(reply.state, about.what.id);
  if (!open || reply.state.withdrawals.contains(open->operation)) return made;
  made.add(withdrawal_requested{open->operation, reply.said.reply});
  made.why = "they had asked to cancel the appointment just before: the cancellation is held back if there is time";
  return made;
}

} // namespace tidings::talk
