// How an event changes what is remembered of slots and of the waiting list.
#include "actors/practice/waiting_list/slots.hpp"

#include <algorithm>

namespace tidings::waiting_list {
namespace {

offer_track* find(practice_state& state, const message_id& message) {
  const auto slot = state.offered.find(message);
  if (slot == state.offered.end()) return nullptr;
  const auto found = state.slots.find(slot->second);
  if (found == state.slots.end()) return nullptr;
  auto& offers = found->second.offers;
  const auto offer =
      std::find_if(offers.begin(), offers.end(), [&](const auto& one) { return one.message == message; });
  return offer == offers.end() ? nullptr : &*offer;
}

} // namespace

void note(practice_state& state, const slot_freed& e, timestamp at) {
  auto& slot = state.slots[e.what.id];
  slot.what = e.what;
  slot.appointment = e.appointment;
  slot.patient = e.patient;
  slot.by_reply = !e.reply.is_nil();
  slot.freed_at = at;
}

void note(practice_state& state, const waiting_changed& e, timestamp at) {
  if (e.waits)
    state.waiting[e.entry] = {e.entry, e.patient, e.session, e.clinician, at};
  else
    state.waiting.erase(e.entry);
}

void note(practice_state& state, const slot_offered& e, timestamp at) {
  const auto slot = state.slots.find(e.slot);
  if (slot == state.slots.end()) return;
  slot->second.offers.push_back(
      {.message = e.message, .patient = e.patient, .asked_at = at, .left_at = {}, .ended = std::nullopt});
  state.offered[e.message] = e.slot;
}

void note(practice_state& state, const offer_ended& e, timestamp at) {
  if (auto* offer = find(state, e.message)) {
    offer->ended = e.how;
    return;
  }
  const auto slot = state.slots.find(e.slot);
  if (slot == state.slots.end() || !e.message.is_nil()) return;
  slot->second.offers.push_back({.message = {}, .patient = e.patient, .asked_at = at, .left_at = {}, .ended = e.how});
}

void note(practice_state& state, const slot_closed& e) {
  if (const auto slot = state.slots.find(e.slot); slot != state.slots.end()) slot->second.closed = e.how;
}

void note(practice_state& state, const appointment& listed) {
  if (listed.status != appointment_status::booked) return;
  for (auto& [id, slot] : state.slots)
    if (slot.appointment == listed.id) slot.booked_since = true;
}

void note_attempt(practice_state& state, const message_id& message, timestamp left_at) {
  auto* offer = find(state, message);
  if (!offer) return;
  if (left_at == timestamp{} || offer->left_at == timestamp{}) offer->left_at = left_at;
}

void forget(practice_state& state, const patient_id& patient) {
  std::erase_if(state.waiting, [&](const auto& entry) { return entry.second.patient == patient; });
}

void prune(practice_state& state, timestamp now) {
  std::erase_if(state.slots, [&](const auto& entry) {
    if (entry.second.what.starts_at + appointments_kept > now) return false;
    for (const auto& offer : entry.second.offers) state.offered.erase(offer.message);
    return true;
  });
}

void index(practice_state& state) {
  for (const auto& [id, slot] : state.slots)
    for (const auto& offer : slot.offers)
      if (!offer.message.is_nil()) state.offered[offer.message] = id;
}

} // namespace tidings::waiting_list
