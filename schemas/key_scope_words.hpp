#pragma once
// Scopes as people and files write them: words, or a list of words with commas between them. Pure.
#include "schemas/key_scopes.hpp"

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace tidings {

inline std::string_view word_of(key_scope scope) { return boost::describe::enum_to_string(scope, ""); }

/// Nothing: no scope is called so.
inline std::optional<key_scope> scope_of_word(std::string_view word) {
  key_scope scope{};
  if (!boost::describe::enum_from_string(std::string(word).c_str(), scope)) return std::nullopt;
  return scope;
}

/// Nothing: one of the words is no scope, or there is none.
inline std::optional<key_scopes> scopes_of_list(std::string_view list) {
  key_scopes all;
  for (std::size_t from = 0; from <= list.size();) {
    const auto comma = std::min(list.find(',', from), list.size());
    const auto scope = scope_of_word(list.substr(from, comma - from));
    if (!scope) return std::nullopt;
    all.insert(*scope);
    from = comma + 1;
  }
  return all;
}

} // namespace tidings
