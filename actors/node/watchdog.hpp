#pragma once
// Sees to it that an ordered stop ends.
#include "schemas/time.hpp"

#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace tidings {

/// Ends the process when an ordered stop takes longer than it may: nothing is lost, the log has what was acknowledged.
class watchdog {
public:
  watchdog(millis limit, std::function<void(std::string)> say)
      : thread_([this, limit, say = std::move(say)] {
          std::unique_lock guard(lock_);
          if (over_.wait_for(guard, limit, [this] { return done_; })) return;
          say("the ordered stop took too long: ending now; nothing acknowledged is lost");
          std::_Exit(3);
        }) {}
  ~watchdog() {
    {
      const std::lock_guard guard(lock_);
      done_ = true;
    }
    over_.notify_all();
    thread_.join();
  }

private:
  std::mutex lock_;
  std::condition_variable over_;
  bool done_ = false;
  std::thread thread_;
};

} // namespace tidings
