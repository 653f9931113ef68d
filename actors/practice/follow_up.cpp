// What a practice does by itself after it has learnt something new.
#include "actors/practice/decide.hpp"
#include "actors/practice/reminders.hpp"
#include "actors/practice/talk/appointment_texts.hpp"
#include "actors/practice/waiting_list/slots.hpp"

namespace tidings {

std::vector<event> follow_up(const practice_state& state, const practice_settings& settings, const command& cause,
                             std::span<const event> events, timestamp now) {
  std::set<appointment_id> touched;
  for (const auto& one : events) {
    if (const auto* booked = std::get_if<appointment_booked>(&one)) touched.insert(booked->what.id);
    if (const auto* changed = std::get_if<appointment_changed>(&one)) touched.insert(changed->what.id);
  }
  if (const auto* read = std::get_if<patient_read>(&cause))
    if (const auto mine = state.appointments_by_patient.find(read->what.id);
        mine != state.appointments_by_patient.end())
      touched.insert(mine->second.begin(), mine->second.end());
  auto due = remind_all(state, settings, touched, now);
  auto texts = talk::texts_due(state, settings, touched, now);
  std::move(texts.begin(), texts.end(), std::back_inserter(due));
  auto slots = waiting_list::learnt(state, settings, events, now);
  std::move(slots.begin(), slots.end(), std::back_inserter(due));
  return due;
}

} // namespace tidings
