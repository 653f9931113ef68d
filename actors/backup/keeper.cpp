#include "actors/backup/keeper.hpp"

#include "actors/backup/retention.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace tidings::backup {
namespace {

constexpr std::chrono::seconds retry_after{60}; ///< a failure; or `every`, if that is sooner
constexpr int niceness = 10;                    ///< the broker's own work comes first

} // namespace

keeper::keeper(keeper_options options)
    : options_(std::move(options)),
      store_({options_.settings.folder, options_.key, options_.settings.bytes_per_second_max}), epoch_(options_.epoch) {
  status_.configured = !options_.settings.folder.empty();
}

keeper::~keeper() { stop(); }

void keeper::start() {
  if (status_.configured) thread_ = std::thread([this] { run(); });
}

void keeper::stop() {
  {
    const std::lock_guard guard(lock_);
    stopping_ = true;
  }
  store_.stop();
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

result<std::uint64_t> keeper::ask() {
  const std::lock_guard guard(lock_);
  if (!status_.configured)
    return fail(error_code::not_configured, "no backups are configured: set `backup: {folder: …}` in broker.yaml");
  if (!epoch_.released)
    return fail(error_code::refused,
                "this broker was restored and isn't released yet: it makes no backups before that");
  if (stopping_) return fail(error_code::stopping, "the broker is stopping");
  if (requests_ == status_.requests_done) ++requests_; // one that waits or runs answers this one too
  wake_.notify_all();
  return requests_;
}

keeper_status keeper::status() const {
  const std::lock_guard guard(lock_);
  auto now = status_;
  if (now.configured && epoch_.released) now.next_at = due_at();
  return now;
}

log_epoch keeper::epoch() const {
  const std::lock_guard guard(lock_);
  return epoch_;
}

/// From the last backup on, so that a restart doesn't put it off.
timestamp keeper::due_at() const {
  const auto last = status_.backups.empty() ? timestamp{} : status_.backups.back().at;
  return std::max(last + options_.settings.every, retry_at_);
}

keeper::job keeper::next_job(std::unique_lock<std::mutex>& guard) {
  if (stopping_) return job::none;
  if (requests_ == status_.requests_done && (!epoch_.released || due_at() > options_.now())) {
    auto wait = options_.look_every;
    if (epoch_.released) wait = std::clamp(due_at() - options_.now(), millis(1), wait);
    wake_.wait_for(guard, wait);
  }
  if (stopping_) return job::none;
  const bool due = epoch_.released && due_at() <= options_.now();
  return requests_ != status_.requests_done || due ? job::backup : job::look;
}

void keeper::run() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), niceness);
  list();
  for (;;) {
    std::unique_lock guard(lock_);
    const auto what = next_job(guard);
    const bool asked = requests_ != status_.requests_done;
    guard.unlock();
    if (what == job::none) return;
    if (auto mine = look_at_claim(); !mine && mine.error().code == error_code::refused) {
      options_.say(mine.error().detail);
      options_.on_taken_over(mine.error().detail);
      return;
    }
    if (what == job::backup)
      take(asked);
    else
      replace_keys();
  }
}

result<void> keeper::check_claim() {
  if (!status_.configured) return {};
  auto mine = look_at_claim();
  if (!mine && mine.error().code != error_code::refused) {
    // A folder that isn't there now doesn't keep a broker from its work; the next look tells.
    options_.say("backups: " + mine.error().detail);
    return {};
  }
  return mine;
}

result<void> keeper::look_at_claim() {
  const auto found = store_.read_claim();
  if (!found) return tl::unexpected<failure>(found.error());
  const auto mine = epoch();
  if (!*found || !mine.released) return {}; // who isn't released says and sends nothing anyway
  const auto& other = **found;
  if (other.epoch < mine.number || (other.epoch == mine.number && other.owner == mine.owner)) return {};
  return fail(error_code::refused, "this broker's log was restored from a backup elsewhere, and that broker (epoch " +
                                       std::to_string(other.epoch) +
                                       ") has taken over. Two would send everything twice: this one (epoch " +
                                       std::to_string(mine.number) + ") ends. deploy/RUNBOOK.md says what to do");
}

