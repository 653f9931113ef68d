#pragma once
// `((to))` and its like in the texts of a contract. Pure.
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::contract {

constexpr std::array<std::string_view, 7> placeholder_names{"to",     "to_plus",   "to_national", "text",
                                                            "sender", "reference", "receipt_url"};

struct found_placeholder {
  std::size_t at = 0, size = 0; ///< with its brackets
  std::string_view name;
};
/// Two opening brackets, a name without brackets, two closing ones.
std::vector<found_placeholder> placeholders_in(std::string_view text);

/// @param value of a name; @param encoded what to make of a value where it stands. What isn't filled in is not encoded.
std::string filled(std::string_view text, const std::function<std::string(std::string_view name)>& value,
                   const std::function<std::string(std::string_view)>& encoded);

} // namespace tidings::contract
