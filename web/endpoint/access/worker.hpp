#pragma once
// One thread for what takes long: a password's hash takes some tenths of a second and 128 MiB, and nobody else's
// request waits behind it.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace tidings::web::access {

class worker {
public:
  static constexpr std::size_t waiting_max = 32; ///< some ten seconds of it; then callers hear 429

  worker() = default;
  ~worker(); ///< what waits is dropped
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;

  /// False: as much waits as may. The thread begins with the first.
  bool run(std::function<void()> what);

private:
  void work();

  std::mutex lock_;
  std::condition_variable news_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace tidings::web::access
