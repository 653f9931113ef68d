#pragma once
// Patients as a practice's staff see them: found by name or number, one with all that is known, and what was said to
// and by them. Names and numbers stand here openly: whoever is shown these has an entry in the audit trail.
#include "schemas/views.hpp"

namespace tidings::view {

struct patient_found {
  text id, name, nhs_number;
  text mobile;  ///< as the record has it
  text against; ///< why nothing at all may be sent to them; empty: something may
  maybe next_at;
};
BOOST_DESCRIBE_STRUCT(patient_found, (), (id, name, nhs_number, mobile, against, next_at))

/// POST /patient-searches
struct patients_found {
  std::vector<patient_found> patients; ///< by last name, then first name
  bool more = false;                   ///< others fit, too
};
BOOST_DESCRIBE_STRUCT(patients_found, (), (patients, more))

/// What a patient wants by one channel, and whether they can be reached by it.
struct channel_choice {
  text channel, address; ///< address: as messages go there; empty: none that can be reached
  text consent;          ///< in the record: `unknown` | `yes` | `no`
  text against;          ///< why a message by staff wouldn't go; empty: it would
  count sharing = 0;     ///< how many patients have this number or address, this one too
  bool out = false;      ///< of everything
  std::vector<text> out_of;
};
BOOST_DESCRIBE_STRUCT(channel_choice, (), (channel, address, consent, against, sharing, out, out_of))

struct patient_visit {
  text id, starts_at;
  std::uint32_t minutes = 0;
  text session, clinician, site, status;
  bool confirmed = false, cancelled = false; ///< by a text of theirs
};
BOOST_DESCRIBE_STRUCT(patient_visit, (),
                      (id, starts_at, minutes, session, clinician, site, status, confirmed, cancelled))

/// GET /patients/{id}
struct patient_card {
  text id, name, title, nhs_number, mobile, home_phone, email, against;
  std::vector<channel_choice> channels;
  std::vector<patient_visit> appointments; ///< still to come or of the last days, the next first
};
BOOST_DESCRIBE_STRUCT(patient_card, (),
                      (id, name, title, nhs_number, mobile, home_phone, email, against, channels, appointments))

/// POST /now-messages/preview. Of a text that would be refused only `refused`.
struct message_preview {
  text body;
  text to;       ///< where it would go
  text encoding; ///< `gsm7` | `ucs2`
  count units = 0, segments = 0;
  std::vector<text> parts; ///< as the network cuts it
  text refused;            ///< why it wouldn't be sent, in plain English; empty: it would
};
BOOST_DESCRIBE_STRUCT(message_preview, (), (body, to, encoding, units, segments, parts, refused))

/// One thing that was said or done.
struct patient_event {
  count sequence = 0;
  text at;
  text sort;                 ///< `message` | `reply` | `operation` | `wish`
  text id;                   ///< of the message, reply or operation; empty of a wish
  text kind, channel, state; ///< of a message; of a reply `kind` is its meaning
  text summary;              ///< plain English
  text by;
  text body; ///< empty unless revealed
  bool automatic = false, urgent = false, test = false;
};
BOOST_DESCRIBE_STRUCT(patient_event, (),
                      (sequence, at, sort, id, kind, channel, state, summary, by, body, automatic, urgent, test))

/// GET /patients/{id}/history
struct patient_history {
  text practice, id;                 ///< the patient's
  std::vector<patient_event> events; ///< the latest first
  maybe next;                        ///< cursor
  bool whole = true;                 ///< false: there may be older ones that this list doesn't reach
};
BOOST_DESCRIBE_STRUCT(patient_history, (), (practice, id, events, next, whole))

/// GET /opt-outs
struct opt_out {
  count sequence = 0;
  text at, channel;
  std::vector<text> kinds; ///< empty: all
  text by, told;           ///< told: wish_told's words
  text number;             ///< last three digits unless revealed
  text patient;            ///< whose page it was taken down on
};
BOOST_DESCRIBE_STRUCT(opt_out, (), (sequence, at, channel, kinds, by, told, number, patient))

struct opt_outs {
  text practice;
  std::vector<opt_out> rows; ///< the latest first
  count numbers = 0;         ///< and addresses that have opted out of something
  maybe next;
};
BOOST_DESCRIBE_STRUCT(opt_outs, (), (practice, rows, numbers, next))

} // namespace tidings::view
