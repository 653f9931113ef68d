// What became of a write into the clinical system.
#include "actors/practice/decide.hpp"

namespace tidings {

decision decide_operation(const practice_state& state, const practice_settings& settings, const operation_outcome& c,
                          timestamp now) {
  const auto open = state.operations.find(c.operation);
  if (open == state.operations.end()) return {{}, answer{.repeated = true}};
  const auto& what = open->second;
  decision made;
  made.events.push_back(operation_finished{c.operation, c.result, c.system_uid, c.detail});
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
