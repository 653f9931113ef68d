#include "actors/event_log/rocksdb_engine.hpp"

#include "actors/event_log/durable_marks.hpp"
#include "actors/event_log/format_file.hpp"
#include "actors/event_log/index_bytes.hpp"
#include "actors/event_log/large_snapshots.hpp"
#include "actors/event_log/live_log.hpp"
#include "actors/event_log/snapshot_bytes.hpp"
#include "actors/event_log/stream.hpp"
#include "schemas/crash_point.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/listener.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <limits>
#include <set>

namespace tidings {
namespace {

namespace fs = std::filesystem;
using rocksdb::Slice;

/// Opening writes what is in the write-ahead logs into tables, and a new manifest.
constexpr std::uint64_t room_to_open = 8 * 1024 * 1024;
constexpr std::uint64_t table_bytes_per_sync = 1024 * 1024;
constexpr auto last_possible = std::numeric_limits<std::uint64_t>::max();

failure failure_of(const rocksdb::Status& status, const fs::path& directory) {
  const auto text = status.ToString();
  if (status.IsNoSpace() || text.find("No space left") != std::string::npos)
    return {error_code::disk_full, "no space left for the log in " + directory.string()};
  if (status.IsCorruption()) return {error_code::log_damaged, text};
  if (status.IsPathNotFound() || text.find("No such file") != std::string::npos)
    return {error_code::log_damaged, "a file is missing: " + text};
  if (status.IsIOError() &&
      (text.find("While lock file") != std::string::npos || text.find("lock hold by") != std::string::npos))
    return {error_code::log_unavailable, "another broker is using " + directory.string()};
  return {error_code::log_unavailable, text};
}

Slice slice_of(const record_key& key) { return {key.data(), key.size()}; }
Slice slice_of(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
std::string_view view_of(const Slice& slice) { return {slice.data(), slice.size()}; }

constexpr const char* index_family = "index"; // logs of earlier builds have none until a broker has opened them

struct columns {
  std::vector<rocksdb::ColumnFamilyDescriptor> described;
  explicit columns(const rocksdb_options& options) {
    rocksdb::BlockBasedTableOptions table;
    table.block_cache = rocksdb::NewLRUCache(options.cache_bytes);
    table.block_size = 16 * 1024;
    table.format_version = 5;
    // A block is read only when a record of it is wanted: a damaged one harms no neighbour.
    table.index_type = rocksdb::BlockBasedTableOptions::kBinarySearchWithFirstKey;
    rocksdb::ColumnFamilyOptions records;
    records.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    records.write_buffer_size = options.memory_bytes;
    records.max_write_buffer_number = 4;
    records.level_compaction_dynamic_level_bytes = true;
    records.compression = rocksdb::kLZ4Compression;
    records.disable_auto_compactions = options.tables_damaged && *options.tables_damaged;
    // A practice's records come in their order: the place of its last one is where the next belongs.
    records.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(practice_id::size_max));
    rocksdb::ColumnFamilyOptions snapshots = records;
    snapshots.memtable_insert_with_hint_prefix_extractor.reset();
    snapshots.write_buffer_size = options.memory_bytes / 4;
    described = {{rocksdb::kDefaultColumnFamilyName, records}, {"snapshots", snapshots}, {index_family, snapshots}};
  }
};

class compaction_crash final : public rocksdb::EventListener {
public:
  void OnTableFileCreated(const rocksdb::TableFileCreationInfo& made) override {
    if (made.reason == rocksdb::TableFileCreationReason::kCompaction) crash_point("mid_compaction");
  }
};

rocksdb::DBOptions options_of(const rocksdb_options& options) {
  rocksdb::DBOptions db;
  if (crash_points_on()) db.listeners.push_back(std::make_shared<compaction_crash>());
  if (options.env) db.env = options.env;
  db.create_if_missing = true;
  db.create_missing_column_families = true;
  db.paranoid_checks = true;
  db.track_and_verify_wals_in_manifest = true; // a missing or shortened older write-ahead log is refused
  // A torn last group is what a crash leaves: it was never acknowledged. Anything more is seen by `acknowledged`.
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  db.max_total_wal_size = options.wal_bytes_max;
  db.allow_concurrent_memtable_write = false;                                // one writer; the insert hint needs it so
  db.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory(); // for `check_files`
  db.max_background_jobs = 2;
  db.bytes_per_sync = table_bytes_per_sync; // else an append's sync waits while a whole new table goes to the disk
  db.max_open_files = 512;
  db.stats_dump_period_sec = 0; // nothing to do when idle
  db.stats_persist_period_sec = 0;
  db.db_host_id = "tidings"; // the default writes the machine's name into every table file
  db.keep_log_file_num = 5;
  db.max_log_file_size = 4 * 1024 * 1024;
  return db;
}

/// Whoever merges tables has minutes for it; whoever waits for an append has not. What is moved out of memory isn't
/// put last: without it appends stop.
void merge_behind_everybody(rocksdb::Env& machine) {
  (void)machine.LowerThreadPoolCPUPriority(rocksdb::Env::LOW, rocksdb::CpuPriority::kLow); // as far as it is possible
}

/// An open database with its two column families.
struct database {
  std::shared_ptr<rocksdb::Env> env; ///< if it isn't the machine's own; outlives `db`
  std::unique_ptr<rocksdb::DB> db;
  rocksdb::ColumnFamilyHandle* records = nullptr;
  rocksdb::ColumnFamilyHandle* snapshots = nullptr;
  rocksdb::ColumnFamilyHandle* index = nullptr; ///< null: an older log that is only looked at

