#include "actors/connector/emis/answers.hpp"

#include "actors/connector/emis/dates.hpp"
#include "actors/connector/emis/requests.hpp"
#include "actors/connector/web/json_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

namespace tidings::emis {
namespace {

using boost::json::value;
using wire::at;
using wire::items_at;
using wire::text_at;

tl::unexpected<failure> unreadable(std::string_view where, std::string_view what) {
  return fail(error_code::invalid_input, fmt::format("EMIS's answer, {}: {}", where, what));
}

secret_text secret_at(const value& from, std::string_view name) { return secret_text(text_at(from, name)); }

// What staff see as the name of a session's holder; the same in both lists, since the two are compared.
std::string name_of(const value& person) {
  std::string out;
  for (const std::string_view part : {"title", "firstNames", "lastName"}) {
    const auto text = text_at(person, part);
    if (!text.empty()) out.append(out.empty() ? "" : " ").append(text);
  }
  return out;
}

// A word that we don't know is no booking that we may remind of or cancel. Source of the words: the Apache-2.0
// transformer of EMIS Open slots at endeavourhealth/Transforms (SlotTransformer).
appointment_status status_of(std::string_view word) {
  if (word.empty() || word == "Booked") return appointment_status::booked;
  if (word.find("Cancel") != std::string_view::npos) return appointment_status::cancelled;
  if (word == "Arrived") return appointment_status::arrived;
  if (word == "Left" || word == "Walked Out") return appointment_status::finished;
  if (word == "DNA") return appointment_status::did_not_attend;
  return appointment_status::in_progress;
}

std::uint32_t minutes_of(std::string_view text) {
  std::uint32_t minutes = 0;
  constexpr std::uint32_t day = 24 * 60;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), minutes);
  return error == std::errc{} && end == text.data() + text.size() && minutes <= day ? minutes : 0;
}

std::string slot_type_of(const value& row) {
  auto name = text_at(row, "slotType", "description");
  return name.empty() ? text_at(row, "slotType", "display") : name;
}

// Holders are known by either number in the rows.
std::map<std::string, std::string, std::less<>> holders_of(const value& root) {
  std::map<std::string, std::string, std::less<>> out;
  for (const auto& one : items_at(root, "sessionHolderList"))
    for (const std::string_view key : {"dbid", "refID"})
      if (const auto id = text_at(one, key); !id.empty()) out.emplace(fmt::format("{} {}", key, id), name_of(one));
  return out;
}

std::string holder_of(const value& row, const std::map<std::string, std::string, std::less<>>& holders) {
  for (const std::string_view key : {"dbid", "refID"}) {
    const auto found = holders.find(fmt::format("{} {}", key, text_at(row, "sessionHolder", key)));
    if (found != holders.end()) return found->second;
  }
  return {};
}

bool is_truthful(const value& flag) { // JSON has EMIS Open's choices as numbers
  const auto* number = flag.if_int64();
  return (number != nullptr && *number == 1) || (flag.is_bool() && flag.get_bool()) || wire::text_of(flag) == "Y";
}

} // namespace

result<std::vector<appointment>> read_booked(std::string_view body) {
  const auto root = wire::parsed(body);
  if (!root.is_object()) return unreadable("GetBookedPatientsV2", "no JSON object");
  if (!at(root, "bookedList").is_array() && !at(root, "bookedList").is_null())
    return unreadable("GetBookedPatientsV2", "bookedList is no list");
  const auto holders = holders_of(root);
  std::vector<appointment> rows;
  std::size_t read = 0;
  for (const auto& item : items_at(root, "bookedList")) {
    const auto where = fmt::format("bookedList {}", ++read);
    if (!at(item, "patient").is_object()) continue; // booked for nobody: there is nobody to tell
    const auto& booked = at(item, "appointment");
    const auto slot = text_at(booked, "id", "dbid"), patient = text_at(item, "patient", "dbid");
    if (!number_of(slot)) return unreadable(where, "appointment.id.dbid is no slot's number");
    if (!number_of(patient)) return unreadable(where, "patient.dbid is no patient's number");
    const auto starts_at = read_moment(text_at(booked, "date"), text_at(booked, "time"));
    if (!starts_at) return unreadable(where, "the start " + starts_at.error().detail);
    appointment row;
    row.id = appointment_id(slot);
    row.patient = patient_id(patient);
    row.starts_at = *starts_at;
    row.session = text_at(booked, "appointmentName");
    row.clinician = holder_of(booked, holders);
    row.slot_type = slot_type_of(booked);
    row.site = text_at(booked, "appointmentSite");
    rows.push_back(std::move(row));
  }
  return rows;
}

