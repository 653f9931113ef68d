#pragma once
// A log on a slow disk: everything it is told or asked goes through one queue in front of the real one and may wait
// there, in order. So appends are acknowledged late, and reads wait behind them.
#include "schemas/actors.hpp"
#include "schemas/moment.hpp"

#include <deque>

namespace tidings::simulation {

struct slow_log_state {
  slow_log_state() {}
  ~slow_log_state(); ///< the real log ends with it
  static inline const char* name = "slow-log";
  event_log_actor log;
  std::function<millis()> takes; ///< for each append: how long the disk is busy with it
  std::deque<std::function<void()>> queue;
  instant busy_until{};
};

event_log_actor::behavior_type slow_log(event_log_actor::stateful_pointer<slow_log_state> self, event_log_actor log,
                                        std::function<millis()> takes);

} // namespace tidings::simulation
