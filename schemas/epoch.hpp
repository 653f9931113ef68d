#pragma once
// How often a log was restored from a backup.
#include "schemas/time.hpp"

#include <string>

namespace tidings {

/// Every restore begins an epoch. What the forerunner did after the backup was made isn't known to it, so it may not
/// speak before an operator has released it. A log that was never restored is in its first.
struct log_epoch {
  std::uint64_t number = 1;
  std::string owner;        ///< names this copy of the log: two restored from one backup differ in it
  std::uint32_t backup = 0; ///< number of the backup it was restored from; 0: never restored
  timestamp backed_up_at{}; ///< what was done after this isn't known
  timestamp restored_at{};
  bool released = true; ///< an operator said that this copy goes on and no other does
  bool operator==(const log_epoch&) const = default;
};

} // namespace tidings
