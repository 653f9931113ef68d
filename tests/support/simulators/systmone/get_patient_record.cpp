#include "systmone/functions.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace tidings::sim {
namespace {

/// Which parts of the record are asked for. No filter at all: everything.
struct record_filter {
  bool demographics = false, appointments = false, codes = false, tasks = false;
  std::set<std::string, std::less<>> only_codes;
  /// London dates; empty is open.
  std::string entered_from, entered_until;

  bool wants(const coded_entry& one) const {
    if (!codes && !only_codes.contains(one.code)) return false;
    const auto day = london_date(one.entered_at);
    return (entered_from.empty() || day >= entered_from) && (entered_until.empty() || day <= entered_until);
  }
};

record_filter read_filter(pugi::xml_node parameters) {
  record_filter out;
  const auto filter = parameters.child("Filter");
  bool names_a_part = false;
  for (const auto node : filter.children()) {
    const std::string_view name = node.name();
    const auto value = std::string_view{node.child_value()};
    if (name == "MinEntryDate")
      out.entered_from = value.substr(0, 10);
    else if (name == "MaxEntryDate")
      out.entered_until = value.substr(0, 10);
    else
      names_a_part = true;
    if (name == "Demographics") out.demographics = true;
    if (name == "Appointments") out.appointments = true;
    if (name == "ClinicalCodes") out.codes = true;
    if (name == "ClinicalCode") out.only_codes.emplace(value);
    if (name == "Tasks") out.tasks = true;
  }
  if (names_a_part) return out;
  const bool dated = !out.entered_from.empty() || !out.entered_until.empty();
  out.codes = true;
  out.demographics = out.appointments = out.tasks = !dated;
  return out;
}

void append_demographics(pugi::xml_node response, const patient& one) {
  auto out = response.append_child("Demographics");
  append_text(out, "Title", one.title);
  append_text(out, "FirstName", one.first_name);
  append_text(out, "MiddleNames", "");
  append_text(out, "Surname", one.surname);
  append_text(out, "KnownAs", "");
  append_text(out, "DateOfBirth", one.date_of_birth);
  append_text(out, "Sex", one.sex);
  append_text(out, "EnglishSpeaker", "Yes");
  append_address(out, one);
  append_text(out, "HomeTelephone", one.home_telephone);
  append_text(out, "WorkTelephone", "");
  append_text(out, "MobileTelephone", one.mobile);
  append_text(out, "AlternateTelephone", "");
  append_text(out, "EmailAddress", "");
  append_text(out, "SMSConsent", one.sms_consent);
  append_text(out, "UsualGPUserName", one.usual_gp);
  append_text(out, "CareStartDate", "2009-06-01");
  append_text(out, "RegistrationType", "GMS");
}

void append_event(pugi::xml_node clinical, const practice_book& book, const coded_entry& one) {
  auto event = clinical.append_child("Event");
  event.append_attribute("DateTime") = london_text(one.at).c_str();
  event.append_attribute("UserName") = one.user_name.c_str();
  event.append_attribute("DoneBy") = one.software.c_str();
  event.append_attribute("DoneAt") = book.site.c_str();
  event.append_attribute("Software") = one.software.c_str();
  event.append_attribute("EventUID") = one.event_uid.c_str();
  auto coded = event.append_child("ClinicalCode");
  auto code = coded.append_child("Code");
  code.append_attribute("Scheme") = one.scheme.c_str();
  code.append_attribute("Code") = one.code.c_str();
  code.append_attribute("Term") = "";
  append_text(coded, "FreeText", one.free_text);
}

std::string shown_name(const practice_book& book, std::string_view user_name) {
  const auto* who = book.find_clinician(user_name);
  if (who == nullptr) return std::string{user_name};
  auto surname = who->surname;
  std::ranges::transform(surname, surname.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return surname + ", " + who->first_name;
}

void append_appointment(pugi::xml_node non_clinical, const practice_book& book, const appointment& one) {
  auto out = non_clinical.append_child("Appointment");
  append_text(out, "DateTime", london_text(one.starts_at));
  append_text(out, "Duration", std::to_string(one.minutes));
  append_text(out, "Clinician", shown_name(book, one.user_name));
  append_text(out, "UserName", one.user_name);
  append_text(out, "Site", book.site);
  append_text(out, "ClinicType", one.session);
  append_text(out, "SlotType", one.slot_type);
  append_text(out, "AppointmentUID", one.uid);
  append_text(out, "Status", one.status);
  append_text(out, "Comments", one.comments.empty() ? "" : one.comments.back());
}

void append_task(pugi::xml_node non_clinical, const staff_task& one) {
  auto out = non_clinical.append_child("Task");
  append_text(out, "TaskType", one.type);
  append_text(out, "Content", one.content);
  append_text(out, "UserNameAssigned", one.user_name);
  append_text(out, "TaskUID", one.task_uid);
}

} // namespace

function_result get_patient_record(practice_book& book, const function_request& request, const function_rules& rules,
                                   instant now) {
  const auto who = identify(book, request.parameters);
  if (!who) return tl::unexpected(who.error());
  const auto& one = **who;
  const auto filter = read_filter(request.parameters);

  pugi::xml_document out;
  append_identity(out, one);
  if (filter.demographics) append_demographics(out, one);
  pugi::xml_node clinical;
  for (const auto& entry : book.entries) {
    if (entry.nhs_number != one.nhs_number || !filter.wants(entry)) continue;
    if (!clinical) clinical = out.append_child("Clinical");
    append_event(clinical, book, entry);
  }
  pugi::xml_node non_clinical;
  const auto in_non_clinical = [&] {
    return non_clinical ? non_clinical : non_clinical = out.append_child("NonClinical");
  };
  if (filter.appointments) {
    // "Pending" only: there is no facility to extract the history.
    for (const auto& [uid, booked] : book.appointments()) {
      if (booked.nhs_number != one.nhs_number || booked.starts_at < now) continue;
      if (!rules.hide_cancelled || !is_cancelled(booked.status)) append_appointment(in_non_clinical(), book, booked);
    }
  }
  if (filter.tasks)
    for (const auto& task : book.tasks)
      if (task.nhs_number == one.nhs_number) append_task(in_non_clinical(), task);
  append_text(out, "RecordState", "Closed");
  return out;
}

} // namespace tidings::sim
