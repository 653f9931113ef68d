#include "actors/connector/codes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::codes {
namespace {

constexpr std::size_t read_size = 5;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

const std::string& code_in(const coded_meaning& what, scheme into) {
  return into == scheme::snomed ? what.snomed : into == scheme::read2 ? what.read2 : what.ctv3;
}

} // namespace

std::string_view name_of(scheme what) {
  return what == scheme::snomed ? "SNOMED CT" : what == scheme::read2 ? "Read v2" : "CTV3";
}

std::string padded_read(std::string_view text) {
  if (text.empty() || text.size() > read_size) return {};
  const auto end = std::find_if_not(text.begin(), text.end(), is_alphanumeric);
  if (end == text.begin() || !std::all_of(end, text.end(), [](char c) { return c == '.'; })) return {};
  std::string out(text);
  out.resize(read_size, '.');
  return out;
}

result<std::string> translated(const code_map& map, std::string_view snomed, scheme into) {
  if (into == scheme::snomed) return std::string(snomed);
  for (const auto& [meaning, what] : map.meanings) {
    if (what.snomed != snomed) continue;
    if (const auto& code = code_in(what, into); !code.empty()) return code;
    return fail(error_code::not_configured,
                fmt::format("`{}` has no {} code in codes.yaml: ask the practice for theirs "
                            "and write it there, or file SNOMED CT",
                            meaning, name_of(into)));
  }
  return fail(error_code::not_configured, fmt::format("SNOMED CT {} isn't in codes.yaml: add it with its {} code, or "
                                                      "file SNOMED CT",
                                                      snomed, name_of(into)));
}

bool means(const code_map& map, std::string_view meaning, std::string_view code) {
  const auto* what = map.find(meaning);
  if (what == nullptr || code.empty()) return false;
  if (code == what->snomed) return true;
  const auto read = padded_read(code);
  return !read.empty() && (read == what->read2 || read == what->ctv3);
}

std::vector<std::string> gaps(const code_map& map) {
  std::vector<std::string> out;
  for (const auto& [meaning, what] : map.meanings)
    for (const auto each : {scheme::snomed, scheme::read2, scheme::ctv3})
      if (code_in(what, each).empty()) out.push_back(fmt::format("{}: no {} code", meaning, name_of(each)));
  return out;
}

} // namespace tidings::codes
