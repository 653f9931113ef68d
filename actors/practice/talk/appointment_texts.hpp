#pragma once
// Texts about one appointment that aren't reminders: after its booking, after it was missed, and how it was.
#include "actors/practice/decide.hpp"

namespace tidings::talk {

/// Everything due now for these appointments: `message_accepted`, or `message_suppressed` with the reason.
std::vector<event> texts_due(const practice_state& state, const practice_settings& settings,
                             const std::set<appointment_id>& which, timestamp now);
/// When the next becomes due; `never` when none is to come.
timestamp next_text(const practice_state& state, const practice_settings& settings, timestamp now);

} // namespace tidings::talk
