#pragma once
// What readers of the log keep beside it.
#include "schemas/ids.hpp"

#include <vector>

namespace tidings {

/// Who folds the log and keeps snapshots of its own, e.g. `board`.
using reader_id = named<struct reader_tag>;

/// Where a message's events stand in the log: for readers that no longer hold it in memory.
struct message_place {
  message_id message;
  practice_id practice;
  std::vector<std::uint32_t> sequences; ///< of the practice's stream
  bool operator==(const message_place&) const = default;
};

} // namespace tidings
