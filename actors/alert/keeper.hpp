#pragma once
// Looks at the broker's figures by the clock, keeps what fires in the host's audit trail and tells the operators, on a
// thread of its own: a mail server that hangs holds nobody else up.
#include "actors/alert/figures.hpp"
#include "actors/alert/outlet.hpp"
#include "actors/alert/trail.hpp"
#include "web/endpoint/broker_port.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace tidings::alert {

constexpr std::size_t history_max = 500;            ///< lines that are shown; the audit trail has all of them
constexpr std::size_t trail_pages_max = 8;          ///< read at the start, 500 entries each: a busy host's last days
constexpr std::size_t untold_max = 200;             ///< notices that wait for a way that fails; the oldest goes
constexpr std::chrono::minutes untold_retry{1};     ///< between two tries
constexpr std::chrono::seconds answer_patience{15}; ///< the broker answers within 10 s

struct keeper_options {
  alert_settings settings;
  broker_port& broker; ///< outlives the keeper
  wall_clock now = system_now;
  std::unique_ptr<outlet> to;
  std::function<std::optional<double>()> certificate_days{}, disk_percent{};
  std::function<void(std::string)> say{}; ///< a line for the operator's log
};

class keeper {
public:
  explicit keeper(keeper_options options);
  ~keeper();
  keeper(const keeper&) = delete;
  keeper& operator=(const keeper&) = delete;

  void start();
  void stop();
  /// One look, and what follows from it. The thread does it by the clock, tests by themselves.
  void step();

  view::alerts page() const;
  /// Already on record: the alert isn't repeated any more. False: it doesn't fire.
  bool acknowledge(const std::string& id, const std::string& by, const std::string& note);

private:
  struct untold {
    notice what;
    bool mail = false, post = false; ///< still to be told so
    timestamp try_at{};
  };
  void run();
  bool restore();
  std::optional<sources> look(timestamp now);
  std::optional<http_answer> ask(const std::string& resource, std::map<std::string, std::string> parameters = {});
  std::optional<http_answer> order(const std::string& what);
  void keep(const notice& what, timestamp now);
  void deliver(timestamp now);
  void say(std::string line) const;

  keeper_options options_;
  mutable std::mutex lock_; ///< all below
  std::condition_variable wake_;
  watch watch_;
  std::deque<view::alert_line> history_; ///< newest first
  std::deque<untold> untold_;
  std::string last_failure_;
  bool restored_ = false, watching_ = false;
  std::optional<timestamp> first_look_; ///< of the keeper's own thread, without the lock
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

} // namespace tidings::alert
