#pragma once
// How much one practice and one user may have under way at the door, and how often they may come. Whoever asks for more
// is answered 429, so that the queues behind the door stay short for everybody else. Pure; for the endpoint's thread.
#include "schemas/ids.hpp"
#include "web/endpoint/limits.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <unordered_map>

namespace tidings::web {

using steady_time = std::chrono::steady_clock::time_point;

/// So many a second for good, and a burst's worth at once.
template <class Key> class allowances {
public:
  /// Takes one of `key`'s, if there is one.
  bool take(const Key& key, double per_second, int burst, steady_time now) {
    if (of_key_.size() >= keys_max) forget_idle(now, per_second, burst);
    auto& mine = of_key_.try_emplace(key, allowance{static_cast<double>(burst), now}).first->second;
    mine.left = left_of(mine, per_second, burst, now);
    mine.at = now;
    if (mine.left < 1) return false;
    mine.left -= 1;
    return true;
  }
  std::size_t keys() const { return of_key_.size(); }

  static constexpr std::size_t keys_max = 4'096; ///< then those that have their whole burst again are forgotten

private:
  struct allowance {
    double left = 0;
    steady_time at{};
  };
  static double left_of(const allowance& one, double per_second, int burst, steady_time now) {
    const auto passed = std::chrono::duration<double>(now - one.at).count();
    return std::min(static_cast<double>(burst), one.left + std::max(passed, 0.0) * per_second);
  }
  void forget_idle(steady_time now, double per_second, int burst) {
    std::erase_if(of_key_, [&](const auto& one) { return left_of(one.second, per_second, burst, now) >= burst; });
  }

  std::unordered_map<Key, allowance> of_key_;
};

class under_way {
public:
  /// A place for one more; each that was given is given back once. `user` empty: no person's.
  bool enter(const endpoint_limits& limits, const practice_id& practice, const std::string& user, steady_time now);
  void leave(const practice_id& practice, const std::string& user);
  /// The same for reads, which are no practice's.
  bool enter(const endpoint_limits& limits, const std::string& user, steady_time now);
  void leave(const std::string& user);

  std::size_t practices() const { return of_practice_.size(); }
  std::size_t users() const { return of_user_.size(); }

private:
  std::unordered_map<practice_id, int> of_practice_;
  std::unordered_map<std::string, int> of_user_;
  allowances<practice_id> practice_rates_;
  allowances<std::string> user_rates_;
};

} // namespace tidings::web
