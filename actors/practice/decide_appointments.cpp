// Appointments as the clinical system shows them, and the reminders they call for.
#include "actors/practice/decide.hpp"
#include "actors/practice/reminders.hpp"

#include <set>

namespace tidings {
namespace {

// A message that waits to be sent about an appointment that is no longer so.
void cancel_waiting(const practice_state& state, const appointment_id& id, const appointment* now,
                    const std::string& reason, std::vector<event>& events) {
  for (const auto& message : state.unsettled) {
    const auto& track = state.messages.at(message);
    if (track.state != message_state::accepted || track.what.appointment != id) continue;
    const bool moved = !now || track.what.appointment_starts_at != now->starts_at;
    if (!moved && track.what.patient == now->patient) continue;
    events.push_back(message_cancelled{message, moved ? reason : "the appointment is another patient's now"});
  }
}

} // namespace

decision decide_appointments(const practice_state& state, const practice_settings&, const appointments_read& c,
                             timestamp) {
  decision made;
  std::set<appointment_id> listed;
  for (const auto& row : c.rows) {
    if (state.erased.patients.contains(row.patient)) continue;
    listed.insert(row.id);
    const auto known = state.appointments.find(row.id);
    if (known == state.appointments.end()) {
      if (row.status == appointment_status::booked) made.events.push_back(appointment_booked{row});
      continue;
    }
    if (known->second.what == row && !known->second.gone) continue;
    made.events.push_back(appointment_changed{row});
    if (row.status != appointment_status::booked)
      cancel_waiting(state, row.id, nullptr, "the appointment is no longer booked", made.events);
    else
      cancel_waiting(state, row.id, &row, "the appointment was moved", made.events);
  }
  for (const auto& [id, track] : state.appointments) {
    const auto& what = track.what;
    if (track.gone || listed.contains(id) || what.starts_at < c.from || what.starts_at >= c.to) continue;
    if (what.status == appointment_status::cancelled) continue;
    made.events.push_back(appointment_gone{id});
    cancel_waiting(state, id, nullptr, "the appointment was cancelled", made.events);
  }
  return made;
}

decision decide_patient(const practice_state& state, const patient_read& c) {
  if (state.erased.patients.contains(c.what.id)) return {{}, answer{.repeated = true}};
  const auto known = state.patients.find(c.what.id);
  if (known != state.patients.end() && known->second == c.what) return {{}, answer{.repeated = true}};
  return {{patient_updated{c.what}}, {}};
}

decision decide_clock(const practice_state& state, const practice_settings& settings, timestamp now) {
  std::set<appointment_id> all;
  for (const auto& [id, track] : state.appointments)
    if (track.stands()) all.insert(id);
  return {remind_all(state, settings, all, now), {}};
}

} // namespace tidings
