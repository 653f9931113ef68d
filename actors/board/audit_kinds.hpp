#pragma once
// Entries of the audit trail by what was done.
#include <boost/describe/enum.hpp>

#include <cstdint>
#include <string_view>

namespace tidings {

/// Sorts of entries, by what was done.
enum class audit_kind : std::uint8_t {
  shown,    ///< patients' data were shown
  messages, ///< something was sent, answered or cancelled, or a conversation was moved on
  records,  ///< of patients: wishes, codes, waiting lists, records to mend
  settings, ///< the practice's settings, templates and groups of practices
  access,   ///< users, sign-ins, support, keys of programs
  running   ///< pauses, what failed, backups, erasures, connectors and all else
};
BOOST_DESCRIBE_ENUM(audit_kind, shown, messages, records, settings, access, running)

audit_kind kind_of_action(std::string_view action);

} // namespace tidings
