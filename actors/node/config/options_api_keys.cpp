// `api_keys:` of a practice's file. config/practices/A99999.yaml explains them at length.
#include "actors/node/config/api_key_sections.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"
#include "schemas/key_scope_words.hpp"

namespace tidings::config {

namespace json = boost::json;

namespace {

void read_key_type(reader& in, const node& what, api_key_settings& into) {
  const auto word = in.scalar(what, {.what = shape::one_of, .words = {"normal", "team", "test"}});
  if (word) boost::describe::enum_from_string(std::get<std::string>(*word).c_str(), into.type);
}
json::object schema_of_key_type() {
  return {{"type", "string"}, {"enum", json::array{"normal", "team", "test"}}, {"default", "normal"}};
}

constexpr const char* scope_words[] = {"send_sms", "send_email", "read_own", "read_all", "templates", "received_texts"};

void read_key_scopes(reader& in, const node& what, api_key_settings& into) {
  into.scopes.clear();
  for (const auto& [item, word] :
       in.items(what, {.what = shape::one_of, .words = {std::begin(scope_words), std::end(scope_words)}}))
    if (const auto scope = scope_of_word(std::get<std::string>(word))) into.scopes.insert(*scope);
  if (into.scopes.empty() && what.items.empty())
    in.doubtful(what.at, "a key that may do nothing", "no scopes", "what its program needs, or no `scopes` at all");
}
json::object schema_of_key_scopes() {
  json::array words, usual;
  for (const auto* word : scope_words) words.emplace_back(word);
  for (const auto scope : every_key_scope()) usual.emplace_back(word_of(scope));
  return {
      {"type", "array"}, {"items", {{"type", "string"}, {"enum", std::move(words)}}}, {"default", std::move(usual)}};
}

} // namespace

const options<api_key_settings>& api_key_options() {
  using s = api_key_settings;
  static const options<s> table{
      {"name", {.what = shape::short_name, .required = true}, &s::name, "The key's name, each once in a practice."},
      {"type",
       {shape::text},
       custom<s>{read_key_type, schema_of_key_type},
       "normal: to anybody. team: to `guests` only. test: nothing is sent, all else is as if."},
      {"secret",
       {.what = shape::secret, .required = true, .may_be_empty = true},
       &s::secret,
       "A UUID that nobody knows (`uuidgen --random`). Empty: nobody can use the key."},
      {"guests", {shape::reply_number}, &s::guests, "Of a team key: the only numbers it may send to."},
      {"scopes",
       {shape::text},
       custom<s>{read_key_scopes, schema_of_key_scopes},
       "What the program may do by it: send_sms, send_email, read_own (messages that this key sent), read_all (those "
       "of "
       "every key of the practice), templates, received_texts."},
  };
  return table;
}

void read_api_keys(reader& in, const node& what, practice_settings& into) {
  const node* list = in.list(what, "a list of keys (`- name: …`)");
  if (list == nullptr) return;
  for (const auto& item : list->items)
    if (const node* map = in.map(item, "a map of a key's options")) {
      api_key_settings key;
      in.fill(*map, api_key_options(), key);
      check_api_key(in, *map, key, into.api_keys);
      into.api_keys.push_back(std::move(key));
    }
}
json::object schema_of_api_keys() { return {{"type", "array"}, {"items", schema_of(api_key_options())}}; }

} // namespace tidings::config
