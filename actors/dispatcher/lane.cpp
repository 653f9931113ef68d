#include "actors/dispatcher/lane.hpp"

#include <algorithm>
#include <cmath>

namespace tidings {

int priority_of(message_kind kind) {
  switch (kind) {
  case message_kind::now:
  case message_kind::auto_response:
  case message_kind::document:
    return 0;
  case message_kind::confirmation:
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

token_bucket::token_bucket(double per_second)
    : per_second_(per_second), burst_(std::max(1.0, per_second / 10)), tokens_(burst_) {}

void token_bucket::fill(instant now) {
  if (filled_at_) tokens_ += per_second_ * std::chrono::duration<double>(now - *filled_at_).count();
  tokens_ = std::min(burst_, tokens_);
  filled_at_ = now;
}

bool token_bucket::take(moment now) {
  fill(now.steady);
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

timestamp token_bucket::ready_at(moment now) const {
  if (tokens_ >= 1 || !filled_at_) return now.wall;
  const auto wait = std::ceil((1 - tokens_) / per_second_ * 1'000);
  return std::max(now.wall, now.wall_at(*filled_at_ + millis(static_cast<std::int64_t>(wait))));
}

lane::lane(int window, double per_second) : window_(window), bucket_(per_second) {}

void lane::put(const message_due& what) {
  if (const auto busy = under_way_.find(what.message); busy != under_way_.end()) {
    busy->second.again = what;
    return;
  }
  if (const auto known = waiting_.find(what.message); known != waiting_.end()) {
    ready_.erase({priority_of(known->second.kind), known->second.due_at, what.message});
    later_.erase({known->second.due_at, what.message});
  }
  waiting_[what.message] = what;
  later_.insert({what.due_at, what.message});
}

void lane::settle(timestamp now) {
  while (!later_.empty() && later_.begin()->first <= now) {
    const auto& what = waiting_.at(later_.begin()->second);
    ready_.insert({priority_of(what.kind), what.due_at, what.message});
    later_.erase(later_.begin());
  }
}

std::optional<message_due> lane::take(moment now) {
  settle(now.wall);
  if (ready_.empty() || static_cast<int>(under_way_.size()) >= window_ || !bucket_.take(now)) return std::nullopt;
  const auto id = ready_.begin()->message;
  ready_.erase(ready_.begin());
  auto what = std::move(waiting_.extract(id).mapped());
  under_way_[id] = {what, now.steady, {}};
  return what;
}

void lane::finished(const message_id& message) {
  const auto ended = under_way_.extract(message);
  if (ended && ended.mapped().again) put(*ended.mapped().again);
}

std::vector<message_due> lane::overdue(moment now, millis limit) {
  std::vector<message_due> lost;
  for (auto it = under_way_.begin(); it != under_way_.end();) {
    if (it->second.at + limit > now.steady) {
      ++it;
      continue;
    }
    lost.push_back(std::move(it->second.what));
    it = under_way_.erase(it);
  }
  return lost;
}

timestamp lane::wake_at(moment now) const {
  if (static_cast<int>(under_way_.size()) >= window_) return never;
  if (!ready_.empty()) return bucket_.ready_at(now);
  if (!later_.empty()) return std::max(later_.begin()->first, bucket_.ready_at(now));
  return never;
}

} // namespace tidings
