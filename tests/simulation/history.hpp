#pragma once
// A day as it is judged: what the log says, read back record by record, beside what the world outside saw.
#include "actors/event_log/memory_engine.hpp"
#include "actors/practice/decide.hpp"
#include "tests/simulation/outside.hpp"

namespace tidings::simulation {

struct told {
  timestamp at; ///< by the broker's clock
  event what;
};
struct story {
  practice_id practice;
  std::vector<told> events;
  practice_state end;
  std::uint64_t acknowledged = 0; ///< so many events the log said were on disk
};
struct history {
  const outside& world;
  std::vector<story> stories;
  std::vector<std::string> unreadable; ///< what of the log can't be read, or isn't what was written
  timestamp ended{};                   ///< by the broker's clock
};

/// Reads every stream from its first record: sequence, hash chain, seal.
history read_history(const outside& world, const std::shared_ptr<memory_disk>& disk, timestamp ended);

/// Follows the log while the day goes on, reading each record once.
class log_reader {
public:
  log_reader(std::shared_ptr<memory_disk> disk, sealer_ptr keys) : disk_(std::move(disk)), keys_(std::move(keys)) {}
  void catch_up();
  const std::map<practice_id, practice_state>& states() const { return states_; }

private:
  std::shared_ptr<memory_disk> disk_;
  sealer_ptr keys_;
  std::map<practice_id, practice_state> states_;
  std::map<practice_id, std::size_t> read_;
};

/// Nothing is under way any more: each message has its end or a person, or the provider has nothing more to say of it.
bool is_at_rest(const practice_state& state);

/// Every event as it was before it was sealed, for comparing two runs of one seed: no box is ever the same twice.
std::string all_events(const outside& world, const memory_disk& disk);

} // namespace tidings::simulation
