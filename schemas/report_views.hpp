#pragma once
// What a practice's months come to, as the API shows them. Counts alone: nobody is named.
#include "schemas/views.hpp"

namespace tidings::view {

struct report_kind {
  text kind; ///< message_kind's words, or `test`
  count accepted = 0, sent = 0, delivered = 0, failed = 0, expired = 0, cancelled = 0, segments = 0;
  double pence = 0;
};
BOOST_DESCRIBE_STRUCT(report_kind, (), (kind, accepted, sent, delivered, failed, expired, cancelled, segments, pence))

struct report_reason {
  text reason;
  count messages = 0;
};
BOOST_DESCRIBE_STRUCT(report_reason, (), (reason, messages))

/// One month, or several added up.
struct report_figures {
  text month;                          ///< `2026-10`; empty: all of them
  std::vector<report_kind> kinds;      ///< those that had any
  report_kind all;                     ///< of every kind
  std::vector<report_reason> failures; ///< most frequent first
  count suppressed = 0;                ///< that a rule called for and that could not or must not be sent
  count replies = 0, confirmed = 0, cancelled = 0, reusable = 0, did_not_attend = 0, opted_out = 0, opted_in = 0;
};
BOOST_DESCRIBE_STRUCT(report_figures, (),
                      (month, kinds, all, failures, suppressed, replies, confirmed, cancelled, reusable, did_not_attend,
                       opted_out, opted_in))

/// GET /reports/{practice}
struct report {
  text practice, from, to;
  std::vector<report_figures> months; ///< the first first; months in which nothing happened are left out
  report_figures total;
  count reusable_hours = 0; ///< so long before its start a cancelled appointment counts as reusable
  view::maybe first;        ///< the first month of which anything is known
};
BOOST_DESCRIBE_STRUCT(report, (), (practice, from, to, months, total, reusable_hours, first))

} // namespace tidings::view
