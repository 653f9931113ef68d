#pragma once
// What a record's consent codes come to. Pure.
#include "schemas/time.hpp"
#include "schemas/words.hpp"

#include <cstdint>
#include <span>

namespace tidings {

/// One code that gives or declines consent.
struct dated_consent {
  timestamp at{};          ///< zero: its date can't be read
  bool yes = false;        ///< false: declined
  std::uint32_t order = 0; ///< its place in the record, where that says what came later; else the same for all
};

/// The latest holds; of one moment the later in the record; of one place there the declining one, since nobody is
/// written to in doubt. A declining one without a readable date may be the latest, so it holds. None: `unknown`, which
/// is implied consent.
consent consent_of(std::span<const dated_consent> codes);

} // namespace tidings
