#pragma once
// Whose record stands in the way of messages, and how. Pure.
#include "actors/board/answers.hpp"

#include <boost/describe/enum.hpp>

namespace tidings {

/// Their names are the API's words.
enum class quality_problem : std::uint8_t {
  shared_mobile, ///< several patients have it: whose an answer is can't be told
  landline,      ///< in the field for the mobile
  invalid_number,
  no_mobile,
  failing,    ///< the latest text to it failed for good
  disputed,   ///< whoever has it says that it isn't the patient's
  no_consent, ///< the record says no, or the number has opted out
  dead,
  deducted
};
BOOST_DESCRIBE_ENUM(quality_problem, shared_mobile, landline, invalid_number, no_mobile, failing, disputed, no_consent,
                    dead, deducted)

constexpr std::size_t board_quality_page_default = 50;
constexpr std::size_t board_quality_page_max = 100; ///< each row is read from the log

/// GET /data-quality, and with `format=csv` the patients as a file (csv_of_patients)
board_result quality_answer(const board_view& board, const query_parameters& parameters);

} // namespace tidings
