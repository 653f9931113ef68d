#pragma once
// `((name))` in templates, by GOV.UK Notify's rules, which practices know already:
//   ((name))        the value; missing: a failure
//   ((name??text))  text when the value is one of yes, y, true, t, 1, include, show (any case), else nothing
// A placeholder is two opening brackets, at least one character that is no bracket, two closing brackets: the inner one
// of
// `((outer ((inner))))` counts, everything else stays as it is. Names are compared without case, spaces, `_` and `-`.
// Values are put in as they are and not searched again.
#include "schemas/errors.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tidings {

struct placeholder {
  std::string name;     ///< as written
  std::size_t at = 0;   ///< of its first bracket, bytes into the body
  std::size_t size = 0; ///< with its brackets
  bool conditional = false;
  std::string text; ///< conditional: what is shown
  bool operator==(const placeholder&) const = default;
};

/// In their order; one that is used twice is there twice.
std::vector<placeholder> placeholders(std::string_view body);

/// The form in which names are compared: `First_Name` and `first name` are `firstname`.
std::string placeholder_key(std::string_view name);

/// Extra values are ignored. Fails with `invalid_input` and `Missing personalisation: a, b`.
result<std::string> personalise(std::string_view body, const std::map<std::string, std::string>& values);

} // namespace tidings
