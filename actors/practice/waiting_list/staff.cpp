// What staff do with the waiting list and with slots that came free.
#include "actors/practice/waiting_list/asking.hpp"
#include "actors/practice/waiting_list/slots.hpp"

#include <algorithm>

namespace tidings::waiting_list {
namespace {

const patient_details* find(const practice_state& state, const change_waiting& c) {
  if (const auto known = state.patients.find(c.patient); known != state.patients.end()) return &known->second;
  if (c.number.reveal().empty()) return nullptr;
  const auto same = std::find_if(state.patients.begin(), state.patients.end(), [&](const auto& one) {
    return one.second.system_id == c.number || one.second.nhs_number == c.number;
  });
  return same == state.patients.end() ? nullptr : &same->second;
}

decision put_on(const practice_state& state, const practice_settings& settings, const change_waiting& c) {
  if (c.session.empty() || c.session.size() > name_bytes_max || c.clinician.size() > name_bytes_max)
    return refused(error_code::refused, "name the session, as the clinical system writes it");
  const auto* patient = find(state, c);
  if (!patient)
    return refused(error_code::not_found,
                   "no such patient is known here: only those can wait whom a reading of appointments has shown");
  if (patient->dead) return refused(error_code::refused, "the record says the patient has died");
  const auto name = settings.id.str() + '|' + patient->id.value + '|' + c.session + '|' + c.clinician;
  const auto entry = id_from_name<waiting_id>("waiting", name);
  if (state.waiting.contains(entry)) return {{}, answer{.repeated = true, .id = to_text(entry)}};
  if (state.waiting.size() >= waiting_max) return refused(error_code::refused, "the waiting list is full");
  return {{waiting_changed{.entry = entry,
                           .patient = patient->id,
                           .session = c.session,
                           .clinician = c.clinician,
                           .waits = true,
                           .by = c.by,
                           .name = secret_text(patient->first_name.reveal() + ' ' + patient->last_name.reveal())}},
          answer{.id = to_text(entry)}};
}

} // namespace

decision change(const practice_state& state, const practice_settings& settings, const change_waiting& c) {
  if (c.waits) return put_on(state, settings, c);
  const auto found = state.waiting.find(c.entry);
  if (found == state.waiting.end()) return refused(error_code::not_found, "no such entry on the waiting list");
  const auto& one = found->second;
  return {{waiting_changed{.entry = one.entry,
                           .patient = one.patient,
                           .session = one.session,
                           .clinician = one.clinician,
                           .waits = false,
                           .by = c.by,
                           .name = {}}},
          answer{.id = to_text(one.entry)}};
}

decision stop(const practice_state& state, const stop_slot& c) {
  const auto found = state.slots.find(c.slot);
  if (found == state.slots.end()) return refused(error_code::not_found, "no such slot");
  if (found->second.closed) return {{}, answer{.repeated = true, .id = to_text(c.slot)}};
  if (holder_of(found->second))
    return refused(error_code::refused, "it is promised to a patient who said YES: ring them");
  return {{slot_closed{c.slot, slot_end::stopped, c.by}}, answer{.id = to_text(c.slot)}};
}

} // namespace tidings::waiting_list
