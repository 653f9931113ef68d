#pragma once
// What EMIS answers, as values. Unknown members are ignored; what we need and can't read is a failure that says what
// and where. Pure.
#include "schemas/commands.hpp"
#include "schemas/connectors/code_map.hpp"
#include "schemas/errors.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::emis {

/// A booking with its notes.
struct booking {
  appointment what;
  std::string notes;
  std::vector<std::string> clinicians; ///< of a session that several hold, as `appointment::clinician` is written
};

/// GetBookedPatientsV2: all rows or a failure, never some. It tells no length.
result<std::vector<appointment>> read_booked(std::string_view body);
/// GetPatientAppointmentsV2.
result<std::vector<booking>> read_appointments(std::string_view body, const patient_id& who);
/// GetPatientDemographics, without consent. It must be about `who`.
result<patient_details> read_demographics(std::string_view body, const patient_id& who);
/// GetChangedPatients and GetChangedPatientsMR.
result<std::vector<patient_id>> read_changed(std::string_view body);
/// CancelAppointment: does the answer speak of this slot and patient?
bool confirms_cancel(std::string_view body, std::int32_t slot, std::int32_t patient);

/// Where entries are filed and who is said to have made them.
struct place_of_filing {
  std::string user_ref, user_guid;
  std::string location_ref, location_guid, location_type_ref;
};
struct organisation {
  std::vector<std::string> codes;        ///< ODS codes it goes by; empty: not told
  std::optional<place_of_filing> filing; ///< nothing: `file_as` is empty or nobody's
};
/// GetOrganisationV2. `file_as`: a user's mnemonic.
result<organisation> read_organisation(std::string_view body, std::string_view file_as);

} // namespace tidings::emis