  database() = default;
  database(database&&) = default;
  database& operator=(database&&) = delete;
  ~database() {
    if (!db) return;
    db->DestroyColumnFamilyHandle(records);
    db->DestroyColumnFamilyHandle(snapshots);
    if (index) db->DestroyColumnFamilyHandle(index);
    db->Close();
  }
};

template <class Open> rocksdb::Status open_into(database& into, const Open& open) {
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  auto status = open(&handles, &db);
  if (status.ok()) {
    into.db.reset(db);
    into.records = handles[0];
    into.snapshots = handles.size() > 1 ? handles[1] : nullptr;
    into.index = handles.size() > 2 ? handles[2] : nullptr;
  }
  return status;
}

/// What reader and engine have in common.
template <class Base> class rocksdb_reading : public Base {
public:
  rocksdb_reading(fs::path directory, database files) : directory_(std::move(directory)), files_(std::move(files)) {}

  result<std::vector<practice_id>> practices() const override {
    std::vector<practice_id> found;
    if (auto listed = list_into(found); !listed) return tl::unexpected<failure>(listed.error());
    return found;
  }

  result<std::uint64_t> last_of(const practice_id& practice) const override {
    auto at = iterator(files_.records);
    at->SeekForPrev(slice_of(key_of(practice, last_possible)));
    if (!at->status().ok()) return failed(at->status());
    const auto name = at->Valid() ? parse_key(view_of(at->key())) : std::nullopt;
    return name && name->practice == practice ? name->sequence : 0;
  }

  result<void> scan(const practice_id& practice, std::uint64_t first, const record_visitor& visit) const override {
    const auto end = key_of(practice, last_possible);
    const auto end_slice = slice_of(end);
    auto at = iterator(files_.records, &end_slice);
    for (at->Seek(slice_of(key_of(practice, first))); at->Valid(); at->Next()) {
      const auto name = parse_key(view_of(at->key()));
      if (!name) return fail(error_code::log_damaged, "its key is no record's key");
      if (!visit(name->sequence, view_of(at->value()))) return {};
    }
    if (!at->status().ok()) return failed(at->status());
    return {};
  }

  result<std::optional<stored_snapshot>> read_snapshot(const practice_id& practice,
                                                       const reader_id& reader = {}) const override {
    rocksdb::PinnableSlice value;
    const auto status = files_.db->Get({}, files_.snapshots, snapshot_key(practice, reader), &value);
    if (status.IsNotFound()) return std::nullopt;
    if (!status.ok()) return failed(status);
    return parse_snapshot(practice, view_of(value)).map([&](auto&& one) {
      one.reader = reader;
      return std::optional(std::move(one));
    });
  }

  result<void> scan_places(const message_id& from, const place_visitor& visit) const override {
    if (!files_.index) return {};
    auto at = iterator(files_.index);
    for (at->Seek(place_index_key(from)); at->Valid(); at->Next()) {
      auto place = parse_place(view_of(at->key()), view_of(at->value()));
      if (place && !visit(std::move(*place))) return {};
    }
    if (!at->status().ok()) return failed(at->status());
    return {};
  }

  result<void> check_files() const override {
    if (const auto status = files_.db->VerifyFileChecksums({}); !status.ok()) return failed(status);
    return {};
  }

protected:
  /// As far as the tables can be read.
  result<void> list_into(std::vector<practice_id>& found) const {
    auto at = iterator(files_.records);
    for (at->SeekToFirst(); at->Valid();) {
      const auto name = parse_key(view_of(at->key()));
      if (!name)
        return fail(error_code::log_damaged,
                    "a key after practice " + (found.empty() ? "(none)" : found.back().str()) + " is no record's key");
      found.push_back(name->practice);
      at->Seek(slice_of(key_of(name->practice, last_possible)));
    }
    if (!at->status().ok()) return failed(at->status());
    return {};
  }
  /// A reader's snapshots stand behind the practice's own.
  static std::string snapshot_key(const practice_id& practice, const reader_id& reader) {
    return std::string(practice.padded().data(), practice.padded().size()) + reader.value;
  }
  std::unique_ptr<rocksdb::Iterator> iterator(rocksdb::ColumnFamilyHandle* of, const Slice* end = nullptr) const {
    rocksdb::ReadOptions how;
    how.iterate_upper_bound = end;
    return std::unique_ptr<rocksdb::Iterator>(files_.db->NewIterator(how, of));
  }
  tl::unexpected<failure> failed(const rocksdb::Status& status) const {
    return tl::unexpected<failure>(failure_of(status, directory_));
  }

  fs::path directory_;
  database files_;
};

class rocksdb_reader final : public rocksdb_reading<log_reader> {
public:
  rocksdb_reader(const fs::path& directory, database files, std::map<practice_id, std::uint64_t> acknowledged)
      : rocksdb_reading(directory, std::move(files)), acknowledged_(std::move(acknowledged)) {}
  const std::map<practice_id, std::uint64_t>& acknowledged() const override { return acknowledged_; }

private:
  std::map<practice_id, std::uint64_t> acknowledged_;
};

class rocksdb_engine final : public rocksdb_reading<log_engine> {
public:
  rocksdb_engine(const rocksdb_options& options, database files, durable_marks marks)
      : rocksdb_reading(options.directory, std::move(files)), marks_(std::move(marks)), live_(options.live),
        tables_damaged_(options.tables_damaged),
        large_(directory_ / "incoming",
               rocksdb::Options(files_.db->GetDBOptions(), files_.db->GetOptions(files_.snapshots))) {}
  ~rocksdb_engine() override {
    if (!failed_) {
      large_.finish();
      (void)write({}, durability::buffered);
    }
    if (live_) live_->closing();
  }

