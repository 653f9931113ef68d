#include "actors/connector/polled/system_threads.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace tidings {

/// Counts the threads. They are detached, so that one that hangs can be left behind; this outlives the last of them.
struct system_threads::yard {
  mutable std::mutex door;
  std::condition_variable left;
  std::size_t running = 0;
};

namespace {

using call = std::function<void(clinical_system&)>;

struct inbox {
  std::mutex door;
  std::condition_variable came;
  std::deque<call> waiting;
  bool open = true;

  std::optional<call> next() {
    std::unique_lock lock(door);
    came.wait(lock, [this] { return !open || !waiting.empty(); });
    if (!open) return std::nullopt;
    auto one = std::move(waiting.front());
    waiting.pop_front();
    return one;
  }
  void close() {
    std::deque<call> dropped; // destroyed outside of the lock: it may hold the last reference to something
    {
      const std::lock_guard lock(door);
      open = false;
      dropped.swap(waiting);
    }
    came.notify_all();
  }
};

class thread_worker final : public clinical_worker {
public:
  explicit thread_worker(std::shared_ptr<inbox> in) : in_(std::move(in)) {}
  ~thread_worker() override { in_->close(); }
  thread_worker(const thread_worker&) = delete;
  thread_worker& operator=(const thread_worker&) = delete;

  void run(call what) override {
    {
      const std::lock_guard lock(in_->door);
      in_->waiting.push_back(std::move(what));
    }
    in_->came.notify_one();
  }

private:
  std::shared_ptr<inbox> in_;
};

} // namespace

system_threads::system_threads() : yard_(std::make_shared<yard>()) {}

system_threads::~system_threads() { stop(millis(0)); }

std::shared_ptr<clinical_worker> system_threads::start(std::function<std::unique_ptr<clinical_system>()> make) {
  auto in = std::make_shared<inbox>();
  {
    const std::lock_guard lock(yard_->door);
    ++yard_->running;
  }
  std::thread([in, make = std::move(make), home = yard_]() mutable {
    {
      const auto system = make();
      while (auto one = in->next()) (*one)(*system);
    }
    in.reset();
    const std::lock_guard lock(home->door);
    --home->running;
    home->left.notify_all();
  }).detach();
  return std::make_shared<thread_worker>(std::move(in));
}

std::size_t system_threads::running() const {
  const std::lock_guard lock(yard_->door);
  return yard_->running;
}

void system_threads::stop(millis patience) {
  std::unique_lock lock(yard_->door);
  yard_->left.wait_for(lock, patience, [this] { return yard_->running == 0; });
}

} // namespace tidings
