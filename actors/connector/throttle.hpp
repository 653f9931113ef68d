#pragma once
// What is sent next to one practice's SystmOne, and when. Its published limits: one request a second, and one
// GetPatientRecord in 30 seconds unless it asks for demographics only or for today's entries. What comes too soon may
// be dropped in silence, which for a write means an unknown outcome: so both spans count from when the answer came.
#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <variant>

namespace tidings {

/// Who goes first. A re-read goes with its write.
enum class urgency : std::uint8_t { cancel, consent, note, code, asked, demographics, poll };

class throttle {
public:
  using instant = std::chrono::steady_clock::time_point;
  using span = std::chrono::steady_clock::duration;
  struct limits {
    span between_requests = std::chrono::seconds(1);
    span between_records = std::chrono::seconds(30);
    span poll_patience = std::chrono::minutes(5); ///< a poll that has waited longer goes before all but cancels
  };
  struct job {
    std::uint64_t id = 0;
    bool limited_record = false; ///< held to `between_records`
  };
  struct send {
    job what;
  };
  struct wait_until {
    instant at;
  };
  struct nothing {};
  using step = std::variant<nothing, wait_until, send>;

  /// Begins as if a limited record had just been read: a restarted connector doesn't know when the last one was.
  throttle(limits with, instant now) : limits_(with), record_free_at_(now + with.between_records) {}

  void set(limits with);
  void add(job what, urgency how, instant now);
  /// The next step of something begun: before all others of its urgency.
  void add_first(job what, urgency how, instant now);
  /// It isn't wanted any more.
  void drop(std::uint64_t id);
  /// Takes out what shall be sent now and holds everything back until `answered`.
  step next(instant now);
  /// The answer came, or was given up.
  void answered(instant now);

  std::size_t waiting(urgency how) const { return queues_[index(how)].size(); }

private:
  struct entry {
    job what;
    instant since;
  };
  static std::size_t index(urgency how) { return static_cast<std::size_t>(how); }
  std::array<urgency, 7> order(instant now) const;

  limits limits_;
  std::array<std::deque<entry>, 7> queues_;
  std::optional<job> under_way_;
  instant free_at_{};
  instant record_free_at_;
};

} // namespace tidings
