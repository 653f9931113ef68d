#pragma once
// What a request to a clinical system is about, and how pressing it is.
#include "actors/connector/throttle.hpp"
#include "schemas/connector.hpp"

namespace tidings {

/// A re-read goes with the write that it is for.
urgency urgency_of(const connector_request& what);
patient_id patient_of(const connector_request& what);
/// Whether it changes something in the clinical system.
bool is_write(const connector_request& what);

} // namespace tidings
