#pragma once
// Takes the snapshot of a large practice beside its actor: what is in the log is read and evolved once more, so that
// neither the practice's commands nor its neighbours' wait while a hundred thousand messages are written out.
#include "schemas/actors.hpp"
#include "schemas/sealing.hpp"

#include <optional>

namespace tidings {

struct snapshot_order {
  practice_id practice;
  std::uint64_t version = 0;         ///< the state after so many events; all of them were sent to the log before
  timestamp wake_at = never;         ///< of that state
  std::optional<timestamp> prune_at; ///< what ended long ago by then is left out; nothing: all of it stays
};

/// Answers once and ends. Empty bytes: there is none, as when the log or a key can't be read.
using snapshot_maker_actor = caf::typed_actor<caf::replies_to<caf::get_atom>::with<snapshot>>;

struct snapshot_maker_state {
  snapshot_maker_state() = default;
  static inline const char* name = "snapshot-maker";
};

/// @param own_thread it has one, which gives way to everybody else's
snapshot_maker_actor::behavior_type snapshot_maker(snapshot_maker_actor::stateful_pointer<snapshot_maker_state> self,
                                                   snapshot_order what, event_log_actor log, sealer_ptr keys,
                                                   bool own_thread);

} // namespace tidings
