#pragma once
// Our Message-IDs. Whoever answers a mail, reports on it or brings it back names it by this.
#include "schemas/ids.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tidings::nhsmail {

struct reference {
  practice_id practice;
  message_id message;
  std::uint32_t attempt = 0;
  bool operator==(const reference&) const = default;
};

/// `tidings.A99001.<message>.<attempt>@<domain of address>`, without brackets: the same attempt has the same one.
std::string print(const reference& what, std::string_view address);

/// Nothing when it isn't one of ours. The domain isn't looked at: mail systems rewrite it.
std::optional<reference> read_reference(std::string_view message_id);

/// The first of ours.
std::optional<reference> find_reference(std::span<const std::string> message_ids);

} // namespace tidings::nhsmail
