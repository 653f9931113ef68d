#include "systmone/practice_book.hpp"

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tidings::sim {

practice_book::practice_book(std::string code) : ods{std::move(code)} {}

void practice_book::add(patient one) {
  patient_by_nhs_number_.emplace(one.nhs_number, patients_.size());
  patients_.push_back(std::move(one));
}

patient* practice_book::find_patient(std::string_view nhs_number) {
  const auto found = patient_by_nhs_number_.find(std::string{nhs_number});
  return found == patient_by_nhs_number_.end() ? nullptr : &patients_[found->second];
}

appointment& practice_book::book(appointment one, instant now) {
  if (one.uid.empty()) one.uid = next_uid('a');
  if (one.status.empty()) one.status = "Booked";
  one.history.push_back({now, "staff", one.status, ""});
  const auto uid = one.uid;
  restore(std::move(one));
  return appointments_.find(uid)->second;
}

void practice_book::restore(appointment one) {
  ++appointments_by_patient_[one.nhs_number];
  auto uid = one.uid;
  appointments_.insert_or_assign(std::move(uid), std::move(one));
}

appointment* practice_book::find_appointment(std::string_view uid) {
  const auto found = appointments_.find(uid);
  return found == appointments_.end() ? nullptr : &found->second;
}

bool practice_book::is_slot_free(std::string_view user_name, instant starts_at) const {
  return std::ranges::none_of(appointments_, [&](const auto& entry) {
    const auto& other = entry.second;
    return other.starts_at == starts_at && other.user_name == user_name && is_open(other.status);
  });
}

std::size_t practice_book::appointments_of(std::string_view nhs_number) const {
  const auto found = appointments_by_patient_.find(std::string{nhs_number});
  return found == appointments_by_patient_.end() ? 0 : found->second;
}

std::string practice_book::next_uid(char kind) { return fmt::format("{}1{:014x}", kind, ++uids_given_); }

const clinician* practice_book::find_clinician(std::string_view user_name) const {
  const auto found =
      std::ranges::find(clinicians, user_name, [](const clinician& c) { return std::string_view{c.user_name}; });
  return found == clinicians.end() ? nullptr : &*found;
}

void set_status(appointment& one, std::string_view status, std::string_view by, instant now) {
  one.status = status;
  one.history.push_back({now, std::string{by}, one.status, ""});
}

void move_to(appointment& one, instant starts_at, instant now) {
  one.starts_at = starts_at;
  one.history.push_back({now, "staff", one.status, "moved to " + utc_text(starts_at)});
}

bool is_cancelled(std::string_view status) { return status.starts_with("Cancelled"); }
bool is_open(std::string_view status) { return status == "Booked" || status == "Arrived" || status == "In Progress"; }

} // namespace tidings::sim
