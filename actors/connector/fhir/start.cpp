#include "actors/connector/fhir/start.hpp"

#include "actors/connector/fhir/fhir_cancels.hpp"

namespace tidings::fhir {

std::unique_ptr<clinical_system> start_over(std::unique_ptr<clinical_system> first, const practice_settings& practice,
                                            std::shared_ptr<wire::port> web) {
  if (!practice.connector.fhir) return first;
  return with_cancels(std::move(first), *practice.connector.fhir, std::move(web),
                      [] { return moment(system_now(), std::chrono::steady_clock::now()); });
}

} // namespace tidings::fhir
