#pragma once

#include <cstdint>
#include <string_view>

namespace tidings::reply_words {

/// Whose words a line is.
enum class line_role : std::uint8_t {
  own,
  not_own,         ///< quoted with ">", or a phone's or mail program's own line
  nothing_follows, ///< from here on it is a quoted message or a signature
};

/// Judges the first line of `rest`, which starts at a line start. Knows the reply headers of Outlook, Gmail, Apple Mail
/// and NHSmail, in English and Welsh, and RFC 3676 (">" and "-- ").
line_role role_of_line(std::string_view rest) noexcept;

} // namespace tidings::reply_words
