#pragma once
// What is asked of EMIS Web's Partner API over HTTP, as requests without their token. Pure.
// Source: "Partner API" v1.2, OpenAPI 3.0.4, api.platform.emis-x.uk/partner/swagger/v1/swagger.json.
#include "actors/connector/web/web_port.hpp"
#include "schemas/connectors/emis.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tidings::emis {

/// The contract's own limits of GetBookedPatientsV2 and of date windows.
constexpr std::chrono::minutes back_max{60};
constexpr std::chrono::days ahead_max{30};
constexpr std::chrono::days window_max{90};

/// How EMIS numbers patients (`patientNumber`, their DBID) and slots: an int32 above 0. Anything else is none of
/// theirs.
std::optional<std::int32_t> number_of(std::string_view id);

namespace ask {

wire::request booked_patients(const emis_settings& to, std::chrono::minutes back, std::chrono::minutes ahead);
/// On the London days of `from` to `until`, at most 90 days apart.
wire::request patient_appointments(const emis_settings& to, std::int32_t patient, timestamp from, timestamp until);
/// A GET that acts: EMIS's contract has it so.
wire::request cancel_appointment(const emis_settings& to, std::int32_t slot, std::int32_t patient);
/// Replaces the slot's notes.
wire::request set_slot_notes(const emis_settings& to, std::int32_t slot, std::string_view notes);
wire::request demographics(const emis_settings& to, std::int32_t patient);
wire::request coded_record(const emis_settings& to, std::int32_t patient);
/// Patients whose registration (or, `of_record`, whose medical record) changed since.
wire::request changed_patients(const emis_settings& to, timestamp since, bool of_record);
wire::request organisation(const emis_settings& to);
/// A whole record in XML (record_xml.hpp) with one new consultation.
wire::request file_record(const emis_settings& to, std::int32_t patient, std::string xml);
wire::request consultation(const emis_settings& to, std::int32_t patient, std::string_view guid);

} // namespace ask
} // namespace tidings::emis
