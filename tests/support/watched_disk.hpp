#pragma once
// A disk for RocksDB that writes down all that is done to it, fails when told, and can be asked what would be left of
// it had the power gone at any moment. It swallows syncs, so thousands of them cost nothing.
//
// Its rules are POSIX's: a file's bytes are safe once it is synced, its name once its folder is. Of the rest, any page
// and any number of the latest names may be there or not.
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace tidings::test {

enum class disk_act : std::uint8_t { create, append, truncate, sync, failed_sync, remove, rename, sync_folder };

class watched_disk final : public rocksdb::FileSystemWrapper {
  using status = rocksdb::IOStatus;

public:
  /// One thing done. `file` numbers a file for its whole life, whatever its name.
  struct note {
    disk_act what{};
    std::uint64_t file = 0;
    std::string name, to; ///< paths; `to`: of a rename, or the bytes of an append
    std::uint64_t offset = 0;
  };
  /// Asked before each act; a bad status fails it. Called under the disk's lock.
  using fault = std::function<status(disk_act what, const std::string& name)>;

  watched_disk() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "watched"; }

  void set_fault(fault what) {
    const std::lock_guard guard(lock_);
    fault_ = std::move(what);
  }
  /// Bytes that can still be written; nothing: no end. An append that finds less writes what fits and fails.
  void set_room(std::optional<std::uint64_t> bytes) {
    const std::lock_guard guard(lock_);
    room_ = bytes;
  }
  void record(bool on) {
    const std::lock_guard guard(lock_);
    recording_ = on;
  }
  std::size_t done() const {
    const std::lock_guard guard(lock_);
    return journal_.size();
  }
  std::vector<note> journal() const {
    const std::lock_guard guard(lock_);
    return journal_;
  }
  std::uint64_t syncs() const {
    const std::lock_guard guard(lock_);
    return syncs_;
  }

  status NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                         std::unique_ptr<rocksdb::FSWritableFile>* into, rocksdb::IODebugContext* debug) override {
    if (auto failed = act({disk_act::create, 0, name, {}, 0}); !failed.ok()) return failed;
    auto made = FileSystemWrapper::NewWritableFile(name, options, into, debug);
    if (made.ok()) *into = std::make_unique<file>(std::move(*into), *this, number_of(name), name);
    return made;
  }
  status ReopenWritableFile(const std::string&, const rocksdb::FileOptions&, std::unique_ptr<rocksdb::FSWritableFile>*,
                            rocksdb::IODebugContext*) override {
    return status::NotSupported("not watched");
  }
  status ReuseWritableFile(const std::string&, const std::string&, const rocksdb::FileOptions&,
                           std::unique_ptr<rocksdb::FSWritableFile>*, rocksdb::IODebugContext*) override {
    return status::NotSupported("not watched");
  }
  status DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                    rocksdb::IODebugContext* debug) override {
    if (auto failed = act({disk_act::remove, 0, name, {}, 0}); !failed.ok()) return failed;
    return FileSystemWrapper::DeleteFile(name, options, debug);
  }
  status RenameFile(const std::string& from, const std::string& to, const rocksdb::IOOptions& options,
                    rocksdb::IODebugContext* debug) override {
    if (auto failed = act({disk_act::rename, 0, from, to, 0}); !failed.ok()) return failed;
    return FileSystemWrapper::RenameFile(from, to, options, debug);
  }
  status GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options, std::uint64_t* free,
                      rocksdb::IODebugContext* debug) override {
    const std::lock_guard guard(lock_);
    if (!room_) return FileSystemWrapper::GetFreeSpace(path, options, free, debug);
    *free = *room_;
    return status::OK();
  }
  status NewDirectory(const std::string& name, const rocksdb::IOOptions& options,
                      std::unique_ptr<rocksdb::FSDirectory>* into, rocksdb::IODebugContext* debug) override {
    auto made = FileSystemWrapper::NewDirectory(name, options, into, debug);
    if (made.ok()) *into = std::make_unique<folder>(std::move(*into), *this, name);
    return made;
  }

