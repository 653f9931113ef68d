#pragma once
// What stands behind `tidings audit show|verify|export`. They open the log to look at, so they work beside a running
// broker. Each gives the process's exit code.
#include "schemas/ids.hpp"
#include "schemas/time.hpp"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace tidings::audit {

struct selection {
  std::filesystem::path directory; ///< of the log
  std::optional<practice_id> practice;
  std::string user;        ///< empty: everybody
  timestamp from{};        ///< not before
  timestamp until = never; ///< before
  bool views_only = false;
};

/// A line an entry, for people. 1 when a stream is damaged or can't be read.
int show(const selection& what, std::ostream& out, std::ostream& errors);
/// A JSON object a line: the fields of `audit_entry` (schemas/views.hpp).
int export_lines(const selection& what, std::ostream& out, std::ostream& errors);
/// Checks every stream against itself and, when `anchor` isn't empty, against the anchor. 1 when anything is wrong.
int verify_trail(const std::filesystem::path& directory, const std::filesystem::path& anchor, std::ostream& out);

} // namespace tidings::audit
