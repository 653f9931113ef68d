#include "systmone/functions.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

namespace tidings::sim {
namespace {

constexpr std::array<std::string_view, 9> statuses = {"Booked",
                                                      "Arrived",
                                                      "In Progress",
                                                      "Finished",
                                                      "Did Not Attend",
                                                      "Cancelled by Patient",
                                                      "Cancelled by Unit",
                                                      "Cancelled by Other Service",
                                                      "Patient Walked Out"};

/// One checked part of an update. Run after all parts are known to be good; may add what was created to the answer.
using step = std::function<void(pugi::xml_node answer)>;
using checked = tl::expected<step, function_error>;

struct update {
  practice_book& book;
  patient& who;
  const function_request& request;
  const function_rules& rules;
  instant now;
};

auto refuse(std::string message) { return tl::unexpected(function_error{std::move(message)}); }

checked change_appointment(const update& in, pugi::xml_node change) {
  auto* one = in.book.find_appointment(change.child_value("AppointmentUID"));
  if (one == nullptr || one->nhs_number != in.who.nhs_number) return refuse("The appointment could not be found");
  const std::string status = change.child_value("Status");
  const auto comments = change.child("Comments");
  if (status.empty() && !comments) return refuse("Nothing to change in the appointment");
  if (!status.empty() && std::ranges::find(statuses, status) == statuses.end())
    return refuse("The appointment status " + status + " is not recognised");
  if (!is_open(one->status) || one->starts_at < in.now) return refuse("The appointment is no longer pending");
  if (is_cancelled(status) && one->starts_at - in.now < in.rules.cancel_cutoff)
    return refuse("The appointment starts too soon to be cancelled");
  return [&book = in.book, uid = one->uid, status, comments, now = in.now](pugi::xml_node) {
    auto& changed = *book.find_appointment(uid);
    if (comments) {
      changed.comments.emplace_back(comments.child_value());
      changed.history.push_back({now, "client", status.empty() ? changed.status : status, changed.comments.back()});
      if (!status.empty()) changed.status = status;
    } else {
      set_status(changed, status, "client", now);
    }
  };
}

checked file_event(const update& in, pugi::xml_node event) {
  const std::string_view when = event.attribute("DateTime").value();
  const auto at = when.empty() ? std::optional{in.now} : parse_london(when);
  if (!at) return refuse("The event's DateTime is not a date and time");
  std::vector<coded_entry> entries;
  for (const auto coded : event.children("ClinicalCode")) {
    const auto code = coded.child("Code");
    coded_entry entry;
    entry.nhs_number = in.who.nhs_number;
    entry.scheme = code.attribute("Scheme").value();
    entry.code = code.attribute("Code").value();
    entry.free_text = coded.child_value("FreeText");
    entry.at = *at;
    entry.entered_at = in.now;
    entry.user_name = event.attribute("UserName").value();
    entry.software = in.request.device_version;
    if (entry.scheme != "CTV3" && entry.scheme != "Snomed") return refuse("Unknown coding scheme " + entry.scheme);
    if (entry.code.empty()) return refuse("A clinical code must be given");
    entries.push_back(std::move(entry));
  }
  if (entries.empty()) return refuse("A clinical code must be given");
  return [&book = in.book, entries = std::move(entries)](pugi::xml_node answer) mutable {
    const auto uid = book.next_uid('e');
    for (auto& entry : entries) {
      entry.event_uid = uid;
      book.entries.push_back(std::move(entry));
    }
    append_text(answer, "EventUID", uid);
  };
}

checked give_task(const update& in, pugi::xml_node given) {
  staff_task task{"",
                  in.who.nhs_number,
                  given.child_value("TaskType"),
                  given.child_value("Content"),
                  given.child_value("UserNameAssigned"),
                  in.now};
  if (task.type.empty()) return refuse("A task must have a type");
  return [&book = in.book, task = std::move(task)](pugi::xml_node answer) mutable {
    task.task_uid = book.next_uid('t');
    append_text(answer, "TaskUID", task.task_uid);
    book.tasks.push_back(std::move(task));
  };
}

checked change_demographics(const update& in, pugi::xml_node change) {
  const std::string consent = change.child_value("SMSConsent");
  if (consent != "Yes" && consent != "No") return refuse("Only SMSConsent (Yes or No) can be changed here");
  return [&who = in.who, &book = in.book, consent, now = in.now](pugi::xml_node) {
    who.sms_consent = consent;
    book.consents.push_back({who.nhs_number, consent, now});
  };
}

} // namespace

function_result update_patient_record(practice_book& book, const function_request& request, const function_rules& rules,
                                      instant now) {
  const auto who = identify(book, request.parameters);
  if (!who) return tl::unexpected(who.error());
  const update in{book, **who, request, rules, now};

  std::vector<checked> steps;
  for (const auto node : request.parameters.children("Demographics")) steps.push_back(change_demographics(in, node));
  for (const auto node : request.parameters.child("Clinical").children("Event")) steps.push_back(file_event(in, node));
  const auto non_clinical = request.parameters.child("NonClinical");
  for (const auto node : non_clinical.children("Appointment")) steps.push_back(change_appointment(in, node));
  for (const auto node : non_clinical.children("Task")) steps.push_back(give_task(in, node));
  if (steps.empty()) return refuse("Nothing to update");
  for (const auto& one : steps)
    if (!one) return tl::unexpected(one.error());

  pugi::xml_document out;
  append_identity(out, in.who);
  for (auto& one : steps) (*one)(out);
  append_text(out, "RecordState", "Closed");
  return out;
}

} // namespace tidings::sim
