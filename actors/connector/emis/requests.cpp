#include "actors/connector/emis/requests.hpp"

#include "actors/connector/emis/dates.hpp"
#include "actors/connector/web/address.hpp"

#include <charconv>

namespace tidings::emis {
namespace {

using fields = std::vector<std::pair<std::string_view, std::string>>;

wire::request asked(const emis_settings& to, std::string_view operation, const fields& with) {
  wire::request out;
  std::string query;
  for (const auto& [name, value] : with) wire::add(query, name, value);
  out.url = wire::joined(to.url, "api/v1/").append(operation);
  if (!query.empty()) out.url.append("?").append(query);
  out.headers = {{"applicationId", secret_text(to.application_id)}, {"Accept", secret_text("application/json")}};
  out.ca_file = to.ca_file;
  out.proxy = to.proxy;
  out.timeout = to.answer_timeout;
  return out;
}

wire::request acting(wire::request what, std::string method) {
  what.method = std::move(method);
  what.does = wire::effect::acts;
  return what;
}

} // namespace

std::optional<std::int32_t> number_of(std::string_view id) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), value);
  if (error != std::errc{} || end != id.data() + id.size() || value <= 0) return std::nullopt;
  return value;
}

namespace ask {

wire::request booked_patients(const emis_settings& to, std::chrono::minutes back, std::chrono::minutes ahead) {
  return asked(to, "appointments/GetBookedPatientsV2",
               {{"minutesBefore", std::to_string(back.count())}, {"minutesWithin", std::to_string(ahead.count())}});
}

wire::request patient_appointments(const emis_settings& to, std::int32_t patient, timestamp from, timestamp until) {
  return asked(
      to, "appointments/GetPatientAppointmentsV2",
      {{"patientNumber", std::to_string(patient)}, {"startDate", print_date(from)}, {"endDate", print_date(until)}});
}

wire::request cancel_appointment(const emis_settings& to, std::int32_t slot, std::int32_t patient) {
  return acting(asked(to, "appointments/CancelAppointment",
                      {{"slotId", std::to_string(slot)}, {"patientNumber", std::to_string(patient)}}),
                "GET");
}

wire::request set_slot_notes(const emis_settings& to, std::int32_t slot, std::string_view notes) {
  return acting(
      asked(to, "appointments/SetSlotNotes", {{"slotNotes", std::string(notes)}, {"slotId", std::to_string(slot)}}),
      "PATCH");
}

wire::request demographics(const emis_settings& to, std::int32_t patient) {
  return asked(to, "patient/GetPatientDemographics", {{"patientNumber", std::to_string(patient)}});
}

wire::request coded_record(const emis_settings& to, std::int32_t patient) {
  return asked(to, "medicalRecord/GetCodedRecord", {{"patientNumber", std::to_string(patient)}});
}

wire::request changed_patients(const emis_settings& to, timestamp since, bool of_record) {
  return asked(to, of_record ? "patientMatching/GetChangedPatientsMR" : "patientMatching/GetChangedPatients",
               {{"fromDate", print_date(since)}});
}

wire::request organisation(const emis_settings& to) { return asked(to, "organisation/GetOrganisationV2", {}); }

wire::request file_record(const emis_settings& to, std::int32_t patient, std::string xml) {
  auto out = acting(asked(to, "medicalRecord/FileRecord", {{"patientNumber", std::to_string(patient)}}), "POST");
  out.headers.emplace_back("Content-Type", secret_text("application/xml"));
  out.body = secret_text(std::move(xml));
  return out;
}

wire::request consultation(const emis_settings& to, std::int32_t patient, std::string_view guid) {
  return asked(to, "medicalRecord/GetConsultation",
               {{"consultationGuid", std::string(guid)}, {"patientNumber", std::to_string(patient)}});
}

} // namespace ask
} // namespace tidings::emis
