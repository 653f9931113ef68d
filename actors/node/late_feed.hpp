#pragma once
// The board's way to the live feed before the endpoint is there.
#include "web/endpoint/broker_port.hpp"

#include <map>
#include <mutex>
#include <string>

namespace tidings {

/// The board starts before the endpoint is there, and may outlive it by a moment. What it says before is kept, the
/// latest of each name: it says a state only when that changes.
class late_feed final : public live_feed {
public:
  void publish(std::string_view name, std::string json) override {
    const std::lock_guard guard(lock_);
    if (feed_)
      feed_->publish(name, std::move(json));
    else
      early_[std::string(name)] = std::move(json);
  }
  void set(live_feed* feed) {
    const std::lock_guard guard(lock_);
    feed_ = feed;
    if (!feed_) return;
    for (auto& [name, json] : early_) feed_->publish(name, std::move(json));
    early_.clear();
  }

private:
  std::mutex lock_;
  live_feed* feed_ = nullptr;
  std::map<std::string, std::string> early_;
};

} // namespace tidings
