#include "web/endpoint/fairness.hpp"

namespace tidings::web {
namespace {
template <class Map, class Key> bool take(Map& map, const Key& key, int max) {
  auto& count = map[key];
  if (count >= max) return false;
  ++count;
  return true;
}
template <class Map, class Key> void give_back(Map& map, const Key& key) {
  if (const auto found = map.find(key); found != map.end() && --found->second <= 0) map.erase(found);
}
} // namespace

bool under_way::enter(const endpoint_limits& limits, const std::string& user, steady_time now) {
  if (user.empty()) return true;
  if (!user_rates_.take(user, limits.per_user_rate, limits.per_user_burst, now)) return false;
  return take(of_user_, user, limits.per_user_max);
}

void under_way::leave(const std::string& user) {
  if (!user.empty()) give_back(of_user_, user);
}

bool under_way::enter(const endpoint_limits& limits, const practice_id& practice, const std::string& user,
                      steady_time now) {
  if (!enter(limits, user, now)) return false;
  if (practice_rates_.take(practice, limits.per_practice_rate, limits.per_practice_burst, now) &&
      take(of_practice_, practice, limits.per_practice_max))
    return true;
  leave(user);
  return false;
}

void under_way::leave(const practice_id& practice, const std::string& user) {
  give_back(of_practice_, practice);
  leave(user);
}

} // namespace tidings::web
