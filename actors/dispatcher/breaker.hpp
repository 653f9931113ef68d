#pragma once
// Whether an account may be given messages: the circuit breaker. Pure; its time is the clock that never steps.
#include "schemas/commands.hpp"
#include "schemas/moment.hpp"

#include <boost/describe/enum.hpp>

#include <deque>
#include <optional>
#include <string>

namespace tidings {

enum class breaker_state : std::uint8_t {
  closed,    ///< messages pass
  ramping,   ///< closed a while ago: more pass from second to second
  open,      ///< none pass until the next probe
  half_open, ///< one message is under way to see whether the account is back
};
BOOST_DESCRIBE_ENUM(breaker_state, closed, ramping, open, half_open)

class breaker {
public:
  static constexpr std::size_t window = 50;               ///< answers that the share of failures is taken from,
  static constexpr std::chrono::seconds window_is{60};    ///< none of them older
  static constexpr std::size_t window_least = 20;         ///< fewer say nothing
  static constexpr double share_max = 0.5;                ///< of them may fail
  static constexpr std::chrono::minutes probe_longest{5}; ///< probes that fail come ever later, up to this
  static constexpr std::chrono::seconds ramp{60};         ///< after a probe that went well, until all may pass
  static constexpr double ramp_from = 0.1;                ///< of the account's rate, at the ramp's beginning

  breaker() = default;
  /// @param failures in a row that open it
  /// @param probe_every wait before the first probe
  breaker(int failures, millis probe_every) : failures_(failures), probe_first_(probe_every) {}

  breaker_state state(instant now) const;
  bool is_open() const { return opened_; }
  /// A probe may begin now.
  bool wants_probe(instant now) const;
  /// Of the account's rate, what may pass without being a probe: 0 to 1.
  double share(instant now) const;
  /// When `wants_probe` will say yes by itself.
  std::optional<instant> probe_at() const;

  void probe_began();
  /// It was never called, or its answer was lost.
  void probe_lost(instant now);
  /// What a call came to. Once it is open, only the probe counts; a good answer from an account that was thought silent
  /// shows that it isn't.
  void answered(const attempt_outcome& what, bool is_probe, instant now);
  /// So many calls are waiting for their answers for so long, and none was answered well since.
  void silent(std::size_t calls, std::chrono::milliseconds since, instant now);

  /// Why it isn't closed, and what happens next, in plain English; empty when it is closed.
  std::string reason(instant now) const;
  /// The account itself was refused: a person has to look at it.
  bool is_refused() const { return refused_ && opened_; }

private:
  struct call {
    instant at{};
    bool good = false;
  };
  void open(std::string why, instant now);
  void close(instant now);
  bool fails_too_often(instant now);

  int failures_ = 5;
  millis probe_first_{10'000};
  std::deque<call> calls_;
  int in_a_row_ = 0;
  bool opened_ = false, probing_ = false, refused_ = false, silent_ = false;
  millis probe_wait_{0};
  instant probe_at_{};
  std::optional<instant> closed_at_; ///< the ramp's beginning
  std::string why_;
};

} // namespace tidings
