#include "actors/event_log/log_backups.hpp"

#include "actors/event_log/encrypting_env.hpp"
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/event_log/stream.hpp"

#include <rocksdb/db.h>
#include <rocksdb/file_system.h>
#include <rocksdb/utilities/backup_engine.h>

#include <atomic>

namespace tidings {
namespace {

namespace fs = std::filesystem;
using rocksdb::BackupEngine;
using rocksdb::BackupEngineReadOnly;

constexpr std::uint64_t progress_step = 4 * 1024 * 1024; ///< bytes between two calls of `progress`

failure copy_failure(const rocksdb::Status& status, const fs::path& folder) {
  const auto text = status.ToString();
  if (status.IsNoSpace() || text.find("No space left") != std::string::npos)
    return {error_code::disk_full, "no space left for backups in " + folder.string()};
  if (status.IsIncomplete()) return {error_code::stopping, "the backup was stopped"};
  if (status.IsCorruption()) return {error_code::log_damaged, text};
  if (status.IsNotFound()) return {error_code::not_found, "there is no such backup in " + folder.string()};
  return {error_code::log_unavailable, text};
}

/// Lists some descriptions not.
class hiding_files final : public rocksdb::FileSystemWrapper {
public:
  hiding_files(const std::shared_ptr<rocksdb::FileSystem>& all, std::set<std::string> hidden)
      : FileSystemWrapper(all), hidden_(std::move(hidden)) {}
  const char* Name() const override { return "hiding"; }
  rocksdb::IOStatus GetChildren(const std::string& folder, const rocksdb::IOOptions& options,
                                std::vector<std::string>* found, rocksdb::IODebugContext* debug) override {
    auto status = FileSystemWrapper::GetChildren(folder, options, found, debug);
    if (fs::path(folder).filename() == "meta" || fs::path(folder).parent_path().filename() == "meta")
      std::erase_if(*found, [&](const std::string& name) { return hidden_.contains(name); });
    return status;
  }

private:
  std::set<std::string> hidden_;
};

std::shared_ptr<rocksdb::Env> env_of(const log_backup_options& options) {
  auto env = encrypting_env(options.key);
  if (options.passed_over.empty()) return env;
  std::set<std::string> hidden;
  for (const auto number : options.passed_over) hidden.insert(std::to_string(number));
  return rocksdb::NewCompositeEnv(std::make_shared<hiding_files>(env->GetFileSystem(), std::move(hidden)));
}

rocksdb::BackupEngineOptions options_of(const log_backup_options& from, rocksdb::Env* env) {
  rocksdb::BackupEngineOptions options(from.folder.string(), env);
  options.share_table_files = true;
  options.sync = true;
  options.backup_rate_limit = from.bytes_per_second_max;
  options.callback_trigger_interval_size = progress_step;
  return options;
}

class rocksdb_backups final : public log_backups {
public:
  rocksdb_backups(log_backup_options options, std::shared_ptr<rocksdb::Env> env)
      : options_(std::move(options)), env_(std::move(env)) {}

  result<void> open(bool writable) {
    rocksdb::Status status;
    if (writable) {
      BackupEngine* opened = nullptr;
      status = BackupEngine::Open(options_of(options_, env_.get()), rocksdb::Env::Default(), &opened);
      writer_.reset(opened);
    } else {
      BackupEngineReadOnly* opened = nullptr;
      status = BackupEngineReadOnly::Open(options_of(options_, env_.get()), rocksdb::Env::Default(), &opened);
      reader_.reset(opened);
    }
    if (!status.ok()) return failed(status);
    return {};
  }

