#include "actors/connector/emis/doubt.hpp"

#include <algorithm>

namespace tidings::emis {
namespace {

const booking* find(const std::vector<booking>& list, const appointment_id& which) {
  const auto found = std::ranges::find_if(list, [&](const booking& one) { return one.what.id == which; });
  return found == list.end() ? nullptr : &*found;
}

} // namespace

void doubts::seen(const patient_id& who, const std::vector<booking>& list) {
  if (last_.size() >= kept_max && !last_.contains(who)) last_.erase(last_.begin());
  last_[who] = list;
}

void doubts::lost(const patient_id& who, const appointment_id& which) {
  const auto before = last_.find(who);
  const auto* row = before == last_.end() ? nullptr : find(before->second, which);
  // Asked without a look before: nothing to compare with. Still in doubt from before: that list is the one to go by.
  if (row == nullptr || lost_.contains({who, which}) || lost_.size() >= kept_max) return;
  memory kept{*row, {}};
  for (const auto& one : before->second) kept.list.insert(one.what.id);
  lost_.emplace(key{who, which}, std::move(kept));
}

void doubts::settled(const patient_id& who, const appointment_id& which) {
  lost_.erase({who, which});
  last_.erase(who);
}

std::optional<booking> doubts::cancelled(const patient_id& who, const appointment_id& which,
                                         const std::vector<booking>& list) const {
  const auto found = lost_.find({who, which});
  if (found == lost_.end() || find(list, which) != nullptr) return std::nullopt;
  const bool moved =
      std::ranges::any_of(list, [&](const booking& one) { return !found->second.list.contains(one.what.id); });
  if (moved) return std::nullopt;
  auto row = found->second.what;
  row.what.status = appointment_status::cancelled;
  return row;
}

} // namespace tidings::emis
