#include "actors/connector/consents.hpp"

#include <algorithm>
#include <tuple>

namespace tidings {

consent consent_of(std::span<const dated_consent> codes) {
  for (const auto& one : codes)
    if (one.at == timestamp{} && !one.yes) return consent::no;
  const auto latest = std::max_element(codes.begin(), codes.end(), [](const dated_consent& a, const dated_consent& b) {
    return std::tuple(a.at, a.order, !a.yes) < std::tuple(b.at, b.order, !b.yes);
  });
  if (latest == codes.end()) return consent::unknown;
  return latest->yes ? consent::yes : consent::no;
}

} // namespace tidings
