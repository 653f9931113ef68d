#include "actors/backup/retention.hpp"

#include <set>

namespace tidings::backup {

std::vector<std::uint32_t> outlived(const std::vector<catalog_line>& backups, timestamp now, millis keep) {
  std::vector<std::uint32_t> gone;
  std::set<std::pair<bool, std::int64_t>> taken; // hour or day, and which
  for (std::size_t i = 0; i + 1 < backups.size(); ++i) {
    const auto& one = backups[i];
    const auto age = now - one.at;
    const auto since = one.at.time_since_epoch();
    const auto hour = std::chrono::floor<std::chrono::hours>(since).count();
    const auto day = std::chrono::floor<std::chrono::days>(since).count();
    // Taken even by those that stay anyway: which one stands for its day mustn't depend on when it is asked.
    const bool first_of_day = taken.insert({false, day}).second;
    const bool first_of_hour = taken.insert({true, hour}).second;
    if (age <= all_kept) continue;
    if (age <= hourly_kept ? first_of_hour : age <= keep && first_of_day) continue;
    gone.push_back(one.number);
  }
  return gone;
}

} // namespace tidings::backup
