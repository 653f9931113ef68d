#pragma once
// A practice's day on one page: who comes, what they were told and answered, what waits for a person, and what goes out
// next. No patient's name or number: those are in patient_names (name_views.hpp).
#include "schemas/queue_views.hpp"
#include "schemas/views.hpp"

namespace tidings::view {

/// One appointment of the day.
struct today_visit {
  text id, patient; ///< stand for the appointment and the patient, as in patient_names
  text starts_at;
  std::uint32_t minutes = 0;
  text session, clinician, site;
  text status; ///< in the clinical system: appointment_status' words, or `gone`: it is listed no more
  /// `not_reminded` | `waiting` | `sent` | `delivered` | `confirmed` | `cancelling` | `cancelled` | `failed` |
  /// `in_doubt` | `not_sent` (a rule had a reason not to) | `older` (its message is no longer in memory)
  text state;
  text reason;    ///< why it is so, in plain English; may be empty
  text message;   ///< the latest reminder's
  maybe due_at;   ///< when its next reminder is due
  text hindrance; ///< why a text can't reach the patient: `no_number` | `landline` | `invalid_number` | `opted_out` |
                  ///< `no_consent` | `wrong_number` | `failing` | `not_here` | `unknown`: not read yet; empty: nothing
};
BOOST_DESCRIBE_STRUCT(today_visit, (),
                      (id, patient, starts_at, minutes, session, clinician, site, status, state, reason, message,
                       due_at, hindrance))

struct today_count {
  text state;
  count messages = 0;
};
BOOST_DESCRIBE_STRUCT(today_count, (), (state, messages))

/// Reminders that one rule will ask for within one hour.
struct today_due {
  text rule, at; ///< at: the first one's time
  count reminders = 0;
};
BOOST_DESCRIBE_STRUCT(today_due, (), (rule, at, reminders))

/// Whom an item that waits for a person is about.
struct today_about {
  text item;
  text conversation, from; ///< where its reply or message stands; `…123`: whose reply it is
  text patient;            ///< as in patient_names; empty: nobody's for sure
  count people = 0;        ///< patients whose record has that number
};
BOOST_DESCRIBE_STRUCT(today_about, (), (item, conversation, from, patient, people))

/// GET /today?practice=
struct today {
  text practice;
  text now, from, until;             ///< what `visits` spans: today, and the next morning, or day, that has any
  view::practice standing;           ///< of the practice, its clinical system and its records
  text system_reason;                ///< what to do about the clinical system, in plain English
  std::optional<pause> paused;       ///< sending of this practice
  std::vector<today_visit> visits;   ///< by their start
  count left_out = 0;                ///< visits beyond the bound
  std::vector<today_count> messages; ///< those that moved today or are still under way, by state
  std::vector<message> failures;     ///< of today, the latest first
  count failed = 0;                  ///< all of them
  std::vector<today_due> due;        ///< reminders of the next hours
  count hours = 0;                   ///< so many
  bool rules_known = false;          ///< false: the practice's file isn't read yet, `due` is empty for want of it
  count later = 0;                   ///< messages asked for that wait for their time
  std::vector<staff_item> items;     ///< what waits for a person: urgent ones first, then the oldest
  count urgent = 0, unread = 0;      ///< items that are urgent; conversations nobody has read
  std::vector<today_about> about;    ///< each of `items`
};
BOOST_DESCRIBE_STRUCT(today, (),
                      (practice, now, from, until, standing, system_reason, paused, visits, left_out, messages,
                       failures, failed, due, hours, rules_known, later, items, urgent, unread, about))

} // namespace tidings::view
