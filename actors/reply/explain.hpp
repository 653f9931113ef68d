#pragma once

#include "actors/reply/parser.hpp"
#include "schemas/reply_settings.hpp"

#include <span>
#include <string>
#include <string_view>

namespace tidings {

/// One line of `tidings reply explain`: a JSON object in, a JSON object out (no line end).
///
/// In: `text` (string) and `context` ("reminder" | "confirm" | "cancel" | "none" | "fft" | "fft_comment" | "yes_no" |
/// "blood_pressure" | "weight" | "height" | "peak_flow" | "blood_glucose" | "smoking"); optional `patients` (default
/// 1), `appointments` (how many are open, default 1 for the first three, else 0; or a list of objects with any of
/// `label`, `weekday` (0 = Monday), `day`, `month`, `hour`, `minute`, `days_ahead`, `starts_at_ms`), `past_cut_off`
/// (default false), `best_peak_flow` (l/min) and `keywords` (words that are keywords in force). An appointment given
/// only by number is tomorrow at a time nobody knows: the usual reminder, a day before. Out:
/// `{"meaning":…,"automatic":…,"why":…}`, or `{"error":…}` for a line that isn't such an object. What is no plain act
/// on an appointment also has those of `needs_review`, `urgent`, `score`, `comment`, `value`, `unit`, `systolic`,
/// `diastolic`, `amount`, `keyword` that say something.
std::string explain_reply_line(std::string_view json_line);

/// The same of a reply that is at hand, with the keywords that `context.keywords` goes by.
std::string explain_reply(std::string_view text, const reply_context& context,
                          std::span<const keyword_settings> keywords);
/// "reminder", "confirm" and so on, as above. False: it is none of them.
bool question_called(const std::string& name, question_kind& question);

} // namespace tidings
