#include "tests/simulation/invariants.hpp"

namespace tidings::simulation {

std::vector<invariant> invariants() {
  std::vector<invariant> all;
  for (const auto group : {log_invariants(), message_invariants(), reminder_invariants(), provider_invariants(),
                           reply_invariants(), clinic_invariants(), people_invariants()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

std::vector<std::string> broken_promises(const history& all) {
  std::vector<std::string> wrong;
  const auto table = invariants();
  const auto complain_of = [&](const invariant& one, const std::string& where) -> complaint {
    return [&wrong, &one, where](const std::string& what) {
      wrong.push_back(std::string(one.name) + ": " + where + what);
    };
  };
  for (const auto& one : table)
    if (one.at_end) one.at_end(all, complain_of(one, {}));
  for (const auto& about : all.stories) {
    std::vector<std::pair<const invariant*, complaint>> each;
    for (const auto& one : table) {
      auto complain = complain_of(one, about.practice.str() + ", ");
      if (one.of_story) one.of_story(all, about, complain);
      if (one.at_each) each.emplace_back(&one, std::move(complain));
    }
    practice_state before;
    before.marks = about.end.marks;
    for (std::size_t i = 0; i < about.events.size(); ++i) {
      const auto& [at, what] = about.events[i];
      for (const auto& [one, complain] : each) one->at_each({all, about, i, at, what, before}, complain);
      evolve(before, what, at);
    }
  }
  return wrong;
}

} // namespace tidings::simulation
