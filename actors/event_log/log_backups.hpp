#pragma once
// Copies of the log in a folder: incremental, consistent, taken while the log is written to, encrypted file by file.
// RocksDB's BackupEngine underneath. Whether a copy is still what was written is for actors/backup to say.
#include "actors/event_log/engine.hpp"
#include "actors/event_log/live_log.hpp"
#include "actors/key_ring/key_bytes.hpp"

#include <filesystem>
#include <set>

namespace tidings {

/// One copy. Table files are shared with other copies.
struct log_copy {
  std::uint32_t number = 0; ///< 1, 2, … in the folder; never used again
  std::uint64_t bytes = 0;
  std::vector<std::filesystem::path> files; ///< relative to the folder
};

struct log_backup_options {
  std::filesystem::path folder;
  key_bytes key;
  std::uint64_t bytes_per_second_max = 0; ///< while copying; 0: as fast as it goes
  /// Copies whose description (`meta/<number>`) was changed, as if they weren't there: RocksDB as Debian builds it ends
  /// the process when two descriptions contradict each other. To look and to restore only: a new copy might take such
  /// a number.
  std::set<std::uint32_t> passed_over;
};

/// For one thread at a time, save `stop`.
class log_backups {
public:
  virtual ~log_backups() = default;
  /// @param progress called now and then with the bytes copied so far. Fails with `stopping` when the log was closed
  ///        meanwhile: nothing is left of the copy then.
  virtual result<log_copy> create(live_log& from, const std::function<void(std::uint64_t)>& progress) = 0;
  /// Ends a `create` under way; from any thread, for good.
  virtual void stop() = 0;
  /// Removes a copy and the files that no other one needs.
  virtual result<void> remove(std::uint32_t number) = 0;
  virtual std::vector<std::uint32_t> numbers() const = 0;
  virtual result<log_copy> look_up(std::uint32_t number) const = 0;
  /// Reads the copy where it lies.
  virtual result<std::unique_ptr<log_reader>> read(std::uint32_t number) const = 0;
  /// Into `log_directory`, which must hold no log: everything but FORMAT_VERSION, without which no broker opens it.
  virtual result<void> restore(std::uint32_t number, const std::filesystem::path& log_directory) = 0;
};

/// Opens the folder's copies, or makes an empty folder.
result<std::unique_ptr<log_backups>> open_log_backups(const log_backup_options& options);
/// Opens them to look and to restore; changes nothing there.
result<std::unique_ptr<log_backups>> read_log_backups(const log_backup_options& options);

/// Where the streams of a log that is only looked at end, their last records checked.
struct found_heads {
  stream_heads heads;
  std::vector<practice_id> damaged; ///< these have no head
};
result<found_heads> heads_of(const log_reader& log);

} // namespace tidings
