#pragma once
// What stands behind `tidings log show|verify|export`. They open the log to look at, so they work beside a running
// broker. Each gives the process's exit code: 0, or 1 when something is damaged or can't be read.
#include "schemas/ids.hpp"
#include "schemas/json.hpp"
#include "schemas/sealing.hpp"

#include <filesystem>
#include <limits>
#include <optional>
#include <ostream>

namespace tidings {

struct log_selection {
  std::filesystem::path directory;
  std::optional<practice_id> practice;                             ///< nothing: all of them
  std::uint64_t after = 0;                                         ///< of each practice
  std::uint64_t limit = std::numeric_limits<std::uint64_t>::max(); ///< of each practice
  reveal patients = reveal::no;
  sealer* keys = nullptr; ///< without them sealed words stay sealed, whatever `patients` says
};

/// A line an event, for people.
int log_show(const log_selection& what, std::ostream& out, std::ostream& errors);

/// A JSON object a line: practice, sequence, at, type, version, data. `data` is null for an event that this version
/// can't read.
int log_export(const log_selection& what, std::ostream& out, std::ostream& errors);

/// Checks every record of every stream (CRC, sequence, hash chain) and every snapshot; prints a line a practice with
/// its count and its last hash, which may be kept elsewhere as an anchor. Tells of its progress on stderr when that is
/// a terminal.
int log_verify(const std::filesystem::path& directory, std::ostream& out);

} // namespace tidings
