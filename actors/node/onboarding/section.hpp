#pragma once
// One section of a practice's file as text: found, exchanged, and everything around it left as it is, comments too.
// Pure.
#include "actors/node/config/yaml_tree.hpp"

#include <boost/json/value.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::onboarding {

/// What a practice's administrator may change. All else is the host's operators': clinical systems, providers, prices,
/// keys, programs, codes of reminders. Templates have a page of their own.
inline constexpr std::array<std::string_view, 8> edited_sections = {
    "name", "phone", "test_numbers", "sending_hours", "reminders", "keywords", "conversations", "exclude"};
bool is_edited(std::string_view section);

/// From its key to the next section's own comment.
struct section_span {
  std::size_t from = 0, to = 0; ///< bytes
  int first_line = 1;
};
/// Nothing: the file has no such section, or not on lines of its own.
std::optional<section_span> span_of(const config::source& file, const config::node& root, std::string_view section);

struct exchanged {
  std::string text;
  int first_line = 1, lines = 0; ///< where the section stands now
};
/// The file with this text in the section's place, at the end when there was none; an empty text takes it out.
exchanged with_section(const config::source& file, const config::node& root, std::string_view section,
                       std::string_view text);

/// Do both have the same in every other section?
bool are_same_but_for(std::string_view section, const config::node& before, const config::node& after);

/// A section's value as JSON, so that a form can show it. Numbers and yes or no are told from texts by their quotes.
boost::json::value value_of(const config::node& what);

} // namespace tidings::onboarding
