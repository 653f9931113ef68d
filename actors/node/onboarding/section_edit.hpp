#pragma once
// A section of a practice's file that its administrator changes in the browser: the same checks as for a whole file,
// and that nothing else changes by it. Writes only when it is told to apply.
#include "actors/node/onboarding/look.hpp"
#include "actors/node/onboarding/section_history.hpp"

#include <boost/json/object.hpp>

namespace tidings::onboarding {

struct section_wish {
  practice_id practice;
  std::string section; ///< one of `edited_sections`
  std::string text;    ///< with its key, as it is to stand in the file; empty: taken out
  std::string base;    ///< hash of the file that it was written beside
};

struct section_looked {
  /// Lines of findings count from the section's own first; 0: it concerns the file elsewhere, or as a whole.
  view::onboarding_check says;
  std::string before;   ///< the section's text in force
  std::string whole;    ///< the file as it would be
  bool is_good = false; ///< it may be applied, if `base` is still the file's
};
section_looked look_at_section(const section_wish& wish, const surroundings& around);

/// `refused`: it isn't right, or the file is no longer the one it was written beside. What was there is in the history.
result<void> apply_section(const section_wish& wish, const std::string& by, timestamp now, section_history& history,
                           const surroundings& around);

/// {"practice","base","sections":[{"name","text","value"}…]} of the file in force. Nothing: it can't be read.
std::optional<boost::json::object> sections_of(const practice_id& practice, const surroundings& around);

} // namespace tidings::onboarding
