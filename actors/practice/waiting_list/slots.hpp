#pragma once
// Slots that came free: which they are, and who has them now. Pure.
#include "actors/practice/decide.hpp"

namespace tidings::waiting_list {

/// What these events, already evolved, mean for slots: some came free, some are somebody's now.
std::vector<event> learnt(const practice_state& state, const practice_settings& settings, std::span<const event> events,
                          timestamp now);

/// Whoever it is promised to; null: nobody.
const offer_track* holder_of(const slot_track& slot);
/// Whoever is being asked; null: nobody.
const offer_track* asked_now(const slot_track& slot);
/// A yes takes it.
bool is_free(const slot_track& slot, timestamp now);
/// What the forerunner of a restored log did about it isn't known: it may be promised.
bool is_of_before_restore(const practice_state& state, const slot_track& slot);
/// What waits for a person when it was promised to a patient.
item_id item_of(const slot_id& slot);

/// What is left for a person when a slot could not be booked by itself; nothing: it is booked, or they have it already.
std::optional<handed_to_staff> not_booked(const practice_state& state, const operation_requested& what,
                                          const std::string& why);

/// The two can't both be: one clinician's times overlap. Without a clinician, one session's.
bool overlap(const slot& slot, const appointment& what);
/// It takes up its time: neither gone nor cancelled, and the patient isn't known to have stayed away.
bool takes_place(const appointment_track& track);

/// `Tuesday 24 November at 9:10am with Dr Patel (GP Surgery, 10 minutes)`, for staff.
std::string spoken(const slot& what);

// evolve.cpp's, of what concerns slots and the list.
void note(practice_state& state, const slot_freed& e, timestamp at);
void note(practice_state& state, const waiting_changed& e, timestamp at);
void note(practice_state& state, const slot_offered& e, timestamp at);
void note(practice_state& state, const offer_ended& e, timestamp at);
void note(practice_state& state, const slot_closed& e);
/// An appointment is listed as it now stands.
void note(practice_state& state, const appointment& listed);
/// A text has left us, or certainly hasn't.
void note_attempt(practice_state& state, const message_id& message, timestamp left_at);
void forget(practice_state& state, const patient_id& patient);
void prune(practice_state& state, timestamp now);
void index(practice_state& state);

} // namespace tidings::waiting_list
