#include "actors/board/csv.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace tidings {

std::string csv_cell(std::string_view text) {
  std::string quoted = "\"";
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) quoted += '\'';
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const auto& one : cells) line += (line.empty() ? "" : ",") + csv_cell(one);
  return line + "\r\n";
}

std::string csv_cut_line(std::size_t rows) {
  return csv_line({fmt::format("The first {} are in this file. There are more.", rows)});
}

board_answer csv_of_patients(const std::string& practice, const std::vector<std::string>& ids, const std::string& csv) {
  boost::json::array named(ids.begin(), ids.end());
  return {200,
          boost::json::serialize(boost::json::object{{"practice", practice}, {"ids", std::move(named)}, {"csv", csv}})};
}

} // namespace tidings
