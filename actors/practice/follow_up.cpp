// What a practice does by itself after it has learnt something new.
#include "actors/practice/decide.hpp"
#include "actors/practice/reminders.hpp"

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
  return remind_all(state, settings, touched, now);
}

} // namespace tidings
