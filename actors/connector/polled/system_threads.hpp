#pragma once
// One thread for each clinical system that is asked: its calls block for as long as its wire does.
#include "actors/connector/polled/clinical_worker.hpp"

#include <memory>

namespace tidings {

class system_threads {
public:
  system_threads();
  /// Stops with no patience left.
  ~system_threads();
  system_threads(const system_threads&) = delete;
  system_threads& operator=(const system_threads&) = delete;

  /// The system is made and destroyed on its own thread, which ends with the worker: at once when it is idle, else when
  /// the call under way comes back.
  std::shared_ptr<clinical_worker> start(std::function<std::unique_ptr<clinical_system>()> make);

  /// Threads whose call hasn't come back yet, ended workers' too.
  std::size_t running() const;

  /// Waits for threads whose worker has ended. One that still hangs after `patience` is left behind: it touches nothing
  /// but what it owns. May be called twice.
  void stop(millis patience);

private:
  struct yard;
  std::shared_ptr<yard> yard_;
};

} // namespace tidings
