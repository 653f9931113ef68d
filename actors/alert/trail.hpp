#pragma once
// Alerts as entries of the host's audit trail, and found again in it: so their history lasts, and a restart calls
// nobody anew. Pure.
#include "actors/alert/watch.hpp"
#include "schemas/alert_views.hpp"
#include "schemas/events.hpp"

#include <optional>

namespace tidings::alert {

/// Who the entries are by.
inline constexpr std::string_view trail_user = "alerts";

audit_mark mark_of(const notice& what, timestamp now);
view::alert_line line_of(const notice& what, timestamp now);

struct trail_page {
  std::vector<view::alert_line> lines; ///< newest first; entries of other things are left out
  std::string next;                    ///< of the board's answer; empty: the last page
};
/// The board's answer to GET /audit. Nothing: these are not its words.
std::optional<trail_page> lines_in(const std::string& body);

/// Those that fired when the newest of these lines was written. `lines` newest first.
std::vector<one> firing_in(const std::vector<view::alert_line>& lines);

} // namespace tidings::alert
