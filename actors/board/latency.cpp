#include "actors/board/latency.hpp"

#include <algorithm>
#include <cmath>

namespace tidings {

void latency_histogram::add(std::int64_t ms) {
  ms = std::max<std::int64_t>(ms, 0);
  ++added_;
  sum_ms_ += static_cast<double>(ms);
  const double at = std::ceil(4 * std::log2(static_cast<double>(std::max<std::int64_t>(ms, 1))));
  ++counts_[std::min(static_cast<std::size_t>(at), buckets - 1)];
  if (++held_ < held_max) return;
  held_ = 0;
  for (auto& count : counts_) held_ += count /= 2;
}

std::int64_t latency_histogram::percentile(double part) const {
  if (held_ == 0) return -1;
  const auto wanted = static_cast<std::uint64_t>(std::ceil(part * static_cast<double>(held_)));
  std::uint64_t seen = 0;
  std::size_t bucket = 0;
  for (; bucket < buckets - 1; ++bucket)
    if ((seen += counts_[bucket]) >= wanted) break;
  return std::llround(std::exp2(static_cast<double>(bucket) / 4));
}

latency_memory latency_histogram::memory() const {
  return {{counts_.begin(), counts_.end()}, held_, added_, std::llround(sum_ms_)};
}

void latency_histogram::recall(const latency_memory& what) {
  if (what.counts.size() != buckets || what.held >= held_max) return;
  std::copy(what.counts.begin(), what.counts.end(), counts_.begin());
  held_ = what.held;
  added_ = what.added;
  sum_ms_ = static_cast<double>(what.sum_ms);
}

void recent_times::add(std::int64_t ms) {
  held_.push_back(ms);
  if (held_.size() > held_max) held_.pop_front();
}

std::int64_t recent_times::median() const {
  if (held_.size() < least) return -1;
  std::vector<std::int64_t> sorted(held_.begin(), held_.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  return *middle;
}

success_memory success_window::memory() const { return {well_.to_string(), next_, held_}; }

void success_window::recall(const success_memory& what) {
  if (what.well.size() != calls || what.next >= calls || what.held > calls ||
      what.well.find_first_not_of("01") != std::string::npos)
    return;
  well_ = std::bitset<calls>(what.well);
  next_ = what.next;
  held_ = what.held;
}

void success_window::add(bool well) {
  well_[next_] = well;
  next_ = (next_ + 1) % calls;
  held_ = std::min(held_ + 1, calls);
}

} // namespace tidings
