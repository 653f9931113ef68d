#pragma once
// The log in memory, for tests and simulation: a disk that can be told to fail, to crash and to lie.
#include "actors/event_log/engine.hpp"

#include <deque>

namespace tidings {

/// What survives the engine. Open it again with `open_memory`, as a process does after its end.
class memory_disk {
public:
  struct stream {
    std::deque<std::string> records; ///< their bytes, from sequence 1 on; tests may spoil them
    std::size_t synced = 0;          ///< so many of them survive a crash
    std::string snapshot, synced_snapshot;
  };
  std::map<practice_id, stream> streams;
  /// What readers keep beside the streams: their snapshots, and the index. Not synced yet: what was there before.
  std::map<std::string, std::string> beside;
  std::vector<std::pair<std::string, std::optional<std::string>>> beside_before;
  std::map<practice_id, std::uint64_t> acknowledged;

  /// While set, every write fails with it.
  std::optional<failure> write_failure;
  /// With `write_failure`: the bytes arrive all the same, as after a failed sync. Nobody may count on them, nor on
  /// their absence.
  bool failed_writes_arrive = false;
  std::uint64_t syncs = 0, writes = 0;

  /// The power goes: what was not synced is gone.
  void crash();
};

/// Fails with `log_damaged` as any engine does.
result<std::unique_ptr<log_engine>> open_memory(std::shared_ptr<memory_disk> disk);

} // namespace tidings
