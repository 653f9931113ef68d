#include "actors/connector/readings.hpp"

#include "actors/connector/limits.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace tidings {

std::optional<appointments_read> diary_memory::news(std::vector<appointment> rows, const systmone::window& window,
                                                    timestamp now, instant steady) {
  appointments_read told;
  for (auto& row : rows)
    if (row.starts_at < window.to) told.rows.push_back(std::move(row));
  std::sort(told.rows.begin(), told.rows.end(), [](const appointment& a, const appointment& b) {
    return std::tie(a.starts_at, a.id) < std::tie(b.starts_at, b.id);
  });
  const auto hash = uuid::from_name("diary", encode(command(told)));
  if (hash == told_hash_ && steady < told_at_ + connector_limits::retell_after) return std::nullopt;
  told_hash_ = hash;
  told_at_ = steady;
  told.from = std::max(window.from, now + connector_limits::clock_skew);
  told.to = std::max(window.to, told.from);
  return told;
}

std::vector<group_read> group_memory::news(const std::map<std::string, std::set<patient_id>>& groups, instant steady) {
  std::vector<group_read> told;
  for (const auto& [name, members] : groups) {
    group_read part{name, {}, {}, {}};
    for (const auto& who : members) {
      if (part.members.size() == members_max) {
        part.upto = who;
        told.push_back(std::exchange(part, group_read{name, who, {}, {}}));
      }
      part.members.push_back(who);
    }
    told.push_back(std::move(part));
  }
  std::string bytes;
  for (const auto& one : told) bytes += encode(command(one));
  const auto hash = uuid::from_name("groups", bytes);
  if (hash == told_hash_ && steady < told_at_ + connector_limits::retell_after) return {};
  told_hash_ = hash;
  told_at_ = steady;
  return told;
}

std::deque<patient_id> patient_memory::to_read(const std::vector<appointment>& rows, timestamp now, instant steady,
                                               millis keep) {
  std::map<patient_id, timestamp> first;
  for (const auto& row : rows) {
    if (row.status != appointment_status::booked || row.starts_at < now) continue;
    const auto [at, fresh] = first.emplace(row.patient, row.starts_at);
    if (!fresh) at->second = std::min(at->second, row.starts_at);
  }
  std::erase_if(read_, [&](const auto& one) { return !first.contains(one.first); });
  std::vector<std::pair<timestamp, patient_id>> wanted;
  for (const auto& [who, starts_at] : first) {
    const auto known = read_.find(who);
    if (known != read_.end() && steady < known->second + keep) continue;
    wanted.emplace_back(starts_at, who);
  }
  std::sort(wanted.begin(), wanted.end());
  if (wanted.size() > connector_limits::demographics_max) wanted.resize(connector_limits::demographics_max);
  std::deque<patient_id> list;
  for (auto& [starts_at, who] : wanted) list.push_back(std::move(who));
  return list;
}

} // namespace tidings
