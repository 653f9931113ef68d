#pragma once
// The lines of `tidings sms explain` and `tidings phone explain`.
#include <string>
#include <string_view>

namespace tidings::sms {

/// In: an object with `text`; optional `unicode` (default false: sanitise as GOV.UK Notify does; true: any letter
/// goes). Out: `{"encoding":"gsm7|ucs2","units":…,"segments":…,"notify_fragments":…,"sanitised":…}`. Encoding, units
/// and segments are of what would be sent; with `unicode` there are also `sent`, the text that goes, and
/// `extra_segments`: what the choice costs. Or `{"error":…}`.
std::string explain_text_line(std::string_view json_line);

/// In: an object with `number`. Out: `{"e164":…,"type":…,"may_text":…,"why":…}`, `e164` with its `+`, null when it
/// isn't a number. Or `{"error":…}`.
std::string explain_number_line(std::string_view json_line);

} // namespace tidings::sms
