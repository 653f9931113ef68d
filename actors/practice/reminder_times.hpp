#pragma once
// Which appointments a rule speaks of, and when. Nothing of the practice's state.
#include "schemas/events.hpp"
#include "schemas/settings.hpp"

namespace tidings {

bool rule_matches(const reminder_rule& rule, const appointment& what);
/// When the rule's reminder should go: `before` the start, moved into sending hours.
timestamp reminder_due(const practice_settings& settings, const reminder_rule& rule, const appointment& what,
                       channel by);

} // namespace tidings
