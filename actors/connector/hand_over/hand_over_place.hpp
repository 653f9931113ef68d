#pragma once
// Where a practice's documents are left. Blocking, for one thread of its own.
#include "actors/connector/clinical_system.hpp"
#include "actors/connector/edge/site_port.hpp"

#include <memory>
#include <string>

namespace tidings {

/// A folder of this host.
std::unique_ptr<clinical_system> local_place(const practice_id& practice, std::string folder);

/// A folder of the practice's site, by its agent, whose own settings say which.
/// @param patience for each step of the way; no more than a call of a connector may take altogether
std::unique_ptr<clinical_system> site_place(const practice_id& practice, std::string agent,
                                            std::shared_ptr<site_port> sites, millis patience = millis(30'000));

} // namespace tidings
