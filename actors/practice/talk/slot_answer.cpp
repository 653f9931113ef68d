// Yes or no to a slot that came free. The first yes takes it; whoever comes after hears that it is gone.
#include "actors/practice/hours.hpp"
#include "actors/practice/talk/act.hpp"
#include "actors/practice/waiting_list/asking.hpp"
#include "actors/practice/waiting_list/slots.hpp"

#include <algorithm>

namespace tidings::talk {
namespace {

constexpr std::chrono::hours starts_soon{24};     ///< booked by a person at once
constexpr std::chrono::minutes booked_within{30}; ///< by itself; then a person does

/// "They also hold one on …": whoever books may want to cancel that.
std::string also_held(const practice_state& state, const patient_id& patient, const slot& what, timestamp now) {
  const auto mine = state.appointments_by_patient.find(patient);
  if (mine == state.appointments_by_patient.end()) return {};
  const appointment* other = nullptr;
  for (const auto& id : mine->second) {
    const auto& track = state.appointments.at(id);
    if (!track.stands() || track.what.session != what.session || track.what.starts_at <= now) continue;
    if (!other || track.what.starts_at < other->starts_at) other = &track.what;
  }
  if (!other) return {};
  return ". They also hold one of that session on " + local_date(other->starts_at) + " at " +
         local_time(other->starts_at);
}

void take_off_the_list(const practice_state& state, const patient_id& patient, const slot& what,
                       std::vector<event>& events) {
  for (const auto& [id, one] : state.waiting) {
    if (one.patient != patient || one.session != what.session) continue;
    if (!one.clinician.empty() && one.clinician != what.clinician) continue;
    events.push_back(waiting_changed{.entry = id,
                                     .patient = patient,
                                     .session = one.session,
                                     .clinician = one.clinician,
                                     .waits = false,
                                     .by = "slot " + to_text(what.id),
                                     .name = {}});
  }
}

/// Once the clinical system has done it, the next reading shows it booked.
operation_requested booking(const reply_at_hand& reply, const message_track& asked, const slot_track& about) {
  const auto& what = about.what;
  return {.operation = id_from_name<operation_id>("book slot", to_text(what.id) + '|' + asked.what.patient.value),
          .kind = operation_kind::book_slot,
          .patient = asked.what.patient,
          .appointment = about.appointment,
          .expected_starts_at = what.starts_at,
          .expected_clinician = what.clinician,
          .code = {},
          .text = {},
          .reply = reply.said.reply,
          .give_up_at = std::min(reply.now + booked_within, what.starts_at),
          .requested_at = reply.now};
}

outcome take(const reply_at_hand& reply, const message_track& asked, const slot_track& about) {
  const auto& what = about.what;
  const bool books = reply.words().waiting_list.book;
  outcome made{.done = true,
               .why = books ? "the slot is promised to them, and is being booked"
                            : "the slot is promised to them; a person books it"};
  const auto& patient = asked.what.patient;
  made.add(offer_ended{what.id, asked.what.message, patient, offer_end::taken, reply.said.reply, {}});
  take_off_the_list(reply.state, patient, what, made.events);
  text_back(reply, made, by_waiting_list, reply.words().waiting_list.taken, waiting_list::words_of(what), patient);
  if (books) {
    made.add(booking(reply, asked, about));
    return made;
  }
  made.add(handed_to_staff{waiting_list::item_of(what.id),
                           "Book the patient of this message into the slot on " + waiting_list::spoken(what) +
                               ": they said YES to it, and were told that it is kept for them" +
                               also_held(reply.state, patient, what, reply.now),
                           reply.said.reply,
                           asked.what.message,
                           {},
                           what.starts_at < reply.now + starts_soon});
  return made;
}

/// Says `body`; a person has the reply when that may not be said by itself.
outcome say_only(const reply_at_hand& reply, const message_track& asked, const slot& what, offer_end how,
                 const std::string& body, std::string why) {
  outcome made{.done = true, .why = std::move(why)};
  text_back(reply, made, by_waiting_list, body, waiting_list::words_of(what), asked.what.patient);
  made.done = !made.events.empty() || body.empty();
  made.events.insert(made.events.begin(),
                     offer_ended{what.id, asked.what.message, asked.what.patient, how, reply.said.reply, {}});
  return made;
}

} // namespace

outcome answer_offer(const reply_at_hand& reply, const message_track& asked, bool wanted) {
  const auto found = reply.state.slots.find(asked.what.talk.slot);
  if (found == reply.state.slots.end()) return {.why = "nothing is known of the slot any more"};
  const auto& slot = found->second;
  const auto offer = std::find_if(slot.offers.begin(), slot.offers.end(),
                                  [&](const auto& one) { return one.message == asked.what.message; });
  if (offer == slot.offers.end()) return {.why = "the slot wasn't offered to them"};
  const auto& texts = reply.words().waiting_list;
  if (offer->ended == offer_end::taken) {
    if (wanted) return {.done = true, .why = "the slot is theirs already"};
    return {.urgent = true, .why = "the slot was promised to them, and they don't want it any more"};
  }
  if (!wanted)
    return say_only(reply, asked, slot.what, offer_end::declined, texts.declined, "they don't want the slot");
  if (waiting_list::is_of_before_restore(reply.state, slot))
    return {.urgent = true, .why = "it may have been promised to somebody before the restore from a backup"};
  if (auto why = against_writing(reply.state, reply.number, asked.what.patient); !why.empty())
    return {.urgent = true, .why = std::move(why)};
  if (waiting_list::is_free(slot, reply.now)) return take(reply, asked, slot);
  return say_only(reply, asked, slot.what, offer_end::withdrawn, texts.gone, "the slot is no longer free");
}

} // namespace tidings::talk
