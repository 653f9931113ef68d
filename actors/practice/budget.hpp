#pragma once
// What messages cost, and which must wait because today's budget is spent. Pure.
#include "actors/practice/state.hpp"
#include "schemas/commands.hpp"
#include "schemas/settings.hpp"

namespace tidings {

struct message_price {
  std::uint32_t segments = 0;
  std::uint64_t millipence = 0;
};
message_price price_of(const message_track& track, const start_attempt& by);

/// What this practice has spent of today's budget, in thousandths of a penny.
std::uint64_t spent_today(const practice_state& state, timestamp now);

/// Why this message must wait for the next day's budget; empty when it may go. Kinds in `beyond_budget` never wait.
std::string over_budget(const practice_state& state, const practice_settings& settings, const message_track& track,
                        const start_attempt& by, timestamp now);

// How an attempt changes it (evolve.cpp).
void charge(practice_state& state, message_track& track, std::uint64_t millipence, timestamp at);
void refund(practice_state& state, message_track& track);

} // namespace tidings
