#pragma once
// The broker's pulse: what happened in each second, for five minutes. Pure.
#include "actors/board/state.hpp"

#include <deque>
#include <map>

namespace tidings {

constexpr std::int64_t board_history_seconds = 300;
/// A clock set back by no more than this only makes the chart wait; by more, and it begins anew.
constexpr std::int64_t board_clock_back_s = 10;

class tick_history {
public:
  /// From here on counting starts: what the totals hold already isn't shown.
  void skip(const view::totals& now) { counted_ = now; }

  /// While the board catches up: what came since the last call happened in `second`. So a restarted board shows the
  /// minutes before.
  void count_past(const view::totals& now, std::int64_t second);

  /// Ends `second`: what came since the last call happened in it. Seconds left out before it are shown as empty.
  /// @return nothing when that second was ended before
  const view::tick* close(std::int64_t second, const board_state& state);

  const std::deque<view::tick>& seconds() const { return ticks_; } ///< oldest first
  /// The minutes before a restart, as they were shown. Only before the first second is ended.
  void recall(const std::vector<view::tick>& before) {
    if (ticks_.empty()) ticks_.assign(before.begin(), before.end());
  }

private:
  void count(view::tick& tick, const view::totals& now);

  view::totals counted_;
  std::map<std::int64_t, view::tick> past_; ///< only until the first second is ended
  std::deque<view::tick> ticks_;
};

} // namespace tidings
