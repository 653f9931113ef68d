#include "actors/board/people.hpp"

namespace tidings {

void people_finder::ask(const conversation_row& row) {
  if (row.number != 0)
    numbers_.try_emplace(row.number);
  else if (row.address != 0)
    addresses_.try_emplace(row.address);
}

void people_finder::look(const quality_rows& records) {
  if (numbers_.empty() && addresses_.empty()) return;
  const auto count = [](asked_for& all, std::uint64_t what, std::uint64_t patient) {
    const auto found = what == 0 ? all.end() : all.find(what);
    if (found == all.end()) return;
    auto& known = found->second;
    known.patient = ++known.people == 1 ? patient : 0;
  };
  for (const auto& [patient, one] : records.patients) {
    count(numbers_, one.number, patient);
    count(addresses_, one.address, patient);
  }
  if (records.left_out == 0) return;
  for (auto* all : {&numbers_, &addresses_})
    for (auto& [what, known] : *all) known.patient = 0;
}

known_people people_finder::of(const conversation_row& row) const {
  const auto& all = row.number != 0 ? numbers_ : addresses_;
  const auto found = all.find(row.number != 0 ? row.number : row.address);
  return found == all.end() ? known_people{} : found->second;
}

} // namespace tidings
