#pragma once
// Takes backups by the clock and when asked, on a thread of its own and with a low priority. Watches whether a key was
// destroyed, which then mustn't lie in the backups either, and whether another broker has taken over this log.
#include "actors/backup/store.hpp"
#include "schemas/epoch.hpp"
#include "schemas/settings.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace tidings::backup {

struct keeper_options {
  backup_settings settings;
  key_bytes key; ///< `master_key::derived("backup")`
  std::filesystem::path data_dir;
  std::shared_ptr<live_log> log;
  log_epoch epoch;
  wall_clock now = system_now;
  /// At the claim: so long may two brokers believe to be the one. And at the keys: one that was destroyed is in no
  /// backup after this and the time to copy the others.
  millis look_every{5'000};
  std::function<void(std::string)> say; ///< a line for the operator's log
  /// Another broker goes on with this log: this one must end. Called once, with the reason.
  std::function<void(std::string)> on_taken_over;
};

/// What an operator wants to know of backups.
struct keeper_status {
  bool configured = false;
  std::string state = "idle"; ///< `idle` | `running`
  std::string doing;          ///< while it runs
  std::uint64_t done = 0;     ///< bytes, while it runs
  std::string last_failure;   ///< empty: the last one worked
  std::optional<timestamp> next_at;
  std::uint64_t requests_done = 0; ///< backups that were asked for and are over, well or not
  std::vector<catalog_line> backups;
};

class keeper {
public:
  explicit keeper(keeper_options options);
  ~keeper();
  keeper(const keeper&) = delete;
  keeper& operator=(const keeper&) = delete;

  /// Whether this broker may start at all: fails when another one has taken over its log. Before the thread runs.
  result<void> check_claim();
  void start();
  /// Ends a backup under way and waits for the thread.
  void stop();

  /// A backup now. Gives the number of this request, to be held against `requests_done`.
  result<std::uint64_t> ask();
  keeper_status status() const;
  log_epoch epoch() const;
  /// This broker goes on with the log it was restored to, and no other: said to all that share the folder, then to the
  /// data directory. Fails with `refused` when another one has said so before.
  result<void> take_over();

private:
  enum class job : std::uint8_t { none, backup, look };
  void run();
  job next_job(std::unique_lock<std::mutex>& guard);
  void take(bool asked);
  void replace_keys();
  std::string keys_of_now() const;
  result<void> look_at_claim();
  timestamp due_at() const;
  void list();

  keeper_options options_;
  store store_;
  mutable std::mutex lock_;
  std::mutex folder_; ///< one change of the folder at a time
  std::condition_variable wake_;
  keeper_status status_;
  log_epoch epoch_;
  std::uint64_t requests_ = 0;
  bool stopping_ = false;
  std::optional<std::string> keys_copied_; ///< which key files those in the folder are
  timestamp retry_at_{};                   ///< after a failure
  std::thread thread_;
};

} // namespace tidings::backup