  const std::map<practice_id, std::uint64_t>& acknowledged() const override { return marks_.found(); }
  const stream_heads& heads() const override { return heads_; }

  /// Finds every stream's end and checks it. A damaged stream is no reason to refuse the others.
  result<void> find_heads() {
    std::vector<practice_id> listed;
    const auto all = list_into(listed);
    if (!all && acknowledged().empty()) return tl::unexpected<failure>(all.error());
    unlisted_ = !all;
    std::set<practice_id> names(listed.begin(), listed.end());
    for (const auto& [practice, last] : acknowledged()) names.insert(practice);
    for (const auto& practice : names) {
      auto head = find_last(practice).and_then([&](std::uint64_t last) -> result<stream_head> {
        if (last == 0) return stream_head{};
        return head_checked(*this, practice, last, hasher_);
      });
      if (!head)
        damages_[practice] = first_damage(practice).value_or(head.error());
      else if (head->last > 0)
        heads_[practice] = *head;
    }
    drop_incomplete(*this, heads_, damages_);
    if (live_) live_->opened(files_.db.get());
    return {};
  }

  result<void> write(const log_group& group, durability how) override {
    if (failed_) return fail(error_code::log_unavailable, "the log must be opened anew after a failed write");
    batch_.Clear();
    touched_.clear();
    take_in_large();
    for (const auto& entry : group.entries) {
      if (const auto bad = damages_.find(entry.practice); bad != damages_.end())
        return tl::unexpected<failure>(bad->second);
      auto& head = touched(entry.practice);
      if (unlisted_ && head.last == 0 && find_last(entry.practice).value_or(1) > 0)
        return fail(error_code::log_damaged, "practice " + entry.practice.str() +
                                                 ": it can't be told whether it has records: the tables are damaged");
      if (entry.sequence != head.last + 1)
        return fail(error_code::version_conflict, "practice " + entry.practice.str() + " is at " +
                                                      std::to_string(head.last) + ", not before " +
                                                      std::to_string(entry.sequence));
      put(entry, head);
    }
    for (const auto& one : group.snapshots) {
      const auto key = snapshot_key(one.practice, one.reader);
      small_[key] = ++told_;
      batch_.Put(files_.snapshots, key, encode_snapshot(one));
      if (one.reader.empty()) put(index_snapshot(one));
    }
    for (const auto& one : group.places) put(index_place(one));
    if (batch_.Count() == 0) return {};
    rocksdb::WriteOptions options;
    options.sync = how == durability::synced;
    if (const auto status = files_.db->Write(options, &batch_); !status.ok()) {
      failed_ = true;
      if (status.IsCorruption() && tables_damaged_) *tables_damaged_ = true;
      return failed(status);
    }
    for (const auto& [practice, head] : touched_) {
      heads_[practice] = head;
      // A mark that finds no room makes no claim; the records are safe all the same.
      if (options.sync) (void)marks_.raise(practice, head.last);
    }
    return {};
  }

