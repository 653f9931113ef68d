#include "actors/event_log/large_snapshots.hpp"

#include "actors/event_log/snapshot_bytes.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

namespace tidings {

namespace fs = std::filesystem;

namespace {
constexpr int behind_everybody = 19;
constexpr std::uint64_t bytes_per_sync = 1024 * 1024; ///< else an append's sync waits while the whole table is written
} // namespace

large_snapshots::large_snapshots(fs::path folder, const rocksdb::Options& how) : folder_(std::move(folder)), how_(how) {
  std::error_code none; // nothing of it is ever read again: what can't be removed only takes room
  fs::remove_all(folder_, none);
}

large_snapshots::~large_snapshots() {
  {
    const std::lock_guard guard(lock_);
    ends_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void large_snapshots::add(std::string key, std::uint64_t order, stored_snapshot what) {
  {
    const std::lock_guard guard(lock_);
    std::erase_if(waiting_, [&](const job& one) { return one.key == key; });
    waiting_.push_back({std::move(key), order, std::move(what)});
  }
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  changed_.notify_all();
}

std::vector<snapshot_table> large_snapshots::written() {
  const std::lock_guard guard(lock_);
  return std::exchange(done_, {});
}

void large_snapshots::finish() {
  std::unique_lock guard(lock_);
  changed_.wait(guard, [this] { return waiting_.empty() && !busy_; });
}

void large_snapshots::work() {
  (void)::setpriority(PRIO_PROCESS, 0, behind_everybody); // of this thread alone
  std::unique_lock guard(lock_);
  for (std::uint64_t number = 1;; ++number) {
    changed_.wait(guard, [this] { return ends_ || !waiting_.empty(); });
    if (ends_) return;
    auto next = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    busy_ = true;
    guard.unlock();
    auto made = write(std::move(next), number);
    guard.lock();
    busy_ = false;
    if (made) done_.push_back(std::move(*made));
    changed_.notify_all();
  }
}

std::optional<snapshot_table> large_snapshots::write(job one, std::uint64_t number) const {
  std::error_code error;
  fs::create_directories(folder_, error);
  snapshot_table made;
  made.order = one.order;
  made.file = folder_ / (std::to_string(number) + ".sst");
  rocksdb::EnvOptions in_parts;
  in_parts.bytes_per_sync = bytes_per_sync;
  rocksdb::SstFileWriter table(in_parts, how_);
  rocksdb::ExternalSstFileInfo written;
  auto status = table.Open(made.file.string());
  if (status.ok()) status = table.Put(one.key, encode_snapshot(one.what));
  if (status.ok()) status = table.Finish(&written); // with a sync
  if (!status.ok()) {
    fs::remove(made.file, error);
    return std::nullopt;
  }
  made.checksum = written.file_checksum;
  made.checksum_name = written.file_checksum_func_name;
  one.what.bytes = {};
  made.what = std::move(one.what);
  return made;
}

} // namespace tidings
