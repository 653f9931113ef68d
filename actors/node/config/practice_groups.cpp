#include "actors/node/config/practice_groups.hpp"

#include "actors/node/config/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::config {
namespace {

constexpr std::size_t name_max = 40;

bool is_group_name(std::string_view text) {
  return !text.empty() && text.size() <= name_max && text[0] != '-' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; });
}

} // namespace

void read_practice_groups(reader& in, const node& what, practice_groups& into) {
  const auto* all = in.map(what, "a map of groups of practices");
  if (all == nullptr) return;
  for (const auto& [key, value] : all->entries) {
    if (!is_group_name(key.text)) {
      in.wrong(key.at, "a group's name that can't be one", fmt::format("`{}`", key.text),
               "1 to 40 of a-z, 0-9, `_` and `-`");
      continue;
    }
    auto& group = into[key.text];
    for (const auto& [item, code] : in.items(value, {shape::text, 1, 12})) {
      const auto id = practice_id::parse(std::get<std::string>(code));
      if (id)
        group.insert(*id);
      else
        in.wrong(item->at, "no ODS code", name_of(*item), "3 to 12 of A-Z and 0-9");
    }
  }
}

void check_practice_groups(reader& in, const node& what, broker_settings&) {
  practice_groups checked;
  read_practice_groups(in, what, checked);
}

boost::json::object schema_of_practice_groups() {
  return {
      {"type", "object"},
      {"propertyNames", {{"pattern", "^[a-z0-9_][a-z0-9_-]{0,39}$"}}},
      {"additionalProperties", {{"type", "array"}, {"items", {{"type", "string"}, {"pattern", "^[A-Z0-9]{3,12}$"}}}}}};
}

} // namespace tidings::config
