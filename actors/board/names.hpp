#pragma once
// Names of patients for pages that show keys in their place: read from the log, for whoever stands in the audit trail.
#include "actors/board/answers.hpp"
#include "schemas/name_views.hpp"

namespace tidings {

constexpr std::size_t board_names_page_max = 100; ///< each is read from the log

/// A hash as pages have it; zero is nobody's.
std::string key_text_of(std::uint64_t hash);

/// What `reveal=1` answers: each of these patients once, in this order, from the cursor `before` on. Those whose record
/// isn't known are left out.
board_result names_answer(const practice_row& practice, const std::vector<std::uint64_t>& patients,
                          const query_parameters& parameters);

/// `First Last`, as far as the record has them.
std::string whole_name(const patient_details& who);

} // namespace tidings
