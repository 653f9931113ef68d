#pragma once
// What becomes of a patient's answer that didn't come by text message. Pure.
#include "actors/practice/channels.hpp"
#include "actors/practice/decide.hpp"

namespace tidings {

/// The message that somebody answers, and its appointment as it stands now.
struct answered_question {
  const message_track* asked = nullptr;
  const appointment_track* about = nullptr;
};

/// Nothing but the appointment that was asked about, still booked, at the same time, for the same patient.
const appointment_track* still_asked_about(const practice_state& state, const message_track& asked);
/// The moment after which only a person may act on an answer.
timestamp cut_off_of(const practice_settings& settings, const answered_question& question);

/// `appointment_confirmed` and what the record is told; nothing when it was confirmed before.
void confirm_by(const practice_settings& settings, const reply_arrived& c, const appointment_track& about,
                timestamp now, std::vector<event>& events);
void cancel_by(const reply_arrived& c, const appointment_track& about, timestamp now, std::vector<event>& events);

} // namespace tidings
