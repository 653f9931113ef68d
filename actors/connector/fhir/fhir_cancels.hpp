#pragma once
// A second way for cancellations: they go by GP Connect or FHIR R4, everything else to the practice's own system.
#include "actors/connector/clinical_system.hpp"
#include "actors/connector/web/web_port.hpp"
#include "schemas/connectors/fhir.hpp"
#include "schemas/moment.hpp"

#include <functional>
#include <memory>

namespace tidings::fhir {

/// FHIR knows patients and appointments by ids of its own. The patient is found by the NHS number that `first` tells,
/// the appointment by its start: exactly one that is booked, or nothing is done and a person gets it.
std::unique_ptr<clinical_system> with_cancels(std::unique_ptr<clinical_system> first, fhir_settings to,
                                              std::shared_ptr<wire::port> wire, std::function<moment()> clocks);

} // namespace tidings::fhir
