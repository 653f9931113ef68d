#pragma once
// GP Connect (FHIR STU3) and FHIR R4, as far as a cancellation needs them: a patient's appointments and one changed
// resource. Pure.
// Sources: GP Connect Appointment Management (nhsconnect/gpconnect, Apache-2.0) and hl7.org/fhir/R4/appointment.html.
#include "actors/connector/web/web_port.hpp"
#include "schemas/connectors/fhir.hpp"
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::fhir {

/// An appointment as the server told it: whole, since a change must leave everything else as it was.
struct resource {
  boost::json::value whole;
  std::string id;
  std::string version; ///< meta.versionId; empty: not told
  std::string status;  ///< booked, cancelled, …
  timestamp starts_at{};
};

/// What every FHIR server tells about itself: shows whether it is there and lets us in. Nothing is changed.
wire::request capabilities(const fhir_settings& to, std::string_view trace, timestamp now);
/// `trace`: a new UUID for each request.
wire::request find_patient(const fhir_settings& to, std::string_view nhs_number, std::string_view trace, timestamp now);
/// On the London day of `day`; GP Connect takes whole days only, and none before today.
wire::request patient_appointments(const fhir_settings& to, std::string_view patient, timestamp day,
                                   std::string_view trace, timestamp now);
wire::request cancel(const fhir_settings& to, const resource& what, std::string_view trace, timestamp now);

/// The one patient with this NHS number. `refused`: none, several, or another's.
result<std::string> read_patient_id(std::string_view body, std::string_view nhs_number);
/// Every appointment of the bundle, or a failure.
result<std::vector<resource>> read_appointments(std::string_view body);
/// The resource as it is to be: nothing but its status and the reason differs.
boost::json::value cancelled(const resource& what, const fhir_settings& to);

/// The failure that an answer amounts to; `none` for a 2xx. A 409 or 412 is `refused`: somebody else changed the
/// appointment, and a person has to look.
failure judged(const wire::outcome& answer, wire::effect does, std::string_view asked);

} // namespace tidings::fhir
