#pragma once
// Whose number or address it is. Pure.
#include "actors/practice/channels.hpp"

#include <set>
#include <string>

namespace tidings {

/// The home telephone is kept apart: who is rung there needn't be who texts from it.
inline std::string rung_key(const std::string& number) { return "voice:" + number; }

/// What a patient is found by in `patients_by_number`: mobile, e-mail address, home telephone.
inline std::set<std::string> keys_of(const patient_details& patient) {
  std::set<std::string> keys;
  if (auto mobile = mobile_of(patient)) keys.insert(std::move(*mobile));
  if (auto address = address_of(patient, channel::email)) keys.insert(std::move(*address));
  if (const auto home = address_on(channel::voice, patient.home_phone.reveal())) keys.insert(rung_key(*home));
  return keys;
}

} // namespace tidings
