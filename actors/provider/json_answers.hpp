#pragma once
// Answers in JSON: reading them, and finding a message in a list of what was sent with its reference. Pure.
#include "actors/provider/http_answers.hpp"

#include <boost/json.hpp>

#include <optional>

namespace tidings::json_answers {

/// Nothing unless it is a JSON object; one that is deeper than `depth_max` is none.
std::optional<boost::json::object> object_in(const std::string& body, std::size_t depth_max);

/// Empty when it isn't there or is no text.
std::string_view text_of(const boost::json::object& from, std::string_view name);

/// A provider's list, newest first, of rows with `reference` and `status`; and what its findings are called.
struct list_form {
  std::string_view rows;       ///< the list's name in the answer
  std::string_view changed_at; ///< the name of the time of a row's status
  std::optional<receipt_status> (*status_of)(std::string_view word);
  std::optional<timestamp> (*time_of)(std::string_view text);
  std::string_view unreadable, seen, others_only, never_seen;
};

/// What the list says of this message; `body` came with status 200. The first row with its reference counts. Rows about
/// others only would mean that the provider didn't look for ours.
found found_in(const std::optional<boost::json::object>& body, const list_form& form, const provider_id& provider,
               message_id message, std::uint32_t attempt);

} // namespace tidings::json_answers
