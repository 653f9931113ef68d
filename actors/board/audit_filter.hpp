#pragma once
// Which entries of the audit trail somebody asks for, and the same as CSV. Pure.
#include "actors/board/audit_kinds.hpp"
#include "actors/board/message_search.hpp"

#include <string>
#include <vector>

namespace tidings {

struct audit_filter {
  std::optional<audit_kind> kind;
  timestamp since{}, until = never; ///< the first and the last day wanted, in London: from its midnight, to its end
  static checked<audit_filter> parse(const query_parameters& parameters);
};

/// Its lines as a file.
std::string audit_csv(const std::vector<view::audit_entry>& rows);

} // namespace tidings
