#pragma once
// The roll-out board: which practice gets which part of the product when. It stands in the host's stream.
#include "schemas/ids.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <compare>
#include <cstdint>
#include <map>
#include <string>

namespace tidings {

/// What a practice is given, one after the other. Stored by number: only ever add at the end.
enum class rollout_phase : std::uint8_t { premium, smart, web_messenger };
BOOST_DESCRIBE_ENUM(rollout_phase, premium, smart, web_messenger)

enum class rollout_state : std::uint8_t { not_planned, planned, under_way, live, on_hold, not_wanted };
BOOST_DESCRIBE_ENUM(rollout_state, not_planned, planned, under_way, live, on_hold, not_wanted)

struct rollout_place {
  practice_id practice; ///< need not be served here yet: it is planned for
  rollout_phase phase = rollout_phase::premium;
  auto operator<=>(const rollout_place&) const = default;
};
BOOST_DESCRIBE_STRUCT(rollout_place, (), (practice, phase))

/// One cell of the board, whole. Words of the host's own; nothing of a patient.
struct rollout_cell {
  std::string planned_on; ///< `2027-04-30`; empty: no date
  rollout_state state = rollout_state::not_planned;
  std::string owner;          ///< who sees to it
  std::string note;           ///< free words
  std::uint64_t revision = 0; ///< counts the cell's changes from 1: two that cross are told apart
  bool operator==(const rollout_cell&) const = default;
};
BOOST_DESCRIBE_STRUCT(rollout_cell, (), (planned_on, state, owner, note, revision))

using rollout_cells = std::map<rollout_place, rollout_cell>;

} // namespace tidings
