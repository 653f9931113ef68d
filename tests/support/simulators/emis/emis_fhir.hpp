#pragma once
#include "emis/emis_book.hpp"
#include "fhir/fhir_service.hpp"

#include <functional>

namespace tidings::sim {

/// A practice's EMIS as its FHIR server shows it: the same book, so what is cancelled by one door is by the other.
class emis_fhir_book final : public fhir_book {
public:
  emis_fhir_book(emis_book& book, std::function<void()> changed) : book_{book}, changed_{std::move(changed)} {}

  std::vector<row> rows() const override;
  void cancel(const std::string& id) override;

private:
  emis_book& book_;
  std::function<void()> changed_;
};

} // namespace tidings::sim