void keeper::list() {
  auto all = store_.list();
  const std::lock_guard guard(lock_);
  if (all)
    status_.backups = std::move(all->backups);
  else
    status_.last_failure = all.error().detail;
}

void keeper::take(bool asked) {
  {
    const std::lock_guard guard(lock_);
    status_.state = "running";
    status_.done = 0;
  }
  const auto tell = [this](std::string_view doing, std::uint64_t done, std::uint64_t) {
    const std::lock_guard guard(lock_);
    status_.doing = doing;
    status_.done = done;
  };
  std::unique_lock folder(folder_);
  auto keys = keys_of_now();
  const auto mine = epoch();
  result<void> over;
  const auto claimed = store_.read_claim();
  if (claimed && (!*claimed || (*claimed)->epoch < mine.number))
    over = store_.write_claim({mine.number, mine.owner, options_.now()});
  if (over) {
    auto taken = store_.take({options_.data_dir, *options_.log, mine, options_.now()}, tell);
    if (!taken) {
      over = tl::unexpected<failure>(taken.error());
    } else if (const auto all = store_.list(); all) {
      keys_copied_ = std::move(keys);
      for (const auto& practice : taken->damaged)
        options_.say("backup " + std::to_string(taken->number) + ": the records of practice " + practice.str() +
                     " are damaged in the log, and so in it; an earlier backup may have them whole");
      over = store_.remove(outlived(all->backups, options_.now(), options_.settings.keep));
    }
  }
  folder.unlock();
  if (over) list();
  const std::lock_guard guard(lock_);
  status_.state = "idle";
  status_.doing.clear();
  if (asked) status_.requests_done = requests_;
  if (over) {
    status_.last_failure.clear();
    retry_at_ = {};
    return;
  }
  retry_at_ = options_.now() + std::min<millis>(options_.settings.every, retry_after);
  if (stopping_) return;
  status_.last_failure = over.error().detail;
  options_.say("backup failed: " + over.error().detail);
}

/// Changes when a key is destroyed or a practice's first is made: what unlocks its keys, or the note beside them, is
/// replaced then.
std::string keeper::keys_of_now() const {
  std::string seen;
  std::error_code error;
  for (std::filesystem::directory_iterator at(options_.data_dir / "keys", error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() != ".unlock" && at->path().extension() != ".note") continue;
    std::error_code gone;
    const auto changed = at->last_write_time(gone).time_since_epoch().count();
    seen += at->path().filename().string() + ' ' + std::to_string(changed) + '\n';
  }
  return seen;
}

void keeper::replace_keys() {
  if (!epoch().released) return;
  auto now = keys_of_now();
  if (now == keys_copied_) return;
  const std::lock_guard folder(folder_);
  if (const auto done = store_.refresh_keys(options_.data_dir, options_.now()); done)
    keys_copied_ = std::move(now);
  else
    options_.say("the keys in the backups' folder could not be replaced, it is tried again: " + done.error().detail);
}

result<void> keeper::take_over() {
  auto mine = epoch();
  if (mine.released) return {};
  if (status_.configured) {
    const std::lock_guard folder(folder_);
    const auto found = store_.read_claim();
    if (!found) return tl::unexpected<failure>(found.error());
    if (*found && ((*found)->epoch > mine.number || ((*found)->epoch == mine.number && (*found)->owner != mine.owner)))
      return fail(error_code::refused, "another broker has taken over this log in epoch " +
                                           std::to_string((*found)->epoch) + ": this one was restored in epoch " +
                                           std::to_string(mine.number));
    if (auto said = store_.write_claim({mine.number, mine.owner, options_.now()}); !said) return said;
  }
  mine.released = true;
  if (auto written = write_epoch(options_.data_dir / "log", mine); !written) return written;
  const std::lock_guard guard(lock_);
  epoch_ = mine;
  wake_.notify_all();
  return {};
}

} // namespace tidings::backup
