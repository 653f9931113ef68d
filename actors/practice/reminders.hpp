#pragma once
// Which reminders an appointment calls for, and when.
#include "actors/practice/reminder_times.hpp"
#include "actors/practice/state.hpp"
#include "schemas/settings.hpp"

namespace tidings {

/// One reminder for one rule, appointment and start: the same always has the same id, so it can't be made twice.
message_id reminder_id(const practice_id& practice, const reminder_rule& rule, const appointment& what);

/// The reminder that is due now by this rule, if any: `message_accepted`, or `message_suppressed` with the reason.
std::optional<event> remind(const practice_state& state, const practice_settings& settings, const reminder_rule& rule,
                            const appointment_track& track, timestamp now);
/// Everything due now for these appointments.
std::vector<event> remind_all(const practice_state& state, const practice_settings& settings,
                              const std::set<appointment_id>& which, timestamp now);
/// When the next reminder becomes due; `never` when there is none to come.
timestamp next_reminder(const practice_state& state, const practice_settings& settings, timestamp now);

} // namespace tidings
