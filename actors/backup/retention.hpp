#pragma once
// Which backups stay: all of the last hours, then one an hour, then one a day, as long as the configuration says. Pure.
#include "actors/backup/manifest.hpp"

namespace tidings::backup {

constexpr std::chrono::hours all_kept{3};
constexpr std::chrono::hours hourly_kept{24};

/// Numbers of the backups to remove. The newest always stays. Of an hour or a day the first stays, so that what stays
/// today is still there tomorrow.
std::vector<std::uint32_t> outlived(const std::vector<catalog_line>& backups, timestamp now, millis keep);

} // namespace tidings::backup
