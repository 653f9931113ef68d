#pragma once
// What must hold after any day, whatever went wrong in it. Each failure is one sentence.
#include "actors/event_log/memory_engine.hpp"
#include "actors/practice/decide.hpp"
#include "tests/simulation/outside.hpp"

namespace tidings::simulation {

/// @returns what doesn't hold; empty when everything does.
std::vector<std::string> broken_promises(const outside& world, const std::shared_ptr<memory_disk>& disk);

/// True when nothing is under way for any practice any more.
bool at_rest(const outside& world, const std::shared_ptr<memory_disk>& disk);

/// Every event as it was before it was sealed, for comparing two runs of one seed: no box is ever the same twice.
std::string all_events(const outside& world, const memory_disk& disk);

} // namespace tidings::simulation
