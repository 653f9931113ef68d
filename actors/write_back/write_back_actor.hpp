#pragma once
// Outcomes into the clinical systems. Holds nothing that the practices couldn't tell again.
#include "actors/write_back/outbox.hpp"
#include "schemas/actors.hpp"
#include "schemas/alarm.hpp"
#include "schemas/tally.hpp"

namespace tidings {

struct write_back_options {
  // NOLINTNEXTLINE(google-explicit-constructor): a clock is all that it needs
  write_back_options(wall_clock clock, tally count = {}) : now(std::move(clock)), handled(std::move(count)) {}
  wall_clock now;
  tally handled; ///< operations wanted, and connectors' answers
};

struct write_back_actor_state {
  write_back_actor_state() = default;
  static inline const char* name = "write-back";

  wall_clock now;
  station_handles_ptr stations;
  std::map<practice_id, outbox> boxes;
  std::map<std::uint64_t, std::pair<practice_id, operation_id>> beginning; ///< what practices are asked to write down
  std::uint64_t last_token = 0;
  alarm timer;
  bool ending = false; ///< told to stop: asks nothing, hears what is under way
};

/// Told to shut down, it asks nothing more and ends once every question has its answer. Whoever can't wait kills it.
write_back_actor::behavior_type write_back(write_back_actor::stateful_pointer<write_back_actor_state> self,
                                           write_back_options options);

} // namespace tidings
