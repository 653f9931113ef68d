// What of patients' records stands in the way of messages.
#include "actors/board/folder.hpp"
#include "schemas/mail_address.hpp"

#include <algorithm>

namespace tidings {
namespace {

/// 01, 02 and 03 (Ofcom's National Telephone Numbering Plan), also of the ranges that no subscriber ever gets.
bool is_landline(const std::string& written) {
  constexpr std::size_t shortest = 10, longest = 11; // with the 0
  std::string digits;
  for (const char c : written) {
    if (c >= '0' && c <= '9') digits += c;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return false; // a note beside it
  }
  if (digits.starts_with("00")) digits.erase(0, 2);
  if (digits.starts_with("44")) digits.replace(0, digits.starts_with("440") ? 3 : 2, "0");
  return digits.size() >= shortest && digits.size() <= longest && digits[0] == '0' && digits[1] >= '1' &&
         digits[1] <= '3';
}

/// Of what is no mobile that may be texted.
mobile_shape shape_of(const std::string& written) {
  if (written.find_first_not_of(" \t\r\n") == std::string::npos) return mobile_shape::none;
  return is_landline(written) ? mobile_shape::landline : mobile_shape::invalid;
}

bool is_anybodys(const quality_rows& rows, std::uint64_t number) {
  return std::any_of(rows.patients.begin(), rows.patients.end(),
                     [&](const auto& one) { return one.second.number == number; });
}

} // namespace

std::uint64_t number_hash(const std::string& digits) { return digits.empty() ? 0 : std::hash<std::string>{}(digits); }

std::uint64_t address_hash(std::string_view written) {
  const auto first = written.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return 0;
  std::string address(written.substr(first, written.find_last_not_of(" \t\r\n") - first + 1));
  for (auto& c : address)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return is_mail_address(address) ? std::hash<std::string>{}(address) : 0;
}

void board_folder::assess(const patient_details& what) {
  auto& rows = practice.quality;
  const auto key = hash_of(what.id);
  auto found = rows.patients.find(key);
  if (found == rows.patients.end()) {
    if (rows.patients.size() >= board_patients_max) {
      rows.left_out = practice.patients.size() - rows.patients.size();
      return;
    }
    found = rows.patients.emplace(key, patient_quality{}).first;
  }
  const auto mobile = msisdn::parse_uk_mobile(what.mobile.reveal());
  const auto before = found->second.number;
  found->second = {.number = mobile ? number_hash(mobile->digits) : 0,
                   .sequence = sequence,
                   .shape = mobile ? mobile_shape::mobile : shape_of(what.mobile.reveal()),
                   .dead = what.dead,
                   .deducted = what.deducted,
                   .refused = what.sms_consent == consent::no,
                   .address = address_hash(what.email.reveal())};
  if (before != found->second.number) let_number_go(before);
}

void board_folder::let_number_go(std::uint64_t number) {
  auto& failing = practice.quality.failing;
  if (number != 0 && failing.contains(number) && !is_anybodys(practice.quality, number)) failing.erase(number);
}

void board_folder::forget_quality(const patient_erased& e) {
  auto& rows = practice.quality;
  for (const auto& mark : e.numbers) rows.disputed.erase(mark);
  const auto found = rows.patients.find(hash_of(e.patient));
  if (found != rows.patients.end()) {
    const auto number = found->second.number;
    rows.patients.erase(found);
    let_number_go(number);
  }
  rows.left_out = practice.patients.size() - std::min(practice.patients.size(), rows.patients.size());
}

void board_folder::ended_at_number(const message_row& row, bool reached) {
  if (row.number == 0) return;
  auto& rows = practice.quality;
  if (reached)
    rows.failing.erase(row.number);
  else if (is_anybodys(rows, row.number))
    rows.failing.insert(row.number);
}

void board_folder::operator()(const details_answered& e) {
  if (e.yes) practice.quality.failing.erase(number_hash(e.number.reveal()));
  if (auto* row = conversation_of(e.conversation)) belongs_to(*row);
  concerns(message_of(e.reply));
}

} // namespace tidings
