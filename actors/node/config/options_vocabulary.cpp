// What a practice or the host adds to the words replies are understood by.
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"
#include "actors/reply/own_vocabulary.hpp"

#include <fmt/format.h>

namespace tidings::config {

namespace json = boost::json;

namespace {

constexpr std::string_view phrase_form = "`- cancel: \"scrub my appointment\"`";
constexpr std::string_view spelling_form = "`- kancel: cancel`";

/// The one `key: text` of an item; told and null if it is something else.
const entry* pair_of(reader& in, const node& item, std::string_view form) {
  if (item.is_map() && item.entries.size() == 1 && item.entries.front().value.is_text()) return &item.entries.front();
  if (item.what != node::kind::broken)
    in.wrong(item.at, "not one entry", name_of(item), fmt::format("one a line, as {}", form));
  return nullptr;
}

void read_phrases(reader& in, const node& what, vocabulary_settings& into) {
  const node* list = in.list(what, fmt::format("a list of phrases, {}", phrase_form));
  if (list == nullptr) return;
  for (const node& item : list->items) {
    auto& row = into.phrases.emplace_back(); // also of a wrong item, so that entry i stands in item i
    if (const entry* pair = pair_of(in, item, phrase_form)) row = {pair->key.text, pair->value.text};
  }
}

void read_spellings(reader& in, const node& what, vocabulary_settings& into) {
  const node* list = in.list(what, fmt::format("a list of spellings, {}", spelling_form));
  if (list == nullptr) return;
  for (const node& item : list->items) {
    auto& row = into.spellings.emplace_back();
    if (const entry* pair = pair_of(in, item, spelling_form)) row = {pair->key.text, pair->value.text};
  }
}

json::object schema_of_pairs() {
  return {{"type", "array"},
          {"maxItems", own_entries_max},
          {"items",
           {{"type", "object"},
            {"minProperties", 1},
            {"maxProperties", 1},
            {"additionalProperties", {{"type", "string"}}}}},
          {"default", json::array()}};
}

} // namespace

const options<vocabulary_settings>& vocabulary_options() {
  using s = vocabulary_settings;
  static const options<s> table{
      {"phrases",
       {shape::section},
       custom<s>{read_phrases, schema_of_pairs},
       "Ways of saying something, each `meaning: pattern`."},
      {"spellings",
       {shape::section},
       custom<s>{read_spellings, schema_of_pairs},
       "How else a known word is written, each `as written: as known`."},
  };
  return table;
}

void read_vocabulary(reader& in, const node& what, vocabulary_settings& into) {
  const node* map = in.map(what, "a map of `phrases` and `spellings`");
  if (map == nullptr) return;
  in.fill(*map, vocabulary_options(), into);
  for (const auto& problem : check_vocabulary(into)) {
    const node* list = map->find(problem.in_spellings ? "spellings" : "phrases");
    const node& item = list->items[problem.entry];
    if (!item.is_map() || item.entries.size() != 1 || !item.entries.front().value.is_text()) continue; // told already
    const entry& pair = item.entries.front();
    in.wrong(pair.key.at, problem.reason, fmt::format("`{}: {}`", pair.key.text, pair.value.text),
             problem.in_spellings ? "a new spelling, at most two slips away from a word of actors/reply/vocabulary"
                                  : "words that mean nothing yet, as a pattern of actors/reply/vocabulary");
  }
}

json::object schema_of_vocabulary() { return schema_of(vocabulary_options()); }

std::shared_ptr<const own_vocabulary> compiled(const vocabulary_settings& host, const vocabulary_settings& own) {
  vocabulary_settings all = host;
  all.phrases.insert(all.phrases.end(), own.phrases.begin(), own.phrases.end());
  all.spellings.insert(all.spellings.end(), own.spellings.begin(), own.spellings.end());
  if (all.phrases.empty() && all.spellings.empty()) return nullptr;
  return std::make_shared<const own_vocabulary>(all);
}

} // namespace tidings::config
