#pragma once
// How much a station has done, for the dashboard's list of actors.
#include <atomic>
#include <cstdint>
#include <memory>

namespace tidings {

/// Messages that a station has handled. Shared with whoever shows it, and goes on over restarts. Copies count together;
/// counting costs no message.
class tally {
public:
  void one() const { count_->fetch_add(1, std::memory_order_relaxed); }
  std::uint64_t so_far() const { return count_->load(std::memory_order_relaxed); }

private:
  std::shared_ptr<std::atomic<std::uint64_t>> count_ = std::make_shared<std::atomic<std::uint64_t>>(0);
};

} // namespace tidings
