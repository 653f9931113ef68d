#pragma once
// A backup's folder: what can be done with it. Layout and promises: manifest.hpp.
#include "actors/backup/manifest.hpp"
#include "actors/event_log/engine.hpp"
#include "actors/event_log/epoch_file.hpp"
#include "actors/event_log/live_log.hpp"
#include "actors/key_ring/key_bytes.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

namespace tidings {
class log_backups;
}

namespace tidings::backup {

struct store_options {
  std::filesystem::path folder;
  key_bytes key; ///< `master_key::derived("backup")`
  std::uint64_t bytes_per_second_max = 0;
};

/// Where a backup is taken from.
struct source {
  std::filesystem::path data_dir;
  live_log& log;
  log_epoch epoch;
  timestamp now{};
};

/// What is being done, and how far it is, in bytes; `total` 0: not known.
using progress = std::function<void(std::string_view doing, std::uint64_t done, std::uint64_t total)>;

/// What is wrong with a folder or one backup in it, in plain English; empty: it is what was written.
using complaints = std::vector<std::string>;

/// For one thread at a time, save `stop`. Any number of others may look at the folder meanwhile.
class store {
public:
  explicit store(store_options options);

  /// The newest state of the folder; an empty one when there is no backup yet. Fails with `log_damaged` when the
  /// catalog was changed or was written under another master key.
  result<catalog> list() const;
  result<manifest> read_manifest(const catalog_line& of) const;

  /// Takes a backup while the log is written to. What is left over by one that failed or was killed is removed first.
  result<catalog_line> take(const source& from, const progress& tell);
  /// Puts the key files of now in the place of those in the folder: an erased patient's key is then in no backup.
  result<void> refresh_keys(const std::filesystem::path& data_dir, timestamp now);
  /// Removes these backups.
  result<void> remove(const std::vector<std::uint32_t>& numbers);
  /// Ends a `take` under way, from any thread.
  void stop();

  /// Reads every file again. @param number one backup; nothing: all
  result<complaints> verify(std::optional<std::uint32_t> number, const progress& tell) const;

  /// A data directory out of a backup, in an epoch of its own, fenced. `to` must be missing or empty; a restore that
  /// was broken off leaves a directory that no broker starts with.
  /// @param number nothing: the newest
  result<log_epoch> restore(std::optional<std::uint32_t> number, const std::filesystem::path& to, timestamp now,
                            const progress& tell) const;

  /// Who goes on with this log; nothing when nobody has said so yet.
  result<std::optional<claim>> read_claim() const;
  result<void> write_claim(const claim& mine);

private:
  result<void> clean(const catalog& known);
  result<std::vector<file_line>> put_files(const std::filesystem::path& from,
                                           const std::vector<std::filesystem::path>& files, const std::string& under);
  result<void> put_keys(const std::filesystem::path& data_dir, timestamp now, catalog& into);
  result<void> write_catalog(const catalog& all);
  struct verification {
    const progress& tell;
    std::uint64_t done = 0, total = 0;
    std::set<std::string> seen; ///< files shared by several backups are read once
    complaints found;
  };
  /// Numbers of the backups whose description isn't what was written: RocksDB must not see it.
  std::set<std::uint32_t> changed_descriptions(const catalog& all) const;
  /// For those who change the folder.
  result<std::unique_ptr<log_backups>> open_copies(const catalog& all, std::uint64_t bytes_per_second_max) const;
  result<std::unique_ptr<log_backups>> read_copies(const catalog& all) const;
  result<void> verify_files(const std::vector<file_line>& files, verification& so_far) const;
  void verify_heads(const catalog& all, const manifest& of, complaints& found) const;
  result<void> take_out(const std::vector<file_line>& files, const std::string& under,
                        const std::filesystem::path& to) const;

  store_options options_;
  std::mutex lock_;
  log_backups* taking_ = nullptr;
  bool stopped_ = false;
};

/// Whether a log ends exactly as a manifest says.
bool ends_at(const stream_heads& heads, const std::vector<head_line>& expected);

} // namespace tidings::backup
