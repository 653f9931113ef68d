#include "emis/emis_fhir.hpp"

#include <charconv>
#include <spdlog/fmt/fmt.h>

namespace tidings::sim {

std::vector<fhir_book::row> emis_fhir_book::rows() const {
  std::vector<row> out;
  for (const auto& [id, one] : book_.slots) {
    const bool booked = one.patient != 0;
    out.push_back({std::to_string(id), booked ? book_.patients.at(one.patient).nhs_number : std::string{},
                   one.starts_at, booked, fmt::format("{} {} {}", one.holder, one.status, one.notes)});
  }
  return out;
}

void emis_fhir_book::cancel(const std::string& id) {
  std::int32_t number = 0;
  std::from_chars(id.data(), id.data() + id.size(), number);
  if (auto* slot = book_.slot(number)) book_.cancel(*slot, "fhir");
  changed_();
}

} // namespace tidings::sim
