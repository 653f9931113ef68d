#include "actors/dispatcher/account.hpp"

#include <algorithm>

namespace tidings {
namespace {

std::size_t waiting_max(const provider_settings& of) {
  return static_cast<std::size_t>(std::clamp(of.breaker_failures, 1, std::max(1, of.window)));
}

millis patience_of(const provider_settings& of) { return std::min(account::patience_max, of.timeout / 2); }

} // namespace

account::account(const provider_settings& settings)
    : settings_(settings), bucket_(settings.per_second),
      breaker_(settings.breaker_failures, settings.breaker_probe_every) {}

account::offer account::ask(moment now) const {
  const auto share = breaker_.share(now.steady);
  const bool open = share <= 0;
  const bool full = under_way_ >= settings_.window;
  offer made;
  made.pass_on = share < 1 || paused_;
  if (paused_) return made;
  if (open && !breaker_.wants_probe(now.steady)) {
    if (const auto probe = breaker_.probe_at()) made.at = now.wall_at(*probe);
    return made;
  }
  if (full) return made;
  const auto rate = open ? 1 : share; // a probe is one message
  made.takes = bucket_.has_one(now, rate);
  made.as_probe = made.takes && open;
  if (!made.takes) made.at = bucket_.ready_at(now, rate);
  return made;
}

void account::began(bool as_probe, moment now) {
  ++under_way_;
  bucket_.take(now, as_probe ? 1 : breaker_.share(now.steady));
  if (as_probe) breaker_.probe_began();
}

void account::called(const message_id& message, instant now) { calls_.emplace(now, message); }

void account::answered(const attempt_outcome& what, bool was_probe, instant now) {
  if (what.result == attempt_result::sent || what.result == attempt_result::permanent) good_at_ = now;
  breaker_.answered(what, was_probe, now);
}

void account::ended(const message_id& message, bool unheard, instant now) {
  --under_way_;
  std::erase_if(calls_, [&](const auto& call) { return call.second == message; });
  if (unheard) breaker_.probe_lost(now);
}

std::optional<instant> account::listen_at() const {
  const auto enough = waiting_max(settings_);
  if (calls_.size() < enough || breaker_.is_open()) return std::nullopt;
  const auto began = std::next(calls_.begin(), static_cast<std::ptrdiff_t>(enough) - 1)->first;
  return std::max(began, good_at_.value_or(began)) + patience_of(settings_);
}

void account::listen(instant now) {
  const auto at = listen_at();
  if (at && *at <= now) breaker_.silent(waiting_max(settings_), patience_of(settings_), now);
}

} // namespace tidings
