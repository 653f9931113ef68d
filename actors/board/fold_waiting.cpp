// Slots that came free, and who waits for one.
#include "actors/board/folder.hpp"

#include <algorithm>

namespace tidings {
namespace {

void drop_oldest(std::map<slot_id, slot_row>& all) {
  if (all.size() <= board_slots_max) return;
  all.erase(
      std::min_element(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second.at < b.second.at; }));
}

} // namespace

void board_folder::operator()(const slot_freed& e) {
  auto& slots = practice.waiting_list.slots;
  slots[e.what.id] = {.what = e.what, .at = at, .closed_at = {}, .reply = e.reply, .offers = {}, .how = {}, .by = {}};
  drop_oldest(slots);
  caused_by(e.reply, e.appointment);
}

void board_folder::operator()(const waiting_changed& e) {
  auto& waiting = practice.waiting_list.waiting;
  if (!e.waits)
    waiting.erase(e.entry);
  else if (waiting.size() < board_waiting_max)
    waiting[e.entry] = {at, e.patient, e.session, e.clinician, e.by, sequence};
}

void board_folder::operator()(const slot_offered& e) {
  concerns(e.message);
  if (const auto slot = practice.waiting_list.slots.find(e.slot); slot != practice.waiting_list.slots.end())
    slot->second.offers.push_back({.message = e.message, .patient = e.patient, .at = at});
}

void board_folder::operator()(const offer_ended& e) {
  concerns(e.message);
  const auto slot = practice.waiting_list.slots.find(e.slot);
  if (slot == practice.waiting_list.slots.end()) return;
  auto& offers = slot->second.offers;
  auto offer = std::find_if(offers.begin(), offers.end(),
                            [&](const offer_row& one) { return !e.message.is_nil() && one.message == e.message; });
  if (offer == offers.end())
    offer = offers.insert(offers.end(), {.message = e.message, .patient = e.patient, .at = at});
  offer->how = e.how;
  offer->ended_at = at;
  offer->reply = e.reply;
  offer->why = shortened(e.why);
}

void board_folder::operator()(const slot_closed& e) {
  const auto slot = practice.waiting_list.slots.find(e.slot);
  if (slot == practice.waiting_list.slots.end()) return;
  slot->second.how = e.how;
  slot->second.closed_at = at;
  slot->second.by = e.by;
  for (const auto& offer : slot->second.offers) concerns(offer.message);
}

} // namespace tidings
