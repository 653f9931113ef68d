#pragma once
// The waiting list and slots that came free, as staff see them. No patient's name, save in `waiting_entry.name` when
// somebody asks for it: `reveal=1`, which leaves an entry in the audit trail.
#include "schemas/views.hpp"

namespace tidings::view {

/// Whoever waits longest comes first.
struct waiting_entry {
  text id, practice, patient;
  text session, clinician; ///< clinician empty: any
  text since, by;
  text name; ///< empty unless revealed
};
BOOST_DESCRIBE_STRUCT(waiting_entry, (), (id, practice, patient, session, clinician, since, by, name))

/// One patient who was asked, or could not be.
struct slot_offer {
  text patient, message; ///< message empty: could not be asked
  text state;            ///< `asked` | offer_end's words
  text asked_at;
  maybe ended_at;
  text reply; ///< their answer's id
  text why;   ///< why they could not be asked or reached
};
BOOST_DESCRIBE_STRUCT(slot_offer, (), (patient, message, state, asked_at, ended_at, reply, why))

struct freed_slot {
  text id, practice;
  text starts_at;
  count minutes = 0;
  text session, clinician, slot_type, site;
  text freed_at;
  text state; ///< `open` | `promised` | slot_end's words
  maybe closed_at;
  text by; ///< who stopped it
  std::vector<slot_offer> offers;
};
BOOST_DESCRIBE_STRUCT(freed_slot, (),
                      (id, practice, starts_at, minutes, session, clinician, slot_type, site, freed_at, state,
                       closed_at, by, offers))

/// GET /waiting?practice=
struct waiting_page {
  std::vector<waiting_entry> waiting;
  std::vector<freed_slot> slots; ///< the one that came free last comes first
};
BOOST_DESCRIBE_STRUCT(waiting_page, (), (waiting, slots))

} // namespace tidings::view
