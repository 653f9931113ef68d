#include "actors/practice/budget.hpp"

#include "schemas/london.hpp"
#include "schemas/sms/segments.hpp"

#include <algorithm>

namespace tidings {

message_price price_of(const message_track& track, const start_attempt& by) {
  // An e-mail and a call are paid for as one, however long they are.
  const bool in_segments = track.what.by == channel::sms;
  const auto segments =
      in_segments ? static_cast<std::uint32_t>(sms::cost_of(track.what.text.reveal()).segments) : std::uint32_t{1};
  return {segments, std::uint64_t{segments} * by.millipence_per_segment};
}

std::uint64_t spent_today(const practice_state& state, timestamp now) {
  return is_of_today(state.spend.ends_at, now) ? state.spend.millipence : 0;
}

std::string over_budget(const practice_state& state, const practice_settings& settings, const message_track& track,
                        const start_attempt& by, timestamp now) {
  const auto& beyond = settings.beyond_budget;
  if (std::find(beyond.begin(), beyond.end(), track.what.kind) != beyond.end()) return {};
  const auto price = price_of(track, by).millipence;
  if (price == 0) return {};
  if (settings.budget_pence_a_day > 0 &&
      static_cast<double>(spent_today(state, now) + price) > settings.budget_pence_a_day * 1'000)
    return "this practice's budget of today is spent";
  if (by.host_budget_spent) return "the host's budget of today is spent";
  return {};
}

void charge(practice_state& state, message_track& track, std::uint64_t millipence, timestamp at) {
  auto& spend = state.spend;
  if (!is_of_today(spend.ends_at, at)) spend = {end_of_london_day(at), 0};
  spend.millipence += millipence;
  track.charged = {spend.ends_at, millipence};
}

void refund(practice_state& state, message_track& track) {
  if (track.charged.ends_at == state.spend.ends_at)
    state.spend.millipence -= std::min(state.spend.millipence, track.charged.millipence);
  track.charged = {};
}

} // namespace tidings
