#pragma once
// Where the calls of one clinical system are made. A port: tests make them when they like.
#include "actors/connector/clinical_system.hpp"

#include <functional>

namespace tidings {

class clinical_worker {
public:
  /// Ends it without waiting: what is under way comes to its end, what waits is dropped.
  virtual ~clinical_worker() = default;

  /// Makes the call once those before it are through; never on an actor's thread.
  virtual void run(std::function<void(clinical_system&)> call) = 0;
};

} // namespace tidings
