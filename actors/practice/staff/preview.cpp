// What would become of a message: decided by the function that would accept it.
#include "actors/practice/hours.hpp"
#include "actors/practice/staff/staff.hpp"
#include "schemas/json.hpp"
#include "schemas/patient_views.hpp"
#include "schemas/sms/parts.hpp"

namespace tidings::staff {
namespace {

constexpr std::chrono::hours example_ahead{7 * 24};

view::message_preview preview_of(const decision& made) {
  view::message_preview shown;
  const auto* accepted = made.events.empty() ? nullptr : std::get_if<message_accepted>(&made.events.front());
  if (!accepted) {
    shown.refused = made.what.reason;
    return shown;
  }
  shown.body = accepted->text.reveal();
  shown.to = accepted->to.reveal();
  if (accepted->by != channel::sms) return shown;
  const auto cost = sms::cost_of(shown.body);
  shown.encoding = std::string(sms::name_of(cost.by));
  shown.units = cost.units;
  shown.segments = cost.segments;
  shown.parts = sms::parts_of(shown.body);
  return shown;
}

} // namespace

std::map<std::string, std::string> example_values(timestamp now) {
  return {{"title", "Mx"},
          {"first_name", "Sam"},
          {"last_name", "Example"},
          {"appointment_date", local_date(now + example_ahead)},
          {"appointment_time", local_time(now + example_ahead)},
          {"clinician", "Dr Example"},
          {"session", "Example clinic"},
          {"site", "Example site"}};
}

decision preview(const practice_state& state, const practice_settings& settings, const preview_message& c,
                 timestamp now) {
  const auto made = decide_accept(state, settings, c.what, now);
  answer said;
  const auto* patient = c.what.patient.empty() ? nullptr : find_patient(state, c.what.patient);
  if (patient) said.shown = {patient->id.value};
  said.told = secret_text(boost::json::serialize(to_json(preview_of(made))));
  return {{}, std::move(said)};
}

} // namespace tidings::staff
