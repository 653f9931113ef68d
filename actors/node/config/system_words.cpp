// Maps between a clinical system's words and ours.
#include "actors/node/config/reader.hpp"
#include "actors/node/config/sections.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace tidings::config {

namespace json = boost::json;

namespace {

const std::vector<std::string_view> status_words{"booked",   "arrived",        "in_progress",
                                                 "finished", "did_not_attend", "cancelled"};
const std::vector<std::string_view> consent_words{"yes", "no", "unknown"};

json::object schema_of_words(const std::vector<std::string_view>& words) {
  json::array all;
  for (const auto word : words) all.emplace_back(word);
  return {{"type", json::array{"object", "null"}},
          {"additionalProperties", {{"type", "string"}, {"enum", std::move(all)}}},
          {"default", json::object()}};
}

template <class Word>
void read_words(reader& in, const node& what, const std::vector<std::string_view>& words, std::string_view allowed,
                std::map<std::string, Word>& into) {
  const node* map = in.map(what, allowed);
  if (map == nullptr) return;
  into.clear();
  for (const auto& [key, value] : map->entries) {
    const auto text = in.scalar(value, {.what = shape::one_of, .words = words});
    Word word{};
    if (text && boost::describe::enum_from_string(std::get<std::string>(*text).c_str(), word)) into[key.text] = word;
  }
}

} // namespace

void read_columns(reader& in, const node& what, const std::vector<std::string_view>& known, name_map& into) {
  const node* map = in.map(what, "a map, `id: its column`");
  if (map == nullptr) return;
  into.clear();
  for (const auto& [key, value] : map->entries) {
    if (std::find(known.begin(), known.end(), key.text) == known.end()) {
      in.wrong(key.at, "not a name that Tidings knows", name_of(key), joined(known));
      continue;
    }
    if (auto text = in.scalar(value, {.what = shape::text, .low = 1, .high = 100}))
      into[key.text] = std::get<std::string>(std::move(*text));
  }
}

json::object schema_of_columns(const std::vector<std::string_view>& known) {
  json::array names;
  for (const auto name : known) names.emplace_back(name);
  return {{"type", json::array{"object", "null"}},
          {"propertyNames", {{"enum", std::move(names)}}},
          {"additionalProperties", {{"type", "string"}}},
          {"default", json::object()}};
}

void read_statuses(reader& in, const node& what, std::map<std::string, appointment_status>& into) {
  read_words(in, what, status_words, "a map of the system's words, `B: booked`", into);
}
json::object schema_of_statuses() { return schema_of_words(status_words); }

void read_consents(reader& in, const node& what, std::map<std::string, consent>& into) {
  read_words(in, what, consent_words, "a map of the system's words, `\"Y\": \"yes\"`", into);
}
json::object schema_of_consents() { return schema_of_words(consent_words); }

} // namespace tidings::config
