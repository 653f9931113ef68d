#pragma once

#include <string>
#include <string_view>

namespace tidings {

/// One line of `tidings reply explain`: a JSON object in, a JSON object out (no line end).
///
/// In: `text` (string) and `context` ("reminder" | "confirm" | "cancel" | "none"); optional `patients` (default 1),
/// `appointments` (how many are open, default 1, or for "none" 0; or a list of objects with any of `label`, `weekday`
/// (0 = Monday), `day`, `month`, `hour`, `minute`, `days_ahead`, `starts_at_ms`) and `past_cut_off` (default false).
/// An appointment given only by number is tomorrow at a time nobody knows: the usual reminder, a day before.
/// Out: `{"meaning":…,"automatic":…,"why":…}`, or `{"error":…}` for a line that isn't such an object.
std::string explain_reply_line(std::string_view json_line);

} // namespace tidings