  void keep_large(stored_snapshot what) override {
    auto key = snapshot_key(what.practice, what.reader);
    if (!failed_) large_.add(std::move(key), ++told_, std::move(what));
  }

  result<std::vector<stream_line>> summaries() const override {
    std::map<practice_id, stream_line> lines;
    for (const auto& [practice, head] : heads_) lines[practice] = {practice, head.last, 0, never};
    auto at = iterator(files_.index);
    for (at->Seek(slice_of(snapshot_index_prefix())); at->Valid(); at->Next()) {
      const auto kept = parse_indexed_snapshot(view_of(at->key()), view_of(at->value()));
      if (!kept) continue; // as if there were none: the stream says it all
      auto& line = lines.try_emplace(kept->practice, stream_line{kept->practice, 0, 0, never}).first->second;
      line.snapshot_version = kept->version;
      line.wake_at = kept->wake_at;
    }
    if (!at->status().ok()) return failed(at->status());
    std::vector<stream_line> list;
    for (const auto& [practice, line] : lines) list.push_back(line);
    return list;
  }

  std::uint64_t bytes() const override { return bytes_of(""); }
  bool has_room() const override {
    std::uint64_t free = 0;
    const auto env = files_.db->GetEnv();
    if (!env->GetFreeSpace((directory_ / "rocksdb").string(), &free).ok()) return true; // trying will tell
    return free >= bytes_of(".log") + room_to_open;
  }
  const std::map<practice_id, failure>& damages() const override { return damages_; }

private:
  /// A stream's last sequence, 0 when it has none.
  result<std::uint64_t> find_last(const practice_id& practice) const {
    const auto first = key_of(practice, 0), end = key_of(practice, last_possible);
    const auto first_slice = slice_of(first), end_slice = slice_of(end);
    rocksdb::ReadOptions how;
    how.iterate_lower_bound = &first_slice;
    how.iterate_upper_bound = &end_slice;
    const std::unique_ptr<rocksdb::Iterator> at(files_.db->NewIterator(how, files_.records));
    std::uint64_t last = 0;
    const auto take = [&] {
      const auto name = parse_key(view_of(at->key()));
      if (name) last = name->sequence;
      return name.has_value();
    };
    at->SeekToLast();
    if (at->status().ok()) {
      if (at->Valid() && !take()) return fail(error_code::log_damaged, "its last key is no record's key");
      return last;
    }
    // Going back looks into the block of whoever stands before, which may be the damaged one; going on doesn't.
    const auto marked = acknowledged().find(practice);
    for (at->Seek(slice_of(key_of(practice, marked == acknowledged().end() ? 0 : marked->second))); at->Valid();
         at->Next())
      if (!take()) return fail(error_code::log_damaged, "its last key is no record's key");
    if (!at->status().ok()) return failed(at->status());
    return last;
  }
  /// The first record of the practice that doesn't hold.
  std::optional<failure> first_damage(const practice_id& practice) {
    stream_check check(practice, hasher_);
    std::optional<failure> bad;
    const auto scanned = this->scan(practice, 1, [&](std::uint64_t sequence, std::string_view value) {
      auto seen = check.next(sequence, value);
      if (!seen) bad = seen.error();
      return seen.has_value();
    });
    if (!bad && !scanned) bad = check.damaged(check.head().last + 1, scanned.error().detail).value();
    return bad;
  }
  /// Of files with this extension; empty: of all.
  std::uint64_t bytes_of(std::string_view extension) const {
    std::uint64_t sum = 0;
    std::error_code error; // files come and go under us
    for (fs::directory_iterator at(directory_ / "rocksdb", error), end; !error && at != end; at.increment(error)) {
      std::error_code gone;
      const auto size = at->file_size(gone);
      if (!gone && (extension.empty() || at->path().extension() == extension)) sum += size;
    }
    return sum;
  }
  /// The large snapshots written since; their entries in the index go with this write.
  void take_in_large() {
    for (const auto& one : large_.written()) {
      const auto small = small_.find(snapshot_key(one.what.practice, one.what.reader));
      if (small != small_.end() && small->second > one.order) continue; // overtaken by a later one
      rocksdb::IngestExternalFileArg what;
      what.column_family = files_.snapshots;
      what.external_files = {one.file.string()};
      what.files_checksums = {one.checksum};
      what.files_checksum_func_names = {one.checksum_name};
      what.options.move_files = true;
      what.options.verify_file_checksum = false; // it was made while the file was written
      what.options.write_global_seqno = false;
      if (!files_.db->IngestExternalFiles({what}).ok()) continue; // it only saves time
      if (one.what.reader.empty()) put(index_snapshot(one.what));
    }
  }
  stream_head& touched(const practice_id& practice) {
    auto [at, fresh] = touched_.try_emplace(practice);
    if (fresh)
      if (const auto known = heads_.find(practice); known != heads_.end()) at->second = known->second;
    return at->second;
  }
  void put(const index_row& row) { batch_.Put(files_.index, row.key, row.value); }
  void put(const log_entry& entry, stream_head& head) {
    const auto key = key_of(entry.practice, entry.sequence);
    const auto bytes = encode_head(entry, head.hash);
    const Slice key_part = slice_of(key);
    const Slice value_parts[] = {{bytes.data(), bytes.size()}, entry.what.payload};
    batch_.Put(files_.records, rocksdb::SliceParts(&key_part, 1), rocksdb::SliceParts(value_parts, 2));
    head = {entry.sequence, hasher_(entry.practice, bytes, entry.what.payload)};
  }

