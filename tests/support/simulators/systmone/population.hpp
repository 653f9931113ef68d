#pragma once
#include "systmone/practice_book.hpp"

#include <cstddef>
#include <cstdint>

namespace tidings::sim {

/// Which of how many practices a book belongs to; keeps NHS numbers and mobiles apart between them.
struct practice_place {
  std::size_t index = 0, of = 1;
};

/// Fills the book with its clinicians, and patients up to `count`, all synthetic and always the same for one seed.
/// NHS numbers are unique over all practices (5000 patients each); mobiles are too while all practices together have
/// fewer than 1000 patients (Ofcom's drama range 07700 900000-900999 has no more).
void populate(practice_book&, std::uint64_t seed, practice_place, std::size_t count);

/// NHS Data Dictionary, NHS NUMBER: weights 10 to 2, modulus 11. Nothing when the nine digits have no valid check digit
/// (10).
std::optional<std::string> with_check_digit(std::string_view nine_digits);

} // namespace tidings::sim
