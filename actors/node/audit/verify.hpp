#pragma once
// Does the audit trail hold? Every record of every stream, and every stream against what the anchor says of it. Pure.
#include "actors/event_log/engine.hpp"
#include "actors/node/audit/anchor.hpp"

#include <functional>

namespace tidings::audit {

struct findings {
  std::uint64_t practices = 0, records = 0;
  std::uint64_t entries = 0;        ///< what people did and saw
  std::uint64_t compared = 0;       ///< places at which a stream was compared with the anchor
  std::uint64_t unanchored = 0;     ///< records after the last such place
  std::vector<std::string> damages; ///< each names the practice and the first record that is wrong
};

/// @param anchors null: without; then a stream whose end was cut off or written anew can't be told from a whole one
/// @param seen called for each record
findings verify(const log_reader& log, const anchor_book* anchors, const std::function<void()>& seen = {});

} // namespace tidings::audit
