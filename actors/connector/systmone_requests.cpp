#include "actors/connector/systmone_requests.hpp"

#include "actors/connector/london.hpp"

#include <fmt/format.h>

namespace tidings::systmone {
namespace {

std::string request(const envelope& about, std::string_view function, std::string_view parameters) {
  return fmt::format("<ClientIntegrationRequest><APIKey>{}</APIKey><DeviceID>{}</DeviceID>"
                     "<DeviceVersion>Tidings " TIDINGS_VERSION "</DeviceVersion><RequestUID>{}</RequestUID>"
                     "<Function>{}</Function><FunctionVersion>1.0</FunctionVersion>"
                     "<OutputScheme><Codes>Snomed</Codes></OutputScheme>"
                     "<FunctionParameters>{}</FunctionParameters></ClientIntegrationRequest>\n",
                     escaped(about.api_key), escaped(about.device_id), escaped(about.request_uid), function,
                     parameters);
}

std::string identity(const patient_id& who) {
  const std::string_view id = who.value;
  if (id.starts_with(pseudo_prefix))
    return fmt::format("<Identity><PseudoNumber>{}</PseudoNumber></Identity>",
                       escaped(id.substr(pseudo_prefix.size())));
  return fmt::format("<Identity><NhsNumber>{}</NhsNumber></Identity>", escaped(id));
}

std::string record(const envelope& about, const patient_id& who, std::string_view filter) {
  return request(about, "GetPatientRecord", fmt::format("{}<Filter>{}</Filter>", identity(who), filter));
}

std::string update(const envelope& about, const patient_id& who, std::string_view what) {
  return request(about, "UpdatePatientRecord", identity(who).append(what));
}

std::string appointment_update(const appointment_id& which, std::string_view change) {
  return fmt::format("<NonClinical><Appointment><AppointmentUID>{}</AppointmentUID>{}</Appointment></NonClinical>",
                     escaped(which.value), change);
}

// Bytes of the UTF-8 character that starts at `at`; 0 when there is none or XML 1.0 forbids it.
std::size_t character(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return first >= 0x20 || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + size > text.size()) return 0;
  unsigned value = first & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
    value = value << 6 | (byte(i) & 0x3fU);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  const bool forbidden = (value >= 0xd800 && value < 0xe000) || value == 0xfffe || value == 0xffff || value > 0x10ffff;
  return overlong || forbidden ? 0 : size;
}

} // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size();) {
    const auto size = character(text, at);
    if (size == 0)
      out += '?';
    else if (text[at] == '&')
      out += "&amp;";
    else if (text[at] == '<')
      out += "&lt;";
    else if (text[at] == '>')
      out += "&gt;";
    else if (text[at] == '"')
      out += "&quot;";
    else if (text[at] == '\n')
      out += "&#10;";
    else if (text[at] == '\r')
      out += "&#13;";
    else if (text[at] == '\t')
      out += "&#9;";
    else
      out.append(text.substr(at, size));
    at += size == 0 ? 1 : size;
  }
  return out;
}

std::string mark_of(const operation_id& operation) { return "Tidings ref " + to_text(operation); }

std::string get_functions(const envelope& about) { return request(about, "GetFunctions", ""); }

std::string get_diary(const envelope& about, timestamp from, timestamp to) {
  return request(about, "GetDiary",
                 fmt::format("<MinDateTime>{}</MinDateTime><MaxDateTime>{}</MaxDateTime><Appointments/>",
                             london::print(from), london::print(to)));
}

std::string get_demographics(const envelope& about, const patient_id& who) {
  return record(about, who, "<Demographics/>");
}

std::string get_appointments(const envelope& about, const patient_id& who) {
  return record(about, who, "<Appointments/>");
}

std::string get_entries(const envelope& about, const patient_id& who, timestamp from, timestamp to) {
  return record(about, who,
                fmt::format("<MinEntryDate>{}T00:00:00</MinEntryDate><MaxEntryDate>{}T00:00:00</MaxEntryDate>",
                            london::print_date(from), london::print_date(to)));
}

std::string cancel_appointment(const envelope& about, const patient_id& who, const appointment_id& which) {
  return update(about, who, appointment_update(which, "<Status>Cancelled by Patient</Status>"));
}

std::string comment_appointment(const envelope& about, const patient_id& who, const appointment_id& which,
                                std::string_view comment) {
  return update(about, who, appointment_update(which, fmt::format("<Comments>{}</Comments>", escaped(comment))));
}

std::string file_code(const envelope& about, const patient_id& who, std::string_view code, std::string_view free_text,
                      timestamp at) {
  return update(about, who,
                fmt::format("<Clinical><Event DateTime=\"{}\"><ClinicalCode><Code Scheme=\"Snomed\" Code=\"{}\"/>"
                            "<FreeText>{}</FreeText></ClinicalCode></Event></Clinical>",
                            london::print(at), escaped(code), escaped(free_text)));
}

std::string set_consent(const envelope& about, const patient_id& who, bool yes) {
  return update(about, who,
                fmt::format("<Demographics><SMSConsent>{}</SMSConsent></Demographics>", yes ? "Yes" : "No"));
}

} // namespace tidings::systmone
