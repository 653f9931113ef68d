#pragma once
// Where a thread beside the log's own finds the open database, to copy it while it is written to. The engine puts it
// there and takes it away again; whoever copies holds it open meanwhile and is told to stop.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <utility>

namespace rocksdb {
class DB;
}

namespace tidings {

class live_log {
public:
  /// The database, held open. Empty when there is none now.
  class lease {
  public:
    lease() = default;
    lease(live_log* of, rocksdb::DB* db) : of_(of), db_(db) {}
    lease(lease&& other) noexcept : of_(std::exchange(other.of_, nullptr)), db_(std::exchange(other.db_, nullptr)) {}
    lease& operator=(lease&&) = delete;
    ~lease() {
      if (of_) of_->give_back();
    }
    explicit operator bool() const { return db_ != nullptr; }
    rocksdb::DB* db() const { return db_; }

  private:
    live_log* of_ = nullptr;
    rocksdb::DB* db_ = nullptr;
  };

  /// @param stop called, once, from the log's thread when the database is about to be closed: give the lease back soon.
  /// One lease at a time; a second one is empty.
  lease take(std::function<void()> stop) {
    const std::lock_guard guard(lock_);
    if (!db_ || stop_) return {};
    stop_ = std::move(stop);
    return {this, db_};
  }

  /// From the engine.
  void opened(rocksdb::DB* db) {
    const std::lock_guard guard(lock_);
    db_ = db;
  }
  /// Returns once nobody holds the database any more.
  void closing() {
    std::unique_lock guard(lock_);
    db_ = nullptr;
    if (stop_) stop_();
    free_.wait(guard, [this] { return !stop_; });
  }

private:
  void give_back() {
    const std::lock_guard guard(lock_);
    stop_ = nullptr;
    free_.notify_all();
  }

  std::mutex lock_;
  std::condition_variable free_;
  rocksdb::DB* db_ = nullptr;
  std::function<void()> stop_; ///< set while somebody holds the database
};

} // namespace tidings
