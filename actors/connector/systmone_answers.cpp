#include "actors/connector/systmone_answers.hpp"

#include "actors/connector/london.hpp"
#include "actors/connector/systmone_requests.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <charconv>

namespace tidings::systmone {
namespace {

constexpr std::string_view derived_prefix = "derived:";
constexpr std::size_t quote_max = 40;    // characters of a value that can't be read
constexpr std::size_t refusal_max = 200; // of SystmOne's own sentence, which goes into logs and onto screens

tl::unexpected<failure> unreadable(std::string_view where, std::string_view what) {
  return fail(error_code::invalid_input, fmt::format("SystmOne's answer, {}: {}", where, what));
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string_view text_of(pugi::xml_node node, const char* name) { return trimmed(node.child_value(name)); }
std::string string_of(pugi::xml_node node, const char* name) { return std::string(text_of(node, name)); }
secret_text secret_of(pugi::xml_node node, const char* name) { return secret_text(string_of(node, name)); }

pugi::xml_node response_of(const answer& from) { return from.document->document_element().child("Response"); }

// The specification's words and those of its XSDs. A word we don't know is no booking that we may remind of or cancel.
appointment_status status_of(std::string_view word) {
  if (word.empty() || word.starts_with("Booked")) return appointment_status::booked;
  if (word.starts_with("Cancelled")) return appointment_status::cancelled;
  if (word == "Arrived" || word == "Waiting") return appointment_status::arrived;
  if (word == "Finished" || word == "Patient Walked Out") return appointment_status::finished;
  if (word == "Did Not Attend") return appointment_status::did_not_attend;
  return appointment_status::in_progress;
}

// Minutes, or nothing when it is no number. Absent is 0: the length is told to nobody who decides on it.
std::optional<std::uint32_t> duration_of(std::string_view text) {
  std::uint32_t value = 0;
  if (text.empty()) return value;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > 24 * 60) return std::nullopt;
  return value;
}

struct booking_texts {
  std::string_view uid, status, comments, starts_at, duration, session, clinician, slot_type, site;
};

result<booking> read_booking(const booking_texts& texts, const practice_id& practice, const patient_id& who,
                             std::string_view where) {
  const auto starts_at = london::read(texts.starts_at);
  if (!starts_at) return unreadable(where, "the start " + starts_at.error().detail);
  const auto length = duration_of(texts.duration);
  if (!length)
    return unreadable(where, fmt::format("Duration `{}` is no number of minutes", texts.duration.substr(0, quote_max)));
  booking row;
  row.what.patient = who;
  row.what.starts_at = *starts_at;
  row.what.minutes = *length;
  row.what.session = texts.session;
  row.what.clinician = texts.clinician;
  row.what.slot_type = texts.slot_type;
  row.what.site = texts.site;
  row.what.status = status_of(texts.status);
  row.comments = texts.comments;
  row.system_uid = texts.uid;
  row.what.id = texts.uid.empty() ? derived_id(practice, row.what) : appointment_id(std::string(texts.uid));
  return row;
}

patient_id patient_of(pugi::xml_node identity) {
  for (const char* name : {"NHSNumber", "NhsNumber"})
    if (const auto text = text_of(identity, name); !text.empty()) return patient_id(std::string(text));
  if (const auto text = text_of(identity, "PseudoNumber"); !text.empty())
    return patient_id(std::string(pseudo_prefix).append(text));
  return {};
}

consent consent_of(std::string_view word) {
  if (word == "Yes" || word == "true") return consent::yes;
  return word == "No" || word == "false" ? consent::no : consent::unknown;
}

// Free text stands in an Event's ClinicalCode, or in its Narrative's Lines.
bool holds(pugi::xml_node event, std::string_view mark) {
  for (const auto coded : event.children("ClinicalCode"))
    for (const auto text : coded.children("FreeText"))
      if (std::string_view(text.child_value()).find(mark) != std::string_view::npos) return true;
  for (const auto line : event.child("Narrative").children("Line"))
    if (std::string_view(line.child_value()).find(mark) != std::string_view::npos) return true;
  return false;
}

} // namespace

result<answer> read_answer(std::string_view bytes) {
  if (bytes.size() > answer_bytes_max)
    return unreadable("the whole", fmt::format("{} bytes are more than the {} taken", bytes.size(), answer_bytes_max));
  auto document = std::make_shared<pugi::xml_document>();
  const auto read =
      document->load_buffer(bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
  if (!read) return unreadable(fmt::format("byte {}", read.offset), read.description());
  for (const auto node : document->children())
    if (node.type() == pugi::node_doctype) return unreadable("the start", "a DOCTYPE is not accepted");
  const auto root = document->document_element();
  if (std::string_view(root.name()) != "ClientIntegrationResponse")
    return unreadable("the root", fmt::format("`{}` instead of ClientIntegrationResponse",
                                              std::string_view(root.name()).substr(0, quote_max)));
  const auto response = root.child("Response");
  if (!response) return unreadable("the root", "there is no Response in it");
  answer out{string_of(root, "DeviceID"), string_of(root, "RequestUID"), string_of(root, "Function"), {}, document};
  if (const auto error = response.child("ErrorMessage"))
    // Without PermanentError it is unknown whether trying again helps: try again.
    out.refused = refusal{std::string(trimmed(error.child_value()).substr(0, refusal_max)),
                          text_of(response, "PermanentError") == "true"};
  return out;
}

result<diary> read_diary(const answer& from, const practice_id& practice) {
  diary out;
  std::size_t patients = 0;
  for (const auto found : response_of(from).children("Result")) {
    ++patients;
    const auto who = patient_of(found.child("Identity"));
    std::size_t appointments = 0;
    for (const auto node : found.children("Appointment")) {
      ++appointments;
      if (who.empty()) {
        ++out.without_patient;
        continue;
      }
      const auto clinic = node.child("Clinic");
      const auto slot = clinic.child("Slot");
      auto row = read_booking({text_of(node, "AppointmentUID"), text_of(node, "Status"), text_of(node, "Comments"),
                               text_of(slot, "DateTimeStart"), text_of(slot, "Duration"), text_of(clinic, "ClinicType"),
                               text_of(clinic, "UserName"), text_of(slot, "SlotType"), text_of(clinic, "SiteName")},
                              practice, who, fmt::format("Result {}, Appointment {}", patients, appointments));
      if (!row) return tl::unexpected(row.error());
      if (row->system_uid.empty()) out.has_uids = false;
      out.rows.push_back(std::move(*row));
    }
  }
  return out;
}

result<std::vector<booking>> read_appointments(const answer& from, const practice_id& practice, const patient_id& who) {
  std::vector<booking> rows;
  for (const auto node : response_of(from).child("NonClinical").children("Appointment")) {
    auto row = read_booking({text_of(node, "AppointmentUID"), text_of(node, "Status"), text_of(node, "Comments"),
                             text_of(node, "DateTime"), text_of(node, "Duration"), text_of(node, "ClinicType"),
                             text_of(node, "UserName"), text_of(node, "SlotType"), text_of(node, "Site")},
                            practice, who, fmt::format("NonClinical, Appointment {}", rows.size() + 1));
    if (!row) return tl::unexpected(row.error());
    rows.push_back(std::move(*row));
  }
  return rows;
}

result<patient_details> read_demographics(const answer& from, const patient_id& who) {
  const auto response = response_of(from);
  const auto node = response.child("Demographics");
  if (!node) return unreadable("GetPatientRecord", "there is no Demographics in it");
  // An answer about somebody else must never give this patient their number.
  if (const auto told = patient_of(response.child("Identity")); !told.empty() && told != who)
    return unreadable("GetPatientRecord", "it is about another patient than asked for");
  patient_details out;
  out.id = who;
  if (!std::string_view(who.value).starts_with(pseudo_prefix)) out.nhs_number = secret_text(who.value);
  out.title = secret_of(node, "Title");
  out.first_name = secret_of(node, "FirstName");
  out.last_name = secret_of(node, "Surname");
  out.mobile = secret_of(node, "MobileTelephone");
  out.email = secret_of(node, "EmailAddress");
  out.home_phone = secret_of(node, "HomeTelephone");
  out.sms_consent = consent_of(text_of(node, "SMSConsent"));
  out.dead = !text_of(node, "DateOfDeath").empty();
  return out;
}

result<std::string> find_entry(const answer& from, std::string_view mark) {
  for (const auto event : response_of(from).child("Clinical").children("Event")) {
    if (!holds(event, mark)) continue;
    const auto uid = trimmed(event.attribute("EventUID").value());
    if (uid.empty()) return unreadable("Clinical, Event", "our entry is there, but without EventUID");
    return std::string(uid);
  }
  return std::string();
}

std::string read_event_uid(const answer& from) { return string_of(response_of(from), "EventUID"); }

appointment_id derived_id(const practice_id& practice, const appointment& what) {
  const auto name = fmt::format("{}|{}|{}", what.patient.value, to_ms(what.starts_at), what.clinician);
  return appointment_id(std::string(derived_prefix) + uuid::print(uuid::from_name(practice.text(), name)));
}

bool is_derived(const appointment_id& id) { return std::string_view(id.value).starts_with(derived_prefix); }

} // namespace tidings::systmone
