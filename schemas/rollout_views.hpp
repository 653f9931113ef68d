#pragma once
// The roll-out board as operators see it.
#include "schemas/views.hpp"

namespace tidings::view {

struct rollout_cell {
  text phase, state, planned_on, owner, note;
  count revision = 0; ///< of a change: the next one
};
BOOST_DESCRIBE_STRUCT(rollout_cell, (), (phase, state, planned_on, owner, note, revision))

/// One practice: one cell a phase, in the phases' order.
struct rollout_row {
  text practice, name;
  bool served = false; ///< it is in this broker's configuration now
  std::vector<rollout_cell> cells;
};
BOOST_DESCRIBE_STRUCT(rollout_row, (), (practice, name, served, cells))

/// GET /rollout: every practice that is served or planned for, by code.
struct rollout {
  std::vector<text> phases;
  std::vector<rollout_row> practices;
};
BOOST_DESCRIBE_STRUCT(rollout, (), (phases, practices))

} // namespace tidings::view
