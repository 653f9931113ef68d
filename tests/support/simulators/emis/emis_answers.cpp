#include "emis/emis_answers.hpp"

#include "emis/filed_record.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <spdlog/fmt/fmt.h>

namespace tidings::sim {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

// Outcome words of the older Partner API, which `legacyOutcome` goes by.
constexpr int technical = -1, nothing = 3, not_booked = 5;

http_response page(json::value body) { return {200, json::serialize(body), "application/json; charset=utf-8", {}}; }
http_response bad(std::string_view text) { return emis_error(400, text, technical); }
http_response missing(std::string_view what) {
  return emis_error(404, fmt::format("The {} was not found", what), nothing);
}

std::optional<std::int32_t> number(const http_request& from, std::string_view name) {
  const auto text = from.parameter(name);
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

json::object person(const emis_person& one) {
  return {{"dbid", std::to_string(one.dbid)},
          {"refID", std::to_string(one.ref)},
          {"guid", one.guid},
          {"mnemonic", one.mnemonic},
          {"title", one.title},
          {"firstNames", one.first_names},
          {"lastName", one.last_name}};
}

json::object registration(const emis_patient& one) {
  return {{"dbid", std::to_string(one.number)},
          {"nhsNumber", one.nhs_number},
          {"title", one.title},
          {"firstNames", one.first_names},
          {"callingName", one.calling_name},
          {"familyName", one.family_name},
          {"dateOfBirth", one.birth_date},
          {"sex", one.sex},
          {"mobile", one.mobile},
          {"email", one.email},
          {"dateOfDeath", one.died.empty() ? json::value() : json::value(one.died)},
          {"dead", one.died.empty() ? 0 : 1},
          {"deadSpecified", true}};
}

json::object slot_type(const emis_slot& one) {
  return {{"id", "1"}, {"display", one.slot_type}, {"description", one.slot_type}, {"bookable", true}};
}

http_response booked_patients(emis_book& book, const http_request& asked, instant now) {
  const auto before = number(asked, "minutesBefore"), within = number(asked, "minutesWithin");
  if (!before || !within || *before < 0 || *within < 0) return bad("minutesBefore and minutesWithin are required");
  if (*before > 60) return bad("The search can go back 60 minutes at most");
  if (*within > 30 * 24 * 60) return bad("The search can go 30 days ahead at most");
  json::array rows, holders;
  for (const auto& one : book.staff) {
    auto holder = person(one);
    holder["waitingTime"] = "0";
    holders.push_back(std::move(holder));
  }
  const auto from = now + -std::chrono::minutes{*before}, to = now + std::chrono::minutes{*within};
  for (const auto& [id, one] : book.slots) {
    if (one.patient == 0 || one.status != "Booked" || one.starts_at < from || one.starts_at > to) continue;
    const auto& who = book.staff[one.holder];
    rows.push_back(json::object{
        {"patient", registration(book.patients.at(one.patient))},
        {"appointment", json::object{{"id", json::object{{"dbid", std::to_string(id)}, {"refID", std::to_string(id)}}},
                                     {"appointmentSite", book.site},
                                     {"appointmentName", one.session_name},
                                     {"date", emis_date(one.starts_at)},
                                     {"time", emis_time(one.starts_at)},
                                     {"sessionHolder", json::object{{"dbid", std::to_string(who.dbid)},
                                                                    {"refID", std::to_string(who.ref)}}},
                                     {"sessionId", one.session},
                                     {"slotType", slot_type(one)}}},
        {"alert", 0},
        {"alertSpecified", true}});
  }
  return page(json::object{
      {"bookedList", std::move(rows)}, {"sessionHolderList", std::move(holders)}, {"time", emis_time(now)}});
}

http_response patient_appointments(emis_book& book, const http_request& asked) {
  const auto who = number(asked, "patientNumber");
  const auto from = parse_emis_date(asked.parameter("startDate")), to = parse_emis_date(asked.parameter("endDate"));
  if (!who || !from || !to) return bad("patientNumber, startDate and endDate (dd/mm/yyyy) are required");
  if (*to - *from > 90 * 24h + 1h || *to < *from) return bad("The window can be 90 days at most");
  if (book.patient(*who) == nullptr) return missing("patient");
  json::array rows;
  for (const auto& [id, one] : book.slots) {
    if (one.patient != *who || one.starts_at < *from || one.starts_at >= *to + 24h) continue;
    const auto& holder = book.staff[one.holder];
    rows.push_back(json::object{{"slotID", id},
                                {"siteID", 1},
                                {"date", emis_date(one.starts_at)},
                                {"startTime", emis_time(one.starts_at)},
                                {"duration", std::to_string(one.minutes)},
                                {"notes", one.notes},
                                {"reason", ""},
                                {"sessionName", one.session_name},
                                {"sessionDBID", one.session},
                                {"holderList", json::array{json::object{{"dbid", holder.dbid},
                                                                        {"refID", holder.ref},
                                                                        {"title", holder.title},
                                                                        {"firstNames", holder.first_names},
                                                                        {"lastName", holder.last_name}}}},
                                {"status", one.status},
                                {"slotType", slot_type(one)}});
  }
  return page(json::object{{"appointment", std::move(rows)}});
}

http_response cancel(emis_book& book, const http_request& asked) {
  const auto slot = number(asked, "slotId"), who = number(asked, "patientNumber");
  if (!slot || !who) return bad("slotId and patientNumber are required");
  auto* one = book.slot(*slot);
  if (one == nullptr) return missing("slot");
  ++one->cancel_requests;
  if (one->patient != *who) return emis_error(400, "The slot is not booked for this patient", not_booked);
  book.cancel(*one, "api");
  return page(
      json::object{{"appointmentInformation",
                    json::object{{"sessionId", one->session},
                                 {"slotId", one->id},
                                 {"slotDateTime", london_text(one->starts_at)},
                                 {"endDateTime", london_text(one->starts_at + std::chrono::minutes{one->minutes})}}},
                   {"patientInforamtion", json::object{{"patientNumber", *who}}}});
}

http_response notes(emis_book& book, const http_request& asked) {
  const auto slot = number(asked, "slotId");
  if (!slot) return bad("slotId is required");
  auto* one = book.slot(*slot);
  if (one == nullptr) return missing("slot");
  one->notes = asked.parameter("slotNotes");
  return page(json::object{{"slotID", one->id}, {"notes", one->notes}});
}

json::object event(const emis_event& one) {
  const int scheme = one.scheme == "READ2" ? 0 : 8; // which number stands for which scheme isn't published
  return {{"guid", one.guid},
          {"assignedDate", one.date},
          {"assignedTime", one.time},
          {"descriptiveText", one.text},
          {"code", json::object{{"value", one.code}, {"scheme", scheme}, {"schemeSpecified", true}}}};
}

http_response record_of(emis_book& book, const http_request& asked, std::string_view name) {
  const auto number_given = number(asked, "patientNumber");
  if (!number_given) return bad("patientNumber is required");
  const auto* who = book.patient(*number_given);
  if (who == nullptr) return missing("patient");
  if (name == "GetPatientDemographics") return page(json::object{{"registration", registration(*who)}});
  const auto guid = asked.parameter("consultationGuid");
  json::array events, consultations;
  for (const auto& one : book.events) {
    if (one.patient != *number_given) continue;
    if (one.file.empty())
      events.push_back(event(one)); // where documents show isn't published: only in their consultation
    if (one.consultation_guid == guid && !guid.empty())
      consultations.push_back(
          json::object{{"guid", one.consultation_guid},
                       {"assignedDate", one.date},
                       {"elementList", json::array{json::object{{"item", json::object{{"guid", one.guid}}}}}}});
  }
  if (name == "GetCodedRecord") return page(json::object{{"eventList", std::move(events)}});
  if (consultations.empty()) return missing("consultation");
  return page(json::object{{"consultationList", std::move(consultations)}});
}

http_response changed(emis_book& book, const http_request& asked, bool of_record) {
  const auto since = parse_emis_date(asked.parameter("fromDate"));
  if (asked.has("fromDate") && !since) return bad("fromDate is no date");
  json::array rows;
  for (const auto& [id, one] : book.patients) {
    const auto on = parse_emis_date(of_record ? one.record_changed : one.registration_changed);
    if (on && (!since || *on >= *since)) rows.push_back(registration(one));
  }
  return page(json::object{{"patientList", std::move(rows)}});
}

http_response organisation(const emis_book& book) {
  json::array users;
  for (const auto& one : book.staff) users.push_back(person(one));
  const json::object location{{"dbid", "1"},
                              {"refID", "201"},
                              {"guid", "5f9a1c52-2222-4c1e-8a11-000000000001"},
                              {"locationName", book.site},
                              {"nationalCode", book.ods},
                              {"locationTypeID", json::object{{"refID", "301"}}}};
  return page(
      json::object{{"organisationList", json::array{location}},
                   {"userList", std::move(users)},
                   {"locationTypeList", json::array{json::object{{"refID", "301"}, {"description", "Surgery"}}}},
                   {"locationList", json::array{location}}});
}

http_response file(emis_book& book, const http_request& asked, instant now, bool own_guids) {
  const auto type = asked.header("content-type");
  if (type.find("xml") == std::string_view::npos)
    return emis_error(415, "Media type not valid: send application/xml", technical);
  const auto who = number(asked, "patientNumber");
  if (!who) return bad("patientNumber is required");
  if (book.patient(*who) == nullptr) return missing("patient");
  auto read = read_filed_record(asked.body, book);
  if (!read) return bad(read.error());
  read->patient = *who;
  if (own_guids) {
    read->consultation_guid = fmt::format("00000000-0000-4000-8000-{:012}", book.events.size() + 1);
    read->guid = fmt::format("00000000-0000-4000-9000-{:012}", book.events.size() + 1);
  }
  book.record(std::move(*read), emis_date(now));
  return {204, "", "application/json", {}};
}

} // namespace

http_response emis_error(unsigned status, std::string_view text, int legacy_outcome) {
  const json::string words{text.data(), text.size()};
  return {
      status,
      json::serialize(json::object{
          {"messageId", "7b1d5c3e-0000-4000-8000-00000000e415"},
          {"text", json::object{{"status", "generated"}, {"div", words}}},
          {"issue", json::object{{"severity", 1}, {"code", "processing"}, {"details", json::object{{"text", words}}}}},
          {"legacyOutcome", legacy_outcome}}),
      "application/json; charset=utf-8",
      {}};
}

http_response emis_operation(emis_book& book, std::string_view name, const http_request& asked, instant now,
                             bool own_guids) {
  const auto wrong_method = [&](std::string_view method) { return asked.method != method; };
  const bool patch = name == "SetSlotNotes", post = name == "FileRecord";
  if (wrong_method(patch ? "PATCH" : post ? "POST" : "GET")) return {405, "", "text/plain", {}};
  if (name == "GetBookedPatientsV2") return booked_patients(book, asked, now);
  if (name == "GetPatientAppointmentsV2") return patient_appointments(book, asked);
  if (name == "CancelAppointment") return cancel(book, asked);
  if (name == "SetSlotNotes") return notes(book, asked);
  if (name == "GetPatientDemographics" || name == "GetCodedRecord" || name == "GetConsultation")
    return record_of(book, asked, name);
  if (name == "GetChangedPatients" || name == "GetChangedPatientsMR")
    return changed(book, asked, name == "GetChangedPatientsMR");
  if (name == "GetOrganisationV2") return organisation(book);
  if (name == "FileRecord") return file(book, asked, now, own_guids);
  return emis_error(404, "There is no such operation", technical);
}

} // namespace tidings::sim