  result<log_copy> create(live_log& from, const std::function<void(std::uint64_t)>& progress) override {
    const auto lease = from.take([this] { stop(); });
    if (!lease) return fail(error_code::log_unavailable, "the log isn't open, or is being copied already");
    rocksdb::CreateBackupOptions how;
    // Into table files, which later copies share; what is left of the write-ahead log is short.
    how.flush_before_backup = true;
    how.progress_callback = [&, bytes = std::uint64_t{0}]() mutable { progress(bytes += progress_step); };
    rocksdb::BackupID number = 0;
    if (const auto status = writer_->CreateNewBackup(how, lease.db(), &number); !status.ok()) {
      (void)writer_->GarbageCollect(); // what is left over is removed at the next start too
      return failed(status);
    }
    return look_up(number);
  }

  void stop() override {
    if (writer_) writer_->StopBackup();
  }

  result<void> remove(std::uint32_t number) override {
    if (const auto status = writer_->DeleteBackup(number); !status.ok()) return failed(status);
    return {};
  }

  std::vector<std::uint32_t> numbers() const override {
    std::vector<rocksdb::BackupInfo> all;
    base().GetBackupInfo(&all);
    std::vector<std::uint32_t> numbers;
    for (const auto& one : all) numbers.push_back(one.backup_id);
    return numbers;
  }

  result<log_copy> look_up(std::uint32_t number) const override {
    rocksdb::BackupInfo info;
    if (const auto status = base().GetBackupInfo(number, &info, true); !status.ok()) return failed(status);
    log_copy copy{info.backup_id, info.size, {fs::path("meta") / std::to_string(number)}};
    for (const auto& file : info.file_details) copy.files.emplace_back(file.relative_filename);
    return copy;
  }

  result<std::unique_ptr<log_reader>> read(std::uint32_t number) const override {
    rocksdb::BackupInfo info;
    if (const auto status = base().GetBackupInfo(number, &info, true); !status.ok()) return failed(status);
    return read_rocksdb_at(info.name_for_open, info.env_for_open);
  }

  result<void> restore(std::uint32_t number, const fs::path& log_directory) override {
    std::error_code error;
    fs::create_directories(log_directory, error);
    if (error) return fail(error_code::log_unavailable, log_directory.string() + ": " + error.message());
    const auto into = (log_directory / "rocksdb").string();
    if (fs::exists(into, error)) return fail(error_code::refused, into + " is there already");
    if (const auto status = base().RestoreDBFromBackup(number, into, into); !status.ok()) return failed(status);
    return {};
  }

private:
  const rocksdb::BackupEngineReadOnlyBase& base() const {
    if (writer_) return *writer_;
    return *reader_;
  }
  tl::unexpected<failure> failed(const rocksdb::Status& status) const {
    return tl::unexpected<failure>(copy_failure(status, options_.folder));
  }

  log_backup_options options_;
  std::shared_ptr<rocksdb::Env> env_; // before what uses it
  std::unique_ptr<BackupEngine> writer_;
  std::unique_ptr<BackupEngineReadOnly> reader_;
};

result<std::unique_ptr<log_backups>> open_as(const log_backup_options& options, bool writable) {
  auto made = std::make_unique<rocksdb_backups>(options, env_of(options));
  if (auto opened = made->open(writable); !opened) return tl::unexpected<failure>(opened.error());
  return made;
}

} // namespace

result<std::unique_ptr<log_backups>> open_log_backups(const log_backup_options& options) {
  return open_as(options, true);
}

result<std::unique_ptr<log_backups>> read_log_backups(const log_backup_options& options) {
  return open_as(options, false);
}

result<found_heads> heads_of(const log_reader& log) {
  auto practices = log.practices();
  if (!practices) return tl::unexpected<failure>(practices.error());
  found_heads found;
  record_hasher hasher;
  for (const auto& practice : *practices) {
    const auto head =
        log.last_of(practice).and_then([&](std::uint64_t last) { return head_checked(log, practice, last, hasher); });
    if (head)
      found.heads[practice] = *head;
    else if (head.error().code == error_code::log_damaged)
      found.damaged.push_back(practice);
    else
      return tl::unexpected<failure>(head.error());
  }
  return found;
}

} // namespace tidings
