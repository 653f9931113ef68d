#pragma once
// Alerts as the host's operators see them. No patient data.
#include "schemas/views.hpp"

namespace tidings::view {

struct alert {
  text id;
  text measure; ///< alert_measure's words
  text subject; ///< a practice's code, a provider's name, or empty
  text what;    ///< in plain English
  text since;
  bool acknowledged = false;
  text by, note; ///< who did, and what they said
};
BOOST_DESCRIBE_STRUCT(alert, (), (id, measure, subject, what, since, acknowledged, by, note))

/// One line of what happened, newest first.
struct alert_line {
  text at, id, measure, subject;
  text turn; ///< `raised` | `repeated` | `resolved` | `acknowledged`
  text what; ///< of an acknowledgement: the note
  text by;   ///< of an acknowledgement
};
BOOST_DESCRIBE_STRUCT(alert_line, (), (at, id, measure, subject, turn, what, by))

/// GET /alerts
struct alerts {
  bool configured = false;
  bool watching = false; ///< false: the broker starts, or its figures can't be had
  text mail_to, webhook; ///< where notices go; empty: nowhere
  text last_failure;     ///< of telling somebody; empty: the last one arrived
  count untold = 0;      ///< notices that are still to be delivered
  std::vector<alert> firing;
  std::vector<alert_line> history;
};
BOOST_DESCRIBE_STRUCT(alerts, (), (configured, watching, mail_to, webhook, last_failure, untold, firing, history))

} // namespace tidings::view
