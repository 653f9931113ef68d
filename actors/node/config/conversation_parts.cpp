#include "actors/node/config/conversation_parts.hpp"

#include "actors/node/config/values.hpp"
#include "actors/practice/personalise.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::config {

void check_fields(reader& in, const node& map, std::string_view key, const std::string& text,
                  const std::vector<std::string_view>& known, std::string_view also) {
  const node* where = map.find(key);
  if (where == nullptr) return;
  for (const auto& each : placeholders(text)) {
    const auto is = [&](std::string_view field) { return placeholder_key(field) == placeholder_key(each.name); };
    if (std::any_of(known.begin(), known.end(), is) || (!also.empty() && is(also))) continue;
    in.wrong(where->at, "a placeholder that can't be filled in here", fmt::format("`(({}))`", each.name),
             joined(known) + (also.empty() ? std::string() : fmt::format(", {}", also)));
  }
}

void read_names(reader& in, const node& what, const rule& each, std::size_t most,
                std::map<std::string, std::string>& into) {
  const node* map = in.map(what, "a map `name: text`");
  if (map == nullptr) return;
  if (map->entries.size() > most)
    in.wrong(map->at, "too many entries", fmt::format("{}", map->entries.size()), fmt::format("at most {}", most));
  for (const auto& [key, value] : map->entries) {
    if (!is_short_name(key.text)) in.wrong(key.at, "not a name", name_of(key), allowed_by({shape::short_name}));
    if (const auto text = in.scalar(value, each)) into.insert_or_assign(key.text, std::get<std::string>(*text));
  }
}

boost::json::object schema_of_names(const rule& each, std::size_t most) {
  return {{"type", "object"}, {"maxProperties", most}, {"additionalProperties", schema_of(each)}};
}

} // namespace tidings::config
