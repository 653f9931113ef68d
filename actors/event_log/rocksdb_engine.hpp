#pragma once
// The log on disk. Its directory: FORMAT_VERSION, `acknowledged` (durable_marks.hpp) and RocksDB's own `rocksdb/`.
#include "actors/event_log/engine.hpp"

#include <atomic>
#include <filesystem>
#include <memory>

namespace rocksdb {
class Env;
}

namespace tidings {

class live_log;

struct rocksdb_options {
  std::filesystem::path directory;
  std::size_t cache_bytes = 64 * 1024 * 1024;    ///< of blocks read back
  std::size_t memory_bytes = 64 * 1024 * 1024;   ///< of newest records before they are moved to a table file
  std::size_t wal_bytes_max = 256 * 1024 * 1024; ///< of write-ahead logs, which a start has to read through
  /// Set when RocksDB stopped over a damaged table. While it is, tables are left as they are: merging them would stop
  /// it again, for all practices.
  std::shared_ptr<std::atomic<bool>> tables_damaged;
  rocksdb::Env* env = nullptr;    ///< tests: a disk that fails; nothing for the real one
  std::shared_ptr<live_log> live; ///< where backups find the open database; may be null
};

/// Opens the log, or creates it in an empty or missing directory, and checks each stream's end: the practices whose
/// records are damaged are in `damages()`, the others go on. Fails with `log_damaged` (it can't be opened at all; names
/// the file), `log_unavailable` (another broker has it open, a newer version wrote it, the disk refuses) or
/// `disk_full`.
result<std::unique_ptr<log_engine>> open_rocksdb(const rocksdb_options& options);

/// Opens the log to look at, beside a running broker or without one; streams are not checked.
result<std::unique_ptr<log_reader>> read_rocksdb(const std::filesystem::path& directory);

/// Opens a database to look at that lies where `env` says: a backup in its folder.
result<std::unique_ptr<log_reader>> read_rocksdb_at(const std::string& database, std::shared_ptr<rocksdb::Env> env);

} // namespace tidings
