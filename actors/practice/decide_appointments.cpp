// Appointments as the clinical system shows them, and the reminders they call for.
#include "actors/practice/channels.hpp"
#include "actors/practice/decide.hpp"
#include "actors/practice/files/kept_files.hpp"
#include "actors/practice/reminders.hpp"
#include "actors/practice/talk/act.hpp"
#include "actors/practice/talk/appointment_texts.hpp"
#include "actors/practice/waiting_list/asking.hpp"

#include <algorithm>
#include <set>

namespace tidings {
namespace {

// A message that waits to be sent about an appointment that is no longer so.
void cancel_waiting(const practice_state& state, const appointment_id& id, const appointment* now,
                    const std::string& reason, std::vector<event>& events) {
  for (const auto& message : state.unsettled) {
    const auto& track = state.messages.at(message);
    if (track.state != message_state::accepted || track.what.appointment != id) continue;
    if (is_after_appointment(track.what.kind)) continue; // it speaks of what was
    const bool moved = !now || track.what.appointment_starts_at != now->starts_at;
    if (!moved && track.what.patient == now->patient) continue;
    events.push_back(message_cancelled{message, moved ? reason : "the appointment is another patient's now"});
  }
}

/// Whatever waits to be sent to a patient who must have nothing.
void cancel_all_waiting(const practice_state& state, const patient_id& patient, std::string_view why,
                        std::vector<event>& events) {
  for (const auto& message : state.unsettled) {
    const auto& track = state.messages.at(message);
    if (track.state == message_state::accepted && track.what.patient == patient)
      events.push_back(message_cancelled{message, std::string(why)});
  }
}

/// By their start: so `evolve` can tell what was booked since the last reading from what only came into sight.
std::vector<const appointment*> by_start(const std::vector<appointment>& rows) {
  std::vector<const appointment*> sorted;
  sorted.reserve(rows.size());
  for (const auto& row : rows) sorted.push_back(&row);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto* a, const auto* b) { return a->starts_at < b->starts_at; });
  return sorted;
}

} // namespace

decision decide_appointments(const practice_state& state, const practice_settings&, const appointments_read& c,
                             timestamp) {
  decision made;
  std::set<appointment_id> listed;
  for (const auto* one : by_start(c.rows)) {
    const auto& row = *one;
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
  decision made{{patient_updated{c.what}}, {}};
  if (const auto why = against_any_message(c.what); !why.empty())
    cancel_all_waiting(state, c.what.id, why, made.events);
  return made;
}

decision decide_clock(const practice_state& state, const practice_settings& settings, timestamp now) {
  std::set<appointment_id> standing, all;
  for (const auto& [id, track] : state.appointments) {
    if (track.stands()) standing.insert(id);
    all.insert(id);
  }
  decision made{remind_all(state, settings, standing, now), {}};
  auto texts = talk::texts_due(state, settings, all, now);
  std::move(texts.begin(), texts.end(), std::back_inserter(made.events));
  auto offers = waiting_list::due(state, settings, now);
  std::move(offers.begin(), offers.end(), std::back_inserter(made.events));
  auto over = files::due(state, now);
  std::move(over.begin(), over.end(), std::back_inserter(made.events));
  auto late = talk::unanswered(state, now);
  std::move(late.begin(), late.end(), std::back_inserter(made.events));
  return made;
}

} // namespace tidings
