#include "actors/dispatcher/choice.hpp"

#include <algorithm>

namespace tidings {
namespace {

choice in_order(const provider_route& route, const account_map& accounts, moment now) {
  choice made;
  for (const auto& id : route.providers) {
    const auto found = accounts.find(id);
    if (found == accounts.end()) continue;
    const auto offer = found->second.ask(now);
    if (offer.takes) return {id, offer.as_probe, now.wall};
    made.at = std::min(made.at, offer.at);
    if (!offer.pass_on) break;
  }
  return made;
}

double credit_of(const weight_credits& credits, const provider_id& id) {
  const auto found = credits.find(id);
  return found == credits.end() ? 0 : found->second;
}

/// Accounts with room that have a weight; when every one that has is out, those without.
std::vector<const account*> to_be_had(const provider_route& route, const account_map& accounts, moment now) {
  std::vector<const account*> weighted, spare;
  bool one_stands = false;
  for (const auto& id : route.providers) {
    const auto found = accounts.find(id);
    if (found == accounts.end()) continue;
    const auto offer = found->second.ask(now);
    const bool has_weight = found->second.settings().provider_weight > 0;
    one_stands = one_stands || (has_weight && !offer.pass_on);
    if (offer.takes && !offer.as_probe) (has_weight ? weighted : spare).push_back(&found->second);
  }
  return weighted.empty() && !one_stands ? spare : weighted;
}

choice by_weight(const provider_route& route, const weight_credits& credits, const account_map& accounts, moment now) {
  choice made;
  for (const auto& id : route.providers) {
    const auto found = accounts.find(id);
    if (found == accounts.end()) continue;
    const auto offer = found->second.ask(now);
    if (offer.as_probe) return {id, true, now.wall};
    made.at = std::min(made.at, offer.at);
  }
  double most = 0;
  for (const auto* one : to_be_had(route, accounts, now)) {
    const auto& id = one->settings().id;
    const auto credit = credit_of(credits, id) + one->settings().provider_weight;
    if (made.by && credit <= most) continue;
    made.by = id;
    made.at = now.wall;
    most = credit;
  }
  return made;
}

} // namespace

choice choose(const provider_route& route, const weight_credits& credits, const account_map& accounts, moment now) {
  return route.by_weight ? by_weight(route, credits, accounts, now) : in_order(route, accounts, now);
}

void settle_credits(weight_credits& credits, const provider_route& route, const account_map& accounts,
                    const provider_id& taken, moment now) {
  if (!route.by_weight) return;
  double all = 0;
  for (const auto* one : to_be_had(route, accounts, now)) {
    credits[one->settings().id] += one->settings().provider_weight;
    all += one->settings().provider_weight;
  }
  credits[taken] -= all;
}

} // namespace tidings
