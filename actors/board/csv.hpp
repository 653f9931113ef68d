#pragma once
// Tables that people take away for a spreadsheet (RFC 4180). Pure.
#include "actors/board/answers.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidings {

constexpr std::size_t csv_rows_max = 2'000; ///< of a file whose rows are read from the log

/// In quotes. What a spreadsheet would take for a formula gets an apostrophe in front.
std::string csv_cell(std::string_view text);
/// Cells in quotes, and the line's end.
std::string csv_line(const std::vector<std::string>& cells);
/// The last line of a file that had no room for all rows.
std::string csv_cut_line(std::size_t rows);

/// A file with patients' data: {"practice","ids","csv"}. The endpoint writes down whose they are, then gives the file.
board_answer csv_of_patients(const std::string& practice, const std::vector<std::string>& ids, const std::string& csv);

} // namespace tidings
