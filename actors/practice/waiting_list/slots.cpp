#include "actors/practice/waiting_list/slots.hpp"

#include "actors/practice/hours.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::waiting_list {
namespace {

timestamp end_of(timestamp starts_at, std::uint32_t length) { return starts_at + minutes(std::max(length, 1U)); }

slot slot_of(const practice_settings& settings, const appointment& what, timestamp now) {
  const auto name = settings.id.str() + '|' + what.id.value + '|' + std::to_string(to_ms(what.starts_at)) + '|' +
                    std::to_string(to_ms(now));
  return {.id = id_from_name<slot_id>("slot", name),
          .starts_at = what.starts_at,
          .minutes = what.minutes,
          .session = what.session,
          .clinician = what.clinician,
          .slot_type = what.slot_type,
          .site = what.site};
}

/// It is told of already: by the cancellation that we wrote, or by an earlier reading.
bool is_known(const practice_state& state, const appointment& what) {
  return std::any_of(state.slots.begin(), state.slots.end(), [&](const auto& entry) {
    const auto& slot = entry.second;
    if (!slot.closed && overlap(slot.what, what)) return true;
    return slot.appointment == what.id && slot.patient == what.patient && slot.what.starts_at == what.starts_at &&
           !slot.booked_since;
  });
}

bool is_somebodys(const practice_state& state, const slot& what) {
  return std::any_of(state.appointments.begin(), state.appointments.end(),
                     [&](const auto& entry) { return takes_place(entry.second) && overlap(what, entry.second.what); });
}

void free(const practice_state& state, const practice_settings& settings, const appointment_id& id,
          const reply_id& reply, timestamp now, std::vector<event>& made) {
  const auto found = state.appointments.find(id);
  if (found == state.appointments.end()) return;
  const auto& what = found->second.what;
  if (what.starts_at <= now || is_known(state, what)) return;
  const auto slot = slot_of(settings, what, now);
  const bool twice = std::any_of(made.begin(), made.end(), [&](const event& e) {
    const auto* one = std::get_if<slot_freed>(&e);
    return one && overlap(one->what, what);
  });
  if (twice || is_somebodys(state, slot)) return;
  made.push_back(slot_freed{slot, id, what.patient, reply});
}

void take(const practice_state& state, const slot_track& slot, const appointment& by, std::vector<event>& made) {
  const auto& id = slot.what.id;
  const bool told = std::any_of(made.begin(), made.end(), [&](const event& e) {
    const auto* one = std::get_if<slot_closed>(&e);
    return one && one->slot == id;
  });
  if (told) return;
  const auto* holder = holder_of(slot);
  if (holder && holder->patient == by.patient) {
    made.push_back(slot_closed{id, slot_end::booked, {}});
    if (state.staff_items.contains(item_of(id))) made.push_back(staff_item_done{item_of(id), "the clinical system"});
    return;
  }
  made.push_back(slot_closed{id, slot_end::given_away, {}});
  if (!holder) return;
  made.push_back(
      handed_to_staff{item_for("slot given away", to_text(id)),
                      "The slot on " + spoken(slot.what) +
                          " was promised to the patient of this message, who had said YES, and is now booked "
                          "for somebody else: ring them",
                      {},
                      holder->message,
                      {},
                      true});
}

void taken_by(const practice_state& state, const appointment_id& id, std::vector<event>& made) {
  const auto found = state.appointments.find(id);
  if (found == state.appointments.end() || !takes_place(found->second)) return;
  for (const auto& [name, slot] : state.slots)
    if (!slot.closed && overlap(slot.what, found->second.what)) take(state, slot, found->second.what, made);
}

} // namespace

bool overlap(const slot& slot, const appointment& what) {
  const bool same_list = slot.clinician.empty() ? slot.session == what.session : slot.clinician == what.clinician;
  return same_list && slot.starts_at < end_of(what.starts_at, what.minutes) &&
         what.starts_at < end_of(slot.starts_at, slot.minutes);
}

bool takes_place(const appointment_track& track) {
  return !track.gone && !track.cancelled && track.what.status != appointment_status::cancelled &&
         track.what.status != appointment_status::did_not_attend;
}

const offer_track* holder_of(const slot_track& slot) {
  const auto found = std::find_if(slot.offers.begin(), slot.offers.end(),
                                  [](const auto& one) { return one.ended == offer_end::taken; });
  return found == slot.offers.end() ? nullptr : &*found;
}

const offer_track* asked_now(const slot_track& slot) {
  const auto found =
      std::find_if(slot.offers.begin(), slot.offers.end(), [](const auto& one) { return !one.ended.has_value(); });
  return found == slot.offers.end() ? nullptr : &*found;
}

bool is_free(const slot_track& slot, timestamp now) {
  return !slot.closed && !holder_of(slot) && slot.what.starts_at > now;
}

bool is_of_before_restore(const practice_state& state, const slot_track& slot) {
  return is_fenced(state) || slot.freed_at < state.epoch.released_at;
}

item_id item_of(const slot_id& slot) { return item_for("slot", to_text(slot)); }

std::optional<handed_to_staff> not_booked(const practice_state& state, const operation_requested& what,
                                          const std::string& why) {
  const auto found = std::find_if(state.slots.begin(), state.slots.end(), [&](const auto& entry) {
    const auto* holder = holder_of(entry.second);
    return holder && holder->patient == what.patient && entry.second.appointment == what.appointment &&
           entry.second.what.starts_at == what.expected_starts_at;
  });
  if (found == state.slots.end() || found->second.closed) return std::nullopt;
  return handed_to_staff{item_of(found->first),
                         "Book the patient of this message into the slot on " + spoken(found->second.what) +
                             ", or ring them: they said YES to it, and it could not be booked by itself (" + why + ")",
                         what.reply,
                         holder_of(found->second)->message,
                         what.operation,
                         true};
}

std::string spoken(const slot& what) {
  return fmt::format("{} at {}{} ({}, {} minutes)", local_date(what.starts_at), local_time(what.starts_at),
                     what.clinician.empty() ? std::string() : " with " + what.clinician, what.session, what.minutes);
}

std::vector<event> learnt(const practice_state& state, const practice_settings& settings, std::span<const event> events,
                          timestamp now) {
  std::vector<event> made;
  for (const auto& one : events) {
    if (const auto* booked = std::get_if<appointment_booked>(&one)) taken_by(state, booked->what.id, made);
    if (const auto* changed = std::get_if<appointment_changed>(&one)) taken_by(state, changed->what.id, made);
  }
  for (const auto& one : events) {
    if (const auto* cancelled = std::get_if<appointment_cancelled>(&one))
      free(state, settings, cancelled->appointment, cancelled->reply, now, made);
    if (const auto* changed = std::get_if<appointment_changed>(&one);
        changed && changed->what.status == appointment_status::cancelled)
      free(state, settings, changed->what.id, {}, now, made);
    if (const auto* gone = std::get_if<appointment_gone>(&one)) {
      const auto found = state.appointments.find(gone->appointment);
      if (found != state.appointments.end() && found->second.what.status == appointment_status::booked)
        free(state, settings, gone->appointment, {}, now, made);
    }
  }
  return made;
}

} // namespace tidings::waiting_list
