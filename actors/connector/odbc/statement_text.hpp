#pragma once
// A statement of the mapping file: `:name` where a value goes in. Outside of 'text', "names" and -- remarks; `::` is
// PostgreSQL's cast.
#include <string>
#include <string_view>
#include <vector>

namespace tidings::odbc {

struct statement_text {
  std::string sql;                ///< with `?`
  std::vector<std::string> names; ///< of what goes in for each, in order
};

statement_text read_statement(std::string_view text);

} // namespace tidings::odbc
