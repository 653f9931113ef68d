#include "web/endpoint/access/worker.hpp"

namespace tidings::web::access {

worker::~worker() {
  {
    const std::lock_guard guard(lock_);
    stopping_ = true;
    waiting_.clear();
  }
  news_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool worker::run(std::function<void()> what) {
  const std::lock_guard guard(lock_);
  if (stopping_ || waiting_.size() >= waiting_max) return false;
  waiting_.push_back(std::move(what));
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  news_.notify_one();
  return true;
}

void worker::work() {
  for (;;) {
    std::function<void()> next;
    {
      std::unique_lock guard(lock_);
      news_.wait(guard, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    next();
  }
}

} // namespace tidings::web::access
