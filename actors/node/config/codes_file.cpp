#include "actors/node/config/codes_file.hpp"

#include "actors/connector/codes.hpp"
#include "actors/node/config/reader.hpp"

#include <fmt/format.h>

namespace tidings::config {
namespace {

template <std::string coded_meaning::*Member> void read_code(reader& in, const node& what, coded_meaning& into) {
  const auto text = in.scalar(what, {.what = shape::text, .low = 0, .high = 10, .may_be_empty = true});
  if (!text || std::get<std::string>(*text).empty()) return;
  into.*Member = codes::padded_read(std::get<std::string>(*text));
  if ((into.*Member).empty())
    in.wrong(what.at, "not a Read code", std::get<std::string>(*text),
             "five letters, digits and dots as in 9NdP. or XaZ0i, or \"\" if it isn't known");
}

boost::json::object schema_of_code() {
  return {{"type", "string"}, {"pattern", "^$|^[0-9A-Za-z]{1,5}\\.{0,4}$"}, {"default", ""}};
}

} // namespace

const options<coded_meaning>& coded_meaning_options() {
  using s = coded_meaning;
  static const options<s> table{
      {"snomed", {.what = shape::snomed, .may_be_empty = true}, &s::snomed, "SNOMED CT concept id."},
      {"read2", {shape::text}, custom<s>{read_code<&s::read2>, schema_of_code}, "Read v2, five characters."},
      {"ctv3", {shape::text}, custom<s>{read_code<&s::ctv3>, schema_of_code}, "CTV3, five characters."},
  };
  return table;
}

code_map read_codes_file(const std::filesystem::path& file, findings& found) {
  code_map map;
  report out(file, found);
  const auto text = read_source(file, out);
  if (!text) return map;
  const auto root = parse_yaml(*text, out);
  if (!root) return map;
  reader in(*text, out);
  std::map<std::string, std::string> seen;
  for (const auto& [key, value] : root->entries) {
    const node* entry = in.map(value, "a map of `snomed`, `read2` and `ctv3`");
    if (entry == nullptr) continue;
    auto& meaning = map.meanings[key.text];
    in.fill(*entry, coded_meaning_options(), meaning);
    if (meaning.snomed.empty()) continue;
    // A SNOMED CT id leads to the codes of the other schemes: it must lead to one.
    const auto [first, is_new] = seen.emplace(meaning.snomed, key.text);
    if (!is_new)
      in.wrong(reader::at(*entry, "snomed"), "a code with two meanings", meaning.snomed,
               fmt::format("a code that isn't `{}`'s", first->second));
  }
  return map;
}

} // namespace tidings::config
