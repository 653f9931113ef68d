#pragma once
// One provider account: its window, its rate and its breaker, and so whether it takes a message now. Pure.
#include "actors/dispatcher/breaker.hpp"
#include "actors/dispatcher/token_bucket.hpp"
#include "schemas/settings.hpp"

#include <set>

namespace tidings {

class account {
public:
  /// Calls that wait so long without any good answer meanwhile are taken for silence: an account that says nothing is
  /// left within this and a moment, though each call has its own, longer limit. Half of that limit where that is less.
  static constexpr millis patience_max{5'000};

  explicit account(const provider_settings& settings);

  struct offer {
    bool takes = false;
    bool as_probe = false; ///< its breaker is open: one message is let through
    bool pass_on = false;  ///< the route's next one may have the message
    timestamp at = never;  ///< when to ask again; `never`: only an end makes room
  };
  offer ask(moment now) const;

  void began(bool as_probe, moment now);
  void called(const message_id& message, instant now);
  void answered(const attempt_outcome& what, bool was_probe, instant now);
  /// It is under way no more. @param unheard it was a probe, and no answer came
  void ended(const message_id& message, bool unheard, instant now);

  /// Nothing is begun by it; what is under way goes on.
  void pause(bool paused) { paused_ = paused; }
  bool is_paused() const { return paused_; }

  /// Opens the breaker when nothing is heard.
  void listen(instant now);
  /// When to listen again; nothing: too few calls are waiting.
  std::optional<instant> listen_at() const;

  const provider_settings& settings() const { return settings_; }
  const breaker& gate() const { return breaker_; }
  int under_way() const { return under_way_; }

private:
  provider_settings settings_;
  token_bucket bucket_;
  breaker breaker_;
  int under_way_ = 0;
  bool paused_ = false;
  std::set<std::pair<instant, message_id>> calls_; ///< that wait for their answers
  std::optional<instant> good_at_;
};

} // namespace tidings
