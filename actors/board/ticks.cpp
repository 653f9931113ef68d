#include "actors/board/ticks.hpp"

#include <algorithm>

namespace tidings {
namespace {

// `failed` can fall: a message given up by the network may be delivered after all.
view::count rise(view::count from, view::count to) { return to > from ? to - from : 0; }

view::count now_in(const board_state& state, message_state which) {
  return state.all.now[static_cast<std::size_t>(which)];
}

} // namespace

void tick_history::count(view::tick& tick, const view::totals& now) {
  tick.accepted += rise(counted_.accepted, now.accepted);
  tick.sent += rise(counted_.sent, now.sent);
  tick.delivered += rise(counted_.delivered, now.delivered);
  tick.failed += rise(counted_.failed, now.failed);
  tick.replies += rise(counted_.replies, now.replies);
  counted_ = now;
}

void tick_history::count_past(const view::totals& now, std::int64_t second) {
  auto& tick = past_[second];
  tick.t = second;
  count(tick, now);
  if (past_.size() > static_cast<std::size_t>(board_history_seconds)) past_.erase(past_.begin());
}

const view::tick* tick_history::close(std::int64_t second, const board_state& state) {
  if (!ticks_.empty() && second < ticks_.back().t - board_clock_back_s) ticks_.clear(); // the clock was set back
  if (!ticks_.empty() && second <= ticks_.back().t) return nullptr;
  const auto oldest = second - board_history_seconds + 1;
  const auto first = ticks_.empty() ? (past_.empty() ? second : std::max(oldest, past_.begin()->first))
                                    : std::max(oldest, ticks_.back().t + 1);
  for (auto at = first; at < second; ++at) {
    const auto known = past_.find(at);
    ticks_.push_back(known == past_.end() ? view::tick{.t = at} : known->second);
  }
  past_.clear();
  auto& tick = ticks_.emplace_back();
  tick.t = second;
  count(tick, state.all.all);
  tick.queued = now_in(state, message_state::accepted);
  tick.in_flight = now_in(state, message_state::dispatching);
  tick.in_doubt = now_in(state, message_state::in_doubt);
  tick.parked = state.all.all.parked;
  tick.staff_items = state.all.all.staff_items;
  tick.operations_open = state.all.operations_open;
  while (static_cast<std::int64_t>(ticks_.size()) > board_history_seconds) ticks_.pop_front();
  return &tick;
}

} // namespace tidings
