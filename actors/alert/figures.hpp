#pragma once
// What the board and the node say, as figures to be watched. Pure.
#include "actors/alert/watch.hpp"

#include <optional>

namespace tidings::alert {

/// Answers as JSON, and what the machine says of itself.
struct sources {
  std::string connectors, queues, practices, backups;
  std::optional<double> certificate_days; ///< nothing: it can't be read
  std::optional<double> disk_percent;
  timestamp looked_since{}; ///< the first look: a backup that was never made is as old as that
};

/// Of ISO 8601 UTC, as our own answers write it.
std::optional<timestamp> moment_of(const std::string& text);

/// Nothing: these are not the broker's words; then nobody knows how it stands.
std::optional<std::vector<figure>> figures_of(const sources& all, timestamp now);

} // namespace tidings::alert
