#pragma once
// Reading JSON whose form is known already, such as the board's rows: what isn't there, or is of another kind, is
// empty.
#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace tidings::json_fields {

inline std::string text_in(const boost::json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found && found->is_string() ? std::string(std::string_view(found->get_string())) : std::string();
}

inline bool flag_in(const boost::json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found && found->is_bool() && found->get_bool();
}

} // namespace tidings::json_fields
