#pragma once
// In which order practices are started, and how many at once: each has to read its state back from the one log, and the
// first shall be at work before the last has begun. Pure.
#include "schemas/ids.hpp"
#include "schemas/time.hpp"

#include <map>
#include <optional>
#include <set>

namespace tidings {

class start_order {
public:
  static constexpr std::size_t at_once_max = 4;

  /// Smaller goes first.
  enum class need : std::uint8_t {
    asked,   ///< somebody waits for it
    at_work, ///< it had something under way or due, or wasn't asleep when the broker ended
    none,    ///< looked after when there is nothing better to do: its settings may have changed since
  };

  /// Waits for its turn; a greater need than before moves it forward.
  void want(const practice_id& practice, need why) {
    if (const auto known = waiting_.find(practice); known != waiting_.end()) {
      if (known->second <= why) return;
      order_.erase({known->second, practice});
    }
    waiting_[practice] = why;
    order_.insert({why, practice});
  }
  /// The next one to start, which counts as starting from now on; nothing while enough are.
  std::optional<practice_id> next() {
    if (order_.empty() || starting_.size() >= at_once_max) return std::nullopt;
    const auto practice = order_.begin()->second;
    order_.erase(order_.begin());
    waiting_.erase(practice);
    starting_.insert(practice);
    return practice;
  }
  /// It has read its state, or ended.
  void started(const practice_id& practice) { starting_.erase(practice); }
  bool waits(const practice_id& practice) const { return waiting_.contains(practice); }
  std::size_t waiting() const { return waiting_.size(); }

private:
  std::map<practice_id, need> waiting_;
  std::set<std::pair<need, practice_id>> order_;
  std::set<practice_id> starting_;
};

} // namespace tidings
