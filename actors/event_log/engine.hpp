#pragma once
// What the event log needs of a disk. Engines: RocksDB (rocksdb_engine.hpp), memory (memory_engine.hpp). Both keep the
// records of record.hpp. For one thread at a time.
#include "actors/event_log/record.hpp"
#include "schemas/places.hpp"

#include <functional>
#include <map>
#include <unordered_map>
#include <vector>

namespace tidings {

/// A practice's state as its owner encoded it, after `version` events.
struct stored_snapshot {
  practice_id practice;
  std::uint64_t version = 0;
  std::uint16_t format = 0; ///< the owner's own
  timestamp wake_at = never;
  std::string bytes;
  reader_id reader; ///< whose it is; empty: the practice's own
  bool operator==(const stored_snapshot&) const = default;
};

/// Where a stream ends.
struct stream_head {
  std::uint64_t last = 0;
  record_hash hash{}; ///< of the record `last`
};
using stream_heads = std::unordered_map<practice_id, stream_head>;

struct stream_line {
  practice_id practice;
  std::uint64_t last = 0;
  std::uint64_t snapshot_version = 0;
  timestamp wake_at = never;
  bool operator==(const stream_line&) const = default;
};

/// What becomes durable together: all of it or nothing.
struct log_group {
  std::vector<log_entry> entries; ///< each practice's in order, going on from its stream's last
  std::vector<stored_snapshot> snapshots;
  std::vector<message_place> places;

  bool empty() const { return entries.empty() && snapshots.empty() && places.empty(); }
  void clear() {
    entries.clear();
    snapshots.clear();
    places.clear();
  }
};

/// Whether a write waits until the disk has it.
enum class durability : bool { buffered, synced };

/// Called with each record's sequence, as its key says it, and its bytes; false ends the scan.
using record_visitor = std::function<bool(std::uint64_t sequence, std::string_view value)>;

/// Called with each entry; false ends the scan.
using place_visitor = std::function<bool(message_place&& place)>;

/// A log that is only looked at, damaged or not.
class log_reader {
public:
  virtual ~log_reader() = default;
  /// Practices that have records, in the order of their padded codes.
  virtual result<std::vector<practice_id>> practices() const = 0;
  /// Sequence of the practice's last record as its key says it; 0 when it has none.
  virtual result<std::uint64_t> last_of(const practice_id& practice) const = 0;
  /// The practice's records from sequence `first` on, unchecked.
  virtual result<void> scan(const practice_id& practice, std::uint64_t first, const record_visitor& visit) const = 0;
  /// Nothing when there is none. One that can't be read is `log_damaged`.
  virtual result<std::optional<stored_snapshot>> read_snapshot(const practice_id& practice,
                                                               const reader_id& reader = {}) const = 0;
  /// Places in the order of their messages' ids, from `from` on; a message may come several times in a row.
  virtual result<void> scan_places(const message_id& from, const place_visitor& visit) const = 0;
  /// Every file against the checksum it was written with; the failure names the first bad one.
  virtual result<void> check_files() const = 0;
  /// What is known, from outside the records, to have been acknowledged: a log that ends before it has lost some.
  virtual const std::map<practice_id, std::uint64_t>& acknowledged() const = 0;
};

/// A log that is written to.
class log_engine : public log_reader {
public:
  /// Fails with `version_conflict` (nothing written), `disk_full` or `log_unavailable`. After the latter two it is not
  /// known what the disk has: every later write fails too, until the log is opened anew.
  virtual result<void> write(const log_group& group, durability how) = 0;
  /// Keeps a large snapshot without holding up later writes: it is there some writes later, or after a crash not at
  /// all. Its version must be on disk already.
  virtual void keep_large(stored_snapshot what) {
    log_group only;
    only.snapshots.push_back(std::move(what));
    (void)write(only, durability::buffered); // it only saves time; what is wrong shows at the next write
  }
  /// Every stream's end, as of the last write.
  virtual const stream_heads& heads() const = 0;
  virtual result<std::vector<stream_line>> summaries() const = 0;
  /// Disk space used, roughly.
  virtual std::uint64_t bytes() const = 0;
  /// After `disk_full`: is there room again, so that opening the log anew is worth a try?
  virtual bool has_room() const = 0;
  /// Practices whose records are damaged, each with a failure that names the first bad or lost sequence. They have no
  /// head, and nothing is appended to them.
  virtual const std::map<practice_id, failure>& damages() const = 0;
};

} // namespace tidings
