#pragma once
// Snapshots too large for the write-ahead log, where every append of every practice would wait behind them. A thread of
// its own writes each into a table file, which the log then takes in whole.
#include "actors/event_log/engine.hpp"

#include <rocksdb/options.h>
#include <rocksdb/sst_file_writer.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

namespace tidings {

/// On disk and whole, in a file of its own that the log doesn't know of yet.
struct snapshot_table {
  stored_snapshot what;    ///< without its bytes
  std::uint64_t order = 0; ///< as it was told
  std::filesystem::path file;
  std::string checksum, checksum_name; ///< as RocksDB keeps them of each of its files
};

class large_snapshots {
public:
  /// @param folder where tables are written before they are taken in; what an earlier broker left there is removed
  /// @param how as tables of the snapshots' family are written
  large_snapshots(std::filesystem::path folder, const rocksdb::Options& how);
  large_snapshots(const large_snapshots&) = delete;
  large_snapshots& operator=(const large_snapshots&) = delete;
  /// What hasn't been begun yet isn't written.
  ~large_snapshots();

  /// To be written under this key. One that still waits for the same key is dropped: this one is later.
  /// @param order its place among all snapshots that were told
  void add(std::string key, std::uint64_t order, stored_snapshot what);
  /// Those written since the last call, in their order. One that couldn't be written is none: it only saves time, and
  /// whatever is wrong with the disk shows at the next append.
  std::vector<snapshot_table> written();
  /// Waits until nothing is left to write.
  void finish();

private:
  struct job {
    std::string key;
    std::uint64_t order = 0;
    stored_snapshot what;
  };
  void work();
  std::optional<snapshot_table> write(job one, std::uint64_t number) const;

  std::filesystem::path folder_;
  rocksdb::Options how_;
  std::mutex lock_;
  std::condition_variable changed_;
  std::vector<job> waiting_;
  std::vector<snapshot_table> done_;
  bool busy_ = false, ends_ = false;
  std::thread thread_; ///< started by the first snapshot
};

} // namespace tidings
