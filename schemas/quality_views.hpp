#pragma once
// What of the record stands in the way of messages, as the API shows it. No name and no whole number, save when
// somebody asks for them: `reveal=1`, which leaves an entry in the audit trail.
#include "schemas/views.hpp"

namespace tidings::view {

struct quality_count {
  text problem;
  count patients = 0;
};
BOOST_DESCRIBE_STRUCT(quality_count, (), (problem, patients))

struct quality_row {
  text id, practice;          ///< the patient's, by our pseudonym
  std::vector<text> problems; ///< all of theirs
  text mobile;                ///< last three digits, `…123`; empty: nothing that could be a number
  count sharing = 0;          ///< how many patients have this mobile, this one too; 0: it can't be texted
  text read_at;               ///< when the record last changed
  text name, nhs_number;      ///< empty unless revealed
  text number;                ///< as the record has it; empty unless revealed
};
BOOST_DESCRIBE_STRUCT(quality_row, (), (id, practice, problems, mobile, sharing, read_at, name, nhs_number, number))

/// GET /data-quality
struct quality_page {
  text practice, problem;
  std::vector<quality_count> counts;
  std::vector<quality_row> patients; ///< those with `problem`, the record that changed last first
  maybe next;                        ///< cursor
  count known = 0;                   ///< patients whose record was read
  count left_out = 0;                ///< of those: over the bound, so not looked at
};
BOOST_DESCRIBE_STRUCT(quality_page, (), (practice, problem, counts, patients, next, known, left_out))

} // namespace tidings::view
