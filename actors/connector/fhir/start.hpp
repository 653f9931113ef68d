#pragma once
// The second way for cancellations as the broker runs it: by the machine's clocks.
#include "actors/connector/clinical_system.hpp"
#include "actors/connector/web/web_port.hpp"
#include "schemas/settings.hpp"

#include <memory>

namespace tidings::fhir {

/// `first` itself when the practice has no second way.
std::unique_ptr<clinical_system> start_over(std::unique_ptr<clinical_system> first, const practice_settings& practice,
                                            std::shared_ptr<wire::port> web);

} // namespace tidings::fhir
