// Appointments as the page of the day shows them.
#include "actors/board/folder.hpp"

#include <algorithm>
#include <limits>

namespace tidings {

void board_folder::keep_in_diary(const appointment& what) {
  const auto key = hash_of(what.id);
  auto found = practice.diary.find(key);
  if (found == practice.diary.end()) {
    if (practice.diary.size() >= board_diary_max) return;
    found = practice.diary.emplace(key, diary_row{}).first;
  }
  auto& row = found->second;
  const auto patient = hash_of(what.patient);
  if (row.starts_at != what.starts_at || row.patient != patient) {
    row.told.clear(); // what was said was of another time, or to somebody else
    row.confirmed = row.cancelled = false;
  }
  row.starts_at = what.starts_at;
  row.patient = patient;
  row.session = state.words.number(what.session);
  row.clinician = state.words.number(what.clinician);
  row.slot_type = state.words.number(what.slot_type);
  row.site = state.words.number(what.site);
  row.minutes =
      static_cast<std::uint16_t>(std::min<std::uint32_t>(what.minutes, std::numeric_limits<std::uint16_t>::max()));
  row.status = what.status;
  row.gone = false;
}

diary_row* board_folder::in_diary(const appointment_id& id) {
  const auto found = id.empty() ? practice.diary.end() : practice.diary.find(hash_of(id));
  return found == practice.diary.end() ? nullptr : &found->second;
}

void board_folder::told(const message_row& message) {
  if (message.appointment.empty()) return;
  auto* row = in_diary(appointment_id(message.appointment));
  if (!row) return;
  if (row->told.size() >= board_told_max) row->told.erase(row->told.begin());
  row->told.push_back({message.asked_by, message.id});
}

void board_folder::forget_in_diary(const patient_erased& e) {
  const auto patient = hash_of(e.patient);
  for (auto& [id, row] : practice.diary)
    if (row.patient == patient) row.patient = 0;
}

} // namespace tidings
