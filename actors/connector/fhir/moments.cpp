#include "actors/connector/fhir/moments.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <sstream>

namespace tidings::fhir {

result<timestamp> read_instant(std::string_view text) {
  const auto bad = [&] {
    return fail(error_code::invalid_input,
                fmt::format("the FHIR server's start `{}` is no time with its offset", text.substr(0, 40)));
  };
  constexpr std::size_t shortest = std::string_view("2026-03-30T09:10:00Z").size();
  if (text.size() < shortest || text[10] != 'T') return bad();
  const bool is_utc = text.ends_with('Z');
  std::istringstream in(is_utc ? std::string(text.substr(0, text.size() - 1)).append("+00:00") : std::string(text));
  timestamp out;
  in >> date::parse("%FT%T%Ez", out); // reads the fraction as far as milliseconds, and subtracts the offset
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return bad();
  return out;
}

} // namespace tidings::fhir
