#pragma once
// The JWT that GP Connect wants with each request: who asks, for whom and why. It isn't signed; the client certificate
// of the connection vouches for it. Pure.
// Source: GP Connect, "Cross organisation audit and provenance" (nhsconnect/gpconnect, Apache-2.0).
#include "schemas/connectors/fhir.hpp"
#include "schemas/time.hpp"

#include <string>
#include <string_view>

namespace tidings::fhir {

/// `header.claims.`, good for 5 minutes from `now`.
std::string spine_token(const fhir_settings& who, std::string_view scope, timestamp now);

} // namespace tidings::fhir