  durable_marks marks_;
  std::shared_ptr<live_log> live_;
  std::shared_ptr<std::atomic<bool>> tables_damaged_;
  bool unlisted_ = false; ///< there may be practices that we can't see
  stream_heads heads_;
  std::map<practice_id, failure> damages_;
  stream_heads touched_; ///< ends of the group being written
  rocksdb::WriteBatch batch_;
  record_hasher hasher_;
  bool failed_ = false;
  std::uint64_t told_ = 0;                     ///< snapshots since it was opened
  std::map<std::string, std::uint64_t> small_; ///< by the key: which was the last that rode along with a group
  large_snapshots large_;
};

/// RocksDB doesn't always say which of its files it dislikes.
std::string bad_tables(const fs::path& files) {
  std::string found;
  std::error_code error;
  for (fs::directory_iterator at(files, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != ".sst") continue;
    rocksdb::SstFileReader table{rocksdb::Options()};
    auto status = table.Open(at->path().string());
    if (status.ok()) status = table.VerifyChecksum();
    if (!status.ok()) found += "; damaged: " + at->path().string();
  }
  return found;
}

} // namespace

result<std::unique_ptr<log_engine>> open_rocksdb(const rocksdb_options& options) {
  if (auto claimed = claim_directory(options.directory); !claimed) return tl::unexpected<failure>(claimed.error());
  const columns wanted(options);
  merge_behind_everybody(*(options.env ? options.env : rocksdb::Env::Default()));
  database files;
  const auto status = open_into(files, [&](auto* handles, auto* db) {
    return rocksdb::DB::Open(options_of(options), (options.directory / "rocksdb").string(), wanted.described, handles,
                             db);
  });
  if (status.IsCorruption())
    return fail(error_code::log_damaged, status.ToString() + bad_tables(options.directory / "rocksdb"));
  if (!status.ok()) return tl::unexpected<failure>(failure_of(status, options.directory));
  auto marks = durable_marks::open(options.directory / "acknowledged");
  if (!marks) return tl::unexpected<failure>(marks.error());
  auto engine = std::make_unique<rocksdb_engine>(options, std::move(files), std::move(*marks));
  if (auto found = engine->find_heads(); !found) return tl::unexpected<failure>(found.error());
  return engine;
}

namespace {
/// A backup's folder takes no information log.
class no_log final : public rocksdb::Logger {
public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};
} // namespace

result<std::unique_ptr<log_reader>> read_rocksdb_at(const std::string& name, std::shared_ptr<rocksdb::Env> env) {
  const rocksdb_options options;
  const columns wanted(options);
  database files;
  files.env = std::move(env);
  auto how = options_of(options);
  how.env = files.env.get();
  how.info_log = std::make_shared<no_log>();
  const auto status = open_into(files, [&](auto* handles, auto* db) {
    return rocksdb::DB::OpenForReadOnly(how, name, wanted.described, handles, db);
  });
  if (!status.ok()) return tl::unexpected<failure>(failure_of(status, name));
  return std::make_unique<rocksdb_reader>(name, std::move(files), std::map<practice_id, std::uint64_t>());
}

result<std::unique_ptr<log_reader>> read_rocksdb(const fs::path& directory) {
  constexpr int tries_max = 5; // a running broker may remove a file between our reading its name and opening it
  if (auto checked = check_directory(directory); !checked) return tl::unexpected<failure>(checked.error());
  auto acknowledged = durable_marks::read(directory / "acknowledged"); // first: what comes after may only be more
  const rocksdb_options options{.directory = directory};
  columns wanted(options);
  std::vector<std::string> there;
  if (rocksdb::DB::ListColumnFamilies({}, (directory / "rocksdb").string(), &there).ok())
    std::erase_if(wanted.described,
                  [&](const auto& one) { return std::find(there.begin(), there.end(), one.name) == there.end(); });
  database files;
  rocksdb::Status status;
  for (int i = 0; i < tries_max && !files.db; ++i)
    status = open_into(files, [&](auto* handles, auto* db) {
      return rocksdb::DB::OpenForReadOnly(options_of(options), (directory / "rocksdb").string(), wanted.described,
                                          handles, db);
    });
  if (!status.ok()) return tl::unexpected<failure>(failure_of(status, directory));
  return std::make_unique<rocksdb_reader>(directory, std::move(files), std::move(acknowledged));
}

} // namespace tidings
