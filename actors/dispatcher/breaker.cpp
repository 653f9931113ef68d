#include "actors/dispatcher/breaker.hpp"

#include <algorithm>

namespace tidings {
namespace {

// What can't be delivered says nothing against the account.
bool is_good(attempt_result result) { return result == attempt_result::sent || result == attempt_result::permanent; }

std::string in_seconds(millis span) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(span).count();
  return std::to_string(seconds) + (seconds == 1 ? " second" : " seconds");
}

} // namespace

breaker_state breaker::state(instant now) const {
  if (opened_) return probing_ ? breaker_state::half_open : breaker_state::open;
  return closed_at_ && now < *closed_at_ + ramp ? breaker_state::ramping : breaker_state::closed;
}

bool breaker::wants_probe(instant now) const { return opened_ && !probing_ && now >= probe_at_; }

double breaker::share(instant now) const {
  if (opened_) return 0;
  if (!closed_at_ || now >= *closed_at_ + ramp) return 1;
  const auto part = std::chrono::duration<double>(now - *closed_at_) / std::chrono::duration<double>(ramp);
  return ramp_from + (1 - ramp_from) * std::max(part, 0.0);
}

std::optional<instant> breaker::probe_at() const {
  return opened_ && !probing_ ? std::optional<instant>(probe_at_) : std::nullopt;
}

void breaker::probe_began() { probing_ = true; }

void breaker::probe_lost(instant now) {
  probing_ = false;
  probe_at_ = now;
}

bool breaker::fails_too_often(instant now) {
  while (!calls_.empty() && (calls_.size() > window || calls_.front().at + window_is < now)) calls_.pop_front();
  if (calls_.size() < window_least) return false;
  const auto bad = std::count_if(calls_.begin(), calls_.end(), [](const call& one) { return !one.good; });
  return static_cast<double>(bad) > share_max * static_cast<double>(calls_.size());
}

void breaker::answered(const attempt_outcome& what, bool is_probe, instant now) {
  const bool good = is_good(what.result);
  if (opened_) {
    if (!is_probe && silent_ && good) return close(now);
    if (!is_probe) return;
    silent_ = false;
    probing_ = false;
    if (good) return close(now);
    refused_ = what.result == attempt_result::configuration;
    why_ = refused_ ? "the account is refused: look at its key and its credit. Last: " + what.detail
                    : "a message that was let through to try it failed. Last: " + what.detail;
    probe_wait_ = std::min<millis>(probe_wait_ * 2, probe_longest);
    probe_at_ = now + probe_wait_;
    return;
  }
  calls_.push_back({now, good});
  in_a_row_ = good ? 0 : in_a_row_ + 1;
  if (what.result == attempt_result::configuration) {
    open("the account is refused: look at its key and its credit. Last: " + what.detail, now);
    refused_ = true;
  } else if (in_a_row_ >= failures_) {
    open(std::to_string(in_a_row_) + " calls in a row failed. Last: " + what.detail, now);
  } else if (!good && fails_too_often(now)) {
    open("more than half of the last " + std::to_string(calls_.size()) + " calls failed. Last: " + what.detail, now);
  }
}

void breaker::silent(std::size_t calls, std::chrono::milliseconds since, instant now) {
  if (opened_) return;
  open(std::to_string(calls) + (calls == 1 ? " call has" : " calls have") + " had no answer for " + in_seconds(since),
       now);
  silent_ = true;
}

void breaker::open(std::string why, instant now) {
  opened_ = true;
  probing_ = false;
  refused_ = silent_ = false;
  why_ = std::move(why);
  probe_wait_ = probe_first_;
  probe_at_ = now + probe_wait_;
}

void breaker::close(instant now) {
  opened_ = probing_ = refused_ = silent_ = false;
  calls_.clear();
  in_a_row_ = 0;
  closed_at_ = now;
  why_.clear();
}

std::string breaker::reason(instant now) const {
  switch (state(now)) {
  case breaker_state::closed:
    return {};
  case breaker_state::ramping:
    return "It is back: more and more messages go by it again";
  case breaker_state::half_open:
    return "One message is under way to see whether it is back; the others go by another provider or wait";
  case breaker_state::open:
    return "Its messages go by another provider or wait, since " + why_ + ". Next try in " +
           in_seconds(std::max(std::chrono::ceil<millis>(probe_at_ - now), millis(0)));
  }
  return {};
}

} // namespace tidings
