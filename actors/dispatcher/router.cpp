#include "actors/dispatcher/router.hpp"

#include <algorithm>

namespace tidings {

int priority_of(message_kind kind) {
  switch (kind) {
  case message_kind::now:
  case message_kind::auto_response:
  case message_kind::document:
  case message_kind::waiting_list: // others wait for the answer
    return 0;
  case message_kind::confirmation:
  case message_kind::follow_up:
    return 1;
  case message_kind::reminder:
    return 2;
  case message_kind::fft:
  case message_kind::survey:
    return 3;
  case message_kind::campaign:
  case message_kind::newsletter:
    return 4;
  }
  return 4;
}

router::router(const std::vector<provider_settings>& accounts) {
  for (const auto& one : accounts) accounts_.emplace(one.id, account(one));
}

bool router::has_account(const provider_route& route) const {
  return std::any_of(route.providers.begin(), route.providers.end(),
                     [&](const provider_id& id) { return accounts_.contains(id); });
}

void router::put(const message_due& what) {
  if (const auto busy = under_way_.find(what.message); busy != under_way_.end()) {
    busy->second.again = what;
    return;
  }
  remove(what.message);
  if (!has_account(what.route)) return;
  waiting_[what.message] = {what, what.route, false};
  later_.insert({what.due_at, what.message});
  if (what.expires_at != never) expiring_.insert({what.expires_at, what.message});
  count(what.practice, 0, 1);
  ++groups_[what.route].later;
}

void router::remove(const message_id& message) {
  const auto found = waiting_.find(message);
  if (found == waiting_.end()) return;
  const auto& [what, route, is_ready] = found->second;
  auto& of = groups_[route];
  if (is_ready)
    of.ready.erase({priority_of(what.kind), what.due_at, message});
  else
    --of.later;
  later_.erase({what.due_at, message});
  avoiding_.erase({what.avoid_until, message});
  expiring_.erase({what.expires_at, message});
  count(what.practice, is_ready ? -1 : 0, is_ready ? 0 : -1);
  waiting_.erase(found);
}

void router::count(const practice_id& practice, int ready, int later) {
  auto& counts = practices_[practice];
  counts.ready += static_cast<std::uint64_t>(ready); // wraps round and back
  counts.later += static_cast<std::uint64_t>(later);
  if (counts.ready == 0 && counts.later == 0) practices_.erase(practice);
}

void router::pause(const std::vector<provider_id>& paused) {
  for (auto& [id, one] : accounts_) one.pause(std::find(paused.begin(), paused.end(), id) != paused.end());
}

std::vector<message_due> router::expired(timestamp now) {
  std::vector<message_due> over;
  while (!expiring_.empty() && expiring_.begin()->first <= now) {
    const auto message = expiring_.begin()->second;
    over.push_back(waiting_.at(message).what);
    remove(message);
  }
  return over;
}

void router::make_ready(waiting& one, timestamp now) {
  const auto& what = one.what;
  const order place{priority_of(what.kind), what.due_at, what.message};
  auto& before = groups_[one.route];
  if (one.is_ready)
    before.ready.erase(place);
  else
    --before.later;
  if (!one.is_ready) count(what.practice, 1, -1);
  one.is_ready = true;
  one.route = what.route;
  if (now < what.avoid_until) {
    auto others = what.route;
    std::erase(others.providers, what.avoid);
    if (has_account(others)) one.route = std::move(others);
    avoiding_.insert({what.avoid_until, what.message});
  }
  groups_[one.route].ready.insert(place);
}

void router::settle(timestamp now) {
  for (auto* due : {&later_, &avoiding_})
    while (!due->empty() && due->begin()->first <= now) {
      const auto message = due->begin()->second;
      due->erase(due->begin());
      make_ready(waiting_.at(message), now);
    }
}

std::optional<turn> router::take(moment now) {
  settle(now.wall);
  const provider_route* route = nullptr;
  group* from = nullptr;
  choice chosen;
  order first;
  for (auto& [key, one] : groups_) {
    if (one.ready.empty()) continue;
    const auto made = choose(key, one.credits, accounts_, now);
    if (!made.by) continue;
    // What matters least is what an account that may still be out is tried with; the oldest of it, so that nobody's
    // texts overtake each other.
    const auto least = one.ready.lower_bound({one.ready.rbegin()->priority, timestamp::min(), {}});
    const auto& place = made.as_probe ? *least : *one.ready.begin();
    if (from && first < place) continue;
    route = &key;
    from = &one;
    chosen = made;
    first = place;
  }
  if (!from) return std::nullopt;
  if (!chosen.as_probe) settle_credits(from->credits, *route, accounts_, *chosen.by, now);
  accounts_.at(*chosen.by).began(chosen.as_probe, now);
  auto what = waiting_.at(first.message).what;
  remove(first.message);
  under_way_[first.message] = {what, *chosen.by, chosen.as_probe, now.steady, {}, 0};
  return turn{std::move(what), *chosen.by};
}

void router::called(const message_id& message, std::uint32_t attempt, instant now) {
  const auto found = under_way_.find(message);
  if (found == under_way_.end()) return;
  found->second.attempt = attempt;
  accounts_.at(found->second.provider).called(message, now);
}

void router::end(std::unordered_map<message_id, started>::iterator which, bool heard, instant now) {
  const auto ended = std::move(which->second);
  under_way_.erase(which);
  accounts_.at(ended.provider).ended(ended.what.message, ended.is_probe && !heard, now);
  if (ended.again) put(*ended.again);
}

void router::answered(const provider_id& provider, const attempt_outcome& what, instant now) {
  const auto by = accounts_.find(provider);
  if (by == accounts_.end()) return;
  const auto found = under_way_.find(what.message);
  const bool is_this =
      found != under_way_.end() && found->second.provider == provider && found->second.attempt == what.attempt;
  by->second.answered(what, is_this && found->second.is_probe, now);
  if (is_this) end(found, true, now);
}

void router::finished(const message_id& message, instant now) {
  if (const auto found = under_way_.find(message); found != under_way_.end()) end(found, false, now);
}

std::vector<message_due> router::overdue(moment now, millis grace) {
  std::vector<message_due> lost;
  for (auto it = under_way_.begin(); it != under_way_.end();) {
    auto& one = *it;
    ++it; // `end` may put it back among those that wait, never among these
    auto& of = accounts_.at(one.second.provider);
    if (one.second.at + grace + of.settings().timeout > now.steady) continue;
    lost.push_back(std::move(one.second.what));
    of.ended(one.first, one.second.is_probe, now.steady);
    under_way_.erase(lost.back().message);
  }
  return lost;
}

void router::listen(instant now) {
  for (auto& [id, one] : accounts_) one.listen(now);
}

timestamp router::wake_at(moment now) {
  settle(now.wall);
  auto at = never;
  if (!later_.empty()) at = std::min(at, later_.begin()->first);
  if (!expiring_.empty()) at = std::min(at, expiring_.begin()->first);
  if (!avoiding_.empty()) at = std::min(at, avoiding_.begin()->first);
  for (const auto& [route, one] : groups_)
    if (!one.ready.empty()) at = std::min(at, choose(route, one.credits, accounts_, now).at);
  for (const auto& [id, one] : accounts_)
    if (const auto listen = one.listen_at()) at = std::min(at, now.wall_at(*listen));
  return at;
}

const provider_id* router::account_for(const provider_route& route, moment now) const {
  const provider_id* by = nullptr;
  for (const auto& id : route.providers) {
    const auto found = accounts_.find(id);
    if (found == accounts_.end()) continue;
    if (!by) by = &id;
    if (!found->second.is_paused() && found->second.gate().share(now.steady) > 0) return &id;
  }
  return by;
}

std::map<provider_id, std::size_t> router::queued_by_account(moment now) const {
  std::map<provider_id, std::size_t> counts;
  for (const auto& [route, one] : groups_) {
    const auto count = one.ready.size() + one.later;
    if (count == 0) continue;
    if (const auto* by = account_for(route, now)) counts[*by] += count;
  }
  return counts;
}

std::map<provider_id, timestamp> router::oldest_by_account(moment now) const {
  std::map<provider_id, timestamp> oldest;
  for (const auto& [route, one] : groups_) {
    const auto* by = one.ready.empty() ? nullptr : account_for(route, now);
    if (!by) continue;
    auto& at = oldest.try_emplace(*by, never).first->second;
    // Ordered by priority first: the head of each is its oldest.
    for (auto head = one.ready.begin(); head != one.ready.end();
         head = one.ready.lower_bound({head->priority + 1, timestamp::min(), {}}))
      at = std::min(at, head->due_at);
  }
  return oldest;
}

} // namespace tidings
