// What the clinical system's list of a group changes.
#include "actors/practice/groups.hpp"

namespace tidings {

// Compared with the list before and not with who is in the group: who left by a text isn't brought back by a list that
// is older than that, and who joined by one isn't thrown out by it.
decision decide_group(const practice_state& state, const group_read& c) {
  if (c.group.empty()) return refused(error_code::invalid_input, "a group without a name");
  static const std::set<patient_id> nobody;
  const auto before = state.groups_listed.find(c.group);
  const auto& listed = before == state.groups_listed.end() ? nobody : before->second;
  std::set<patient_id> members;
  for (const auto& who : c.members)
    if (!who.empty() && !state.erased.patients.contains(who)) members.insert(who);
  decision made;
  const auto change = [&](const patient_id& who, bool joined) {
    made.events.push_back(group_changed{c.group, who, {}, joined, std::string(by_list)});
  };
  for (const auto& who : members)
    if (!listed.contains(who)) change(who, true);
  const auto end = c.upto.empty() ? listed.end() : listed.lower_bound(c.upto);
  for (auto at = c.from.empty() ? listed.begin() : listed.lower_bound(c.from); at != end; ++at)
    if (!members.contains(*at)) change(*at, false);
  made.what.repeated = made.events.empty();
  return made;
}

} // namespace tidings