private:
  struct file final : rocksdb::FSWritableFileOwnerWrapper {
    file(std::unique_ptr<rocksdb::FSWritableFile>&& real, watched_disk& owner, std::uint64_t number, std::string name)
        : FSWritableFileOwnerWrapper(std::move(real)), owner_(owner), number_(number), name_(std::move(name)) {}

    status Append(const rocksdb::Slice& bytes, const rocksdb::IOOptions& options,
                  rocksdb::IODebugContext* debug) override {
      const auto fits = owner_.take_room(bytes.size());
      status done = owner_.act({disk_act::append, number_, name_, std::string(bytes.data(), fits), size_});
      if (!done.ok()) return done;
      size_ += fits;
      done = FSWritableFileOwnerWrapper::Append(rocksdb::Slice(bytes.data(), fits), options, debug);
      return done.ok() && fits < bytes.size() ? status::NoSpace("No space left on device: " + name_) : done;
    }
    status Append(const rocksdb::Slice& bytes, const rocksdb::IOOptions& options, const rocksdb::DataVerificationInfo&,
                  rocksdb::IODebugContext* debug) override {
      return Append(bytes, options, debug);
    }
    status Truncate(std::uint64_t size, const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
      if (auto failed = owner_.act({disk_act::truncate, number_, name_, {}, size}); !failed.ok()) return failed;
      size_ = size;
      return FSWritableFileOwnerWrapper::Truncate(size, options, debug);
    }
    status Sync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
      FSWritableFileOwnerWrapper::Flush({}, nullptr);
      return owner_.act({disk_act::sync, number_, name_, {}, 0});
    }
    status Fsync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
      return Sync(options, debug);
    }
    status RangeSync(std::uint64_t, std::uint64_t, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
      return status::OK(); // promises nothing
    }

    watched_disk& owner_;
    std::uint64_t number_;
    std::string name_;
    std::uint64_t size_ = 0;
  };
  struct folder final : rocksdb::FSDirectoryWrapper {
    folder(std::unique_ptr<rocksdb::FSDirectory>&& real, watched_disk& owner, std::string name)
        : FSDirectoryWrapper(std::move(real)), owner_(owner), name_(std::move(name)) {}
    status Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
      return owner_.act({disk_act::sync_folder, 0, name_, {}, 0});
    }
    status FsyncWithDirOptions(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
      return Fsync(options, debug);
    }
    watched_disk& owner_;
    std::string name_;
  };

  status act(note what) {
    const std::lock_guard guard(lock_);
    if (fault_)
      if (auto failed = fault_(what.what, what.name); !failed.ok()) {
        // The kernel forgets that what could not be synced was ever to be written.
        if (what.what == disk_act::sync && recording_) {
          what.what = disk_act::failed_sync;
          journal_.push_back(std::move(what));
        }
        return failed;
      }
    if (what.what == disk_act::create) numbers_[what.name] = what.file = ++last_number_;
    if (what.what == disk_act::sync) ++syncs_;
    if (recording_) journal_.push_back(std::move(what));
    return status::OK();
  }
  std::uint64_t number_of(const std::string& name) {
    const std::lock_guard guard(lock_);
    return numbers_[name];
  }
  std::size_t take_room(std::size_t wanted) {
    const std::lock_guard guard(lock_);
    if (!room_) return wanted;
    const auto fits = std::min<std::uint64_t>(*room_, wanted);
    *room_ -= fits;
    return static_cast<std::size_t>(fits);
  }

  mutable std::mutex lock_;
  fault fault_;
  std::optional<std::uint64_t> room_;
  bool recording_ = false;
  std::vector<note> journal_;
  std::map<std::string, std::uint64_t> numbers_;
  std::uint64_t last_number_ = 0, syncs_ = 0;
};

/// Plays a journal forward and writes down what a power cut would leave.
class power_cut {
public:
  explicit power_cut(std::vector<watched_disk::note> journal) : journal_(std::move(journal)) {}

  /// Goes on to the moment after so many acts; never back.
  void play_to(std::size_t acts) {
    for (; played_ < acts; ++played_) play(journal_[played_]);
  }
  /// What is safe, into the folder; with `dice` also a random part of what isn't.
  void leave(const std::filesystem::path& into, std::mt19937_64* dice) const {
    auto names = safe_names_;
    if (dice) {
      const auto lucky = (*dice)() % (unsafe_names_.size() + 1);
      for (std::size_t i = 0; i < lucky; ++i) apply(names, unsafe_names_[i]);
    }
    for (const auto& [name, number] : names) {
      const auto& one = files_.at(number);
      auto bytes = one.safe;
      if (dice && one.bytes.size() > bytes.size()) add_some(bytes, one, *dice);
      std::ofstream out(into / std::filesystem::path(name).filename(), std::ios::binary);
      out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
  }

private:
  static constexpr std::size_t page = 4'096;
  struct one_file {
    std::string bytes, safe;
    std::size_t doomed = 0; ///< up to here, what wasn't safe at a failed sync never will be: zeros
    std::size_t doomed_from = 0;
  };
  using name_list = std::map<std::string, std::uint64_t>;

  static void apply(name_list& to, const watched_disk::note& what) {
    if (what.what == disk_act::create) to[what.name] = what.file;
    if (what.what == disk_act::remove) to.erase(what.name);
    if (what.what == disk_act::rename)
      if (auto moved = to.extract(what.name)) to[what.to] = moved.mapped();
  }
  static void add_some(std::string& bytes, const one_file& one, std::mt19937_64& dice) {
    const auto size = bytes.size() + dice() % (one.bytes.size() - bytes.size() + 1);
    const auto kept = bytes.size();
    bytes.resize(size, '\0');
    for (auto at = kept; at < size;) {
      const auto end = std::min(size, (at / page + 1) * page);
      if (dice() % 4 != 0 && at >= one.doomed) one.bytes.copy(bytes.data() + at, end - at, at);
      at = end;
    }
  }
  void play(const watched_disk::note& what) {
    auto& one = files_[what.file];
    switch (what.what) {
    case disk_act::append:
      one.bytes.resize(what.offset);
      one.bytes += what.to;
      return;
    case disk_act::truncate:
      one.bytes.resize(what.offset);
      return;
    case disk_act::sync: {
      auto fresh = one.bytes;
      for (auto at = one.doomed_from; at < std::min(one.doomed, fresh.size()); ++at) fresh[at] = '\0';
      one.safe = std::move(fresh);
      return;
    }
    case disk_act::failed_sync:
      if (one.doomed == 0) one.doomed_from = one.safe.size();
      one.doomed = one.bytes.size();
      return;
    case disk_act::sync_folder:
      for (const auto& each : unsafe_names_) apply(safe_names_, each);
      unsafe_names_.clear();
      return;
    case disk_act::create:
    case disk_act::remove:
    case disk_act::rename:
      unsafe_names_.push_back(what);
      return;
    }
  }

  std::vector<watched_disk::note> journal_;
  std::size_t played_ = 0;
  std::map<std::uint64_t, one_file> files_;
  name_list safe_names_;
  std::vector<watched_disk::note> unsafe_names_;
};

} // namespace tidings::test
