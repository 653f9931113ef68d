#pragma once
// What a practice remembers of slots that came free and of who waits for one.
#include "schemas/events.hpp"

#include <optional>
#include <vector>

namespace tidings {

/// One patient who was asked, or who may not be.
struct offer_track {
  message_id message; ///< nil: may not be asked
  patient_id patient;
  timestamp asked_at{};
  timestamp left_at{}; ///< the text left us first: their time runs from here; zero: it hasn't yet
  std::optional<offer_end> ended;
};
BOOST_DESCRIBE_STRUCT(offer_track, (), (message, patient, asked_at, left_at, ended))

struct slot_track {
  slot what;
  appointment_id appointment; ///< whose it was
  patient_id patient;         ///< who had it
  bool by_reply = false;      ///< cancelled because the patient asked; false: seen in a reading
  timestamp freed_at{};
  std::vector<offer_track> offers; ///< in order
  std::optional<slot_end> closed;
  bool booked_since = false; ///< the same appointment was booked again: it may come free again
};
BOOST_DESCRIBE_STRUCT(slot_track, (), (what, appointment, patient, by_reply, freed_at, offers, closed, booked_since))

struct waiting_track {
  waiting_id entry;
  patient_id patient;
  std::string session, clinician;
  timestamp since{};
};
BOOST_DESCRIBE_STRUCT(waiting_track, (), (entry, patient, session, clinician, since))

} // namespace tidings
