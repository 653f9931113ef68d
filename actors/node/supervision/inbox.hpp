#pragma once
// A practice's inbox: every command stays here until the practice says that what it caused is on disk. So a practice
// that dies loses nothing, and a command that keeps killing it is found out. Pure.
#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>

namespace tidings {

template <class Command> class inbox {
public:
  static constexpr std::uint32_t tries_max = 5; ///< a command that ended its handler so often is parked

  struct entry {
    std::uint64_t number = 0;
    Command what;
    std::uint32_t tries = 0;
  };

  std::uint64_t put(Command what) {
    entries_.push_back({++last_, std::move(what), 0});
    return last_;
  }
  /// Commands up to `number` are handled for good.
  void handled(std::uint64_t number) {
    while (!entries_.empty() && entries_.front().number <= number) entries_.pop_front();
  }
  /// The handler died on this command. Gives the command back, out of the inbox, when that was its last try.
  std::optional<entry> blame(std::uint64_t number) {
    for (auto it = entries_.begin(); it != entries_.end(); ++it) {
      if (it->number != number) continue;
      if (++it->tries < tries_max) return std::nullopt;
      entry out = std::move(*it);
      entries_.erase(it);
      return out;
    }
    return std::nullopt;
  }

  /// Takes out those for which `which(what)` is true, in their order.
  template <class Which> std::deque<entry> take_if(Which which) {
    std::deque<entry> taken, left;
    for (auto& one : entries_) (which(one.what) ? taken : left).push_back(std::move(one));
    entries_ = std::move(left);
    return taken;
  }

  const std::deque<entry>& entries() const { return entries_; }
  /// The first entry with a higher number.
  auto after(std::uint64_t number) const {
    return std::upper_bound(entries_.begin(), entries_.end(), number,
                            [](std::uint64_t wanted, const entry& one) { return wanted < one.number; });
  }
  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }

private:
  std::deque<entry> entries_;
  std::uint64_t last_ = 0;
};

} // namespace tidings
