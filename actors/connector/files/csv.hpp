#pragma once
// CSV as RFC 4180 has it: records end with a line's end, fields in quotes may hold separators, lines and doubled
// quotes. Pure.
#include <string>
#include <string_view>
#include <vector>

namespace tidings::files {

/// Something wrong in a file, told so that whoever made the file can mend it. Never holds what stands in a row.
struct row_error {
  int line = 0;       ///< from 1; 0: the file as a whole
  std::string column; ///< the file's own heading; empty: the whole row
  std::string what, mend;
  bool operator==(const row_error&) const = default;
};

struct csv_record {
  int line = 0; ///< where it begins
  std::vector<std::string> fields;
};

struct csv_text {
  std::vector<csv_record> records; ///< without empty lines
  std::vector<row_error> errors;
  bool ends_with_line = true; ///< the last record has its line's end: nothing was cut off inside of it
};

csv_text read_csv(std::string_view text, char separator);

/// For reports.
std::string csv_field(std::string_view text);

} // namespace tidings::files