result<std::vector<booking>> read_appointments(std::string_view body, const patient_id& who) {
  const auto root = wire::parsed(body);
  if (!root.is_object()) return unreadable("GetPatientAppointmentsV2", "no JSON object");
  if (!at(root, "appointment").is_array() && !at(root, "appointment").is_null())
    return unreadable("GetPatientAppointmentsV2", "appointment is no list");
  std::vector<booking> rows;
  for (const auto& item : items_at(root, "appointment")) {
    const auto where = fmt::format("appointment {}", rows.size() + 1);
    booking row;
    row.what.id = appointment_id(text_at(item, "slotID"));
    if (!number_of(row.what.id.value)) return unreadable(where, "slotID is no slot's number");
    const auto starts_at = read_moment(text_at(item, "date"), text_at(item, "startTime"));
    if (!starts_at) return unreadable(where, "the start " + starts_at.error().detail);
    row.what.patient = who;
    row.what.starts_at = *starts_at;
    row.what.minutes = minutes_of(text_at(item, "duration"));
    row.what.session = text_at(item, "sessionName");
    row.what.slot_type = slot_type_of(item);
    row.what.status = status_of(text_at(item, "status"));
    row.notes = text_at(item, "notes");
    for (const auto& holder : items_at(item, "holderList")) row.clinicians.push_back(name_of(holder));
    if (!row.clinicians.empty()) row.what.clinician = row.clinicians.front();
    rows.push_back(std::move(row));
  }
  return rows;
}

result<patient_details> read_demographics(std::string_view body, const patient_id& who) {
  const auto root = wire::parsed(body);
  const auto& node = at(root, "registration");
  if (!node.is_object()) return unreadable("GetPatientDemographics", "there is no registration in it");
  // An answer about somebody else must never give this patient their number.
  if (text_at(node, "dbid") != who.value)
    return unreadable("GetPatientDemographics", "it is about another patient than asked for");
  patient_details out;
  out.id = who;
  out.system_id = secret_text(who.value);
  std::string nhs_number = text_at(node, "nhsNumber");
  std::erase(nhs_number, ' ');
  out.nhs_number = secret_text(std::move(nhs_number));
  out.title = secret_at(node, "title");
  const auto called = text_at(node, "callingName"), first = text_at(node, "firstNames");
  out.first_name = secret_text(called.empty() ? first.substr(0, first.find(' ')) : called);
  out.last_name = secret_at(node, "familyName");
  out.mobile = secret_at(node, "mobile");
  out.email = secret_at(node, "email");
  // Which of the numbers 0 and 1 says dead isn't published. A date is sure; so is 1 when it is marked as set.
  out.dead = !text_at(node, "dateOfDeath").empty() ||
             (is_truthful(at(node, "dead")) && at(node, "deadSpecified") != value(false));
  out.deducted = !text_at(node, "deductedDate").empty();
  return out;
}

result<std::vector<patient_id>> read_changed(std::string_view body) {
  const auto root = wire::parsed(body);
  if (!root.is_object()) return unreadable("GetChangedPatients", "no JSON object");
  std::vector<patient_id> out;
  for (const auto& one : items_at(root, "patientList")) {
    const auto id = text_at(one, "dbid");
    if (!number_of(id)) return unreadable(fmt::format("patientList {}", out.size() + 1), "dbid is no patient's number");
    out.emplace_back(id);
  }
  return out;
}

bool confirms_cancel(std::string_view body, std::int32_t slot, std::int32_t patient) {
  const auto root = wire::parsed(body);
  // `patientInforamtion` is how the contract spells it.
  return text_at(root, "appointmentInformation", "slotId") == std::to_string(slot) &&
         text_at(root, "patientInforamtion", "patientNumber") == std::to_string(patient);
}

result<organisation> read_organisation(std::string_view body, std::string_view file_as) {
  const auto root = wire::parsed(body);
  if (!root.is_object() || items_at(root, "organisationList").empty())
    return unreadable("GetOrganisationV2", "there is no organisation in it");
  organisation out;
  for (const auto& one : items_at(root, "organisationList"))
    if (auto code = text_at(one, "nationalCode"); !code.empty()) out.codes.push_back(std::move(code));
  if (file_as.empty()) return out;
  const auto& users = items_at(root, "userList");
  const auto user = std::ranges::find_if(users, [&](const value& one) { return text_at(one, "mnemonic") == file_as; });
  if (user == users.end()) return out;
  const auto& location = items_at(root, "organisationList").front();
  out.filing = place_of_filing{text_at(*user, "refID"), text_at(*user, "guid"), text_at(location, "refID"),
                               text_at(location, "guid"), text_at(location, "locationTypeID", "refID")};
  return out;
}

} // namespace tidings::emis
