#include "actors/node/made_keys_file.hpp"

#include "schemas/json.hpp"
#include "schemas/json_fields.hpp"
#include "schemas/key_scope_words.hpp"

#include <boost/describe/enum_from_string.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace tidings {
namespace {

namespace json = boost::json;
using json_fields::text_in;

json::object json_of(const made_key& one) {
  json::array guests, scopes;
  for (const auto& number : one.guests) guests.emplace_back(number);
  for (const auto scope : one.scopes) scopes.emplace_back(word_of(scope));
  return {{"practice", one.practice.text()},
          {"name", one.name},
          {"type", boost::describe::enum_to_string(one.type, "")},
          {"guests", std::move(guests)},
          {"scopes", std::move(scopes)},
          {"by", one.by},
          {"at", to_ms(one.at)},
          {"revoked_by", one.revoked_by},
          {"revoked_at", to_ms(one.revoked_at)},
          {"epoch", one.epoch},
          {"confirmed_by", one.confirmed_by},
          {"confirmed_at", to_ms(one.confirmed_at)},
          {"box", one.box}};
}

timestamp moment_in(const json::object& from, const char* name) {
  const auto* found = from.if_contains(name);
  return found && found->is_int64() ? from_ms(found->get_int64()) : timestamp{};
}

std::optional<made_key> key_in(const json::value& from) {
  const auto* object = from.if_object();
  if (!object) return std::nullopt;
  const auto practice = practice_id::parse(text_in(*object, "practice"));
  made_key out;
  if (!practice || !boost::describe::enum_from_string(text_in(*object, "type").c_str(), out.type)) return std::nullopt;
  out.practice = *practice;
  out.name = text_in(*object, "name");
  out.by = text_in(*object, "by");
  out.at = moment_in(*object, "at");
  out.revoked_by = text_in(*object, "revoked_by");
  out.revoked_at = moment_in(*object, "revoked_at");
  out.confirmed_by = text_in(*object, "confirmed_by");
  out.confirmed_at = moment_in(*object, "confirmed_at");
  if (const auto* epoch = object->if_contains("epoch"); epoch && epoch->is_int64() && epoch->get_int64() > 0)
    out.epoch = static_cast<std::uint64_t>(epoch->get_int64());
  out.box = text_in(*object, "box");
  const auto* guests = object->if_contains("guests");
  if (out.name.empty() || out.box.empty() || !guests || !guests->is_array()) return std::nullopt;
  for (const auto& one : guests->get_array())
    if (one.is_string()) out.guests.emplace_back(std::string_view(one.get_string()));
  if (const auto* scopes = object->if_contains("scopes")) { // older files have none: such keys may do all
    if (!scopes->is_array()) return std::nullopt;
    out.scopes.clear();
    for (const auto& one : scopes->get_array())
      if (const auto scope = one.is_string() ? scope_of_word(std::string_view(one.get_string())) : std::nullopt)
        out.scopes.insert(*scope);
  }
  return out;
}

result<std::vector<made_key>> keys_in(std::string_view text) {
  json::error_code wrong;
  const auto all = json::parse(text, wrong);
  const auto* list = !wrong && all.is_object() ? all.get_object().if_contains("keys") : nullptr;
  if (!list || !list->is_array()) return fail(error_code::log_damaged, "the keys of programs can't be read");
  std::vector<made_key> out;
  for (const auto& one : list->get_array()) {
    auto key = key_in(one);
    if (!key) return fail(error_code::log_damaged, "a key of a program can't be read");
    out.push_back(std::move(*key));
  }
  return out;
}

} // namespace

std::string text_of(const std::vector<made_key>& all) {
  json::array list;
  for (const auto& one : all) list.emplace_back(json_of(one));
  return json::serialize(json::object{{"keys", std::move(list)}}) + "\n";
}

result<std::vector<made_key>> read_made_keys(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return std::vector<made_key>();
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail(error_code::log_unavailable, file.string() + " can't be read");
  auto all = keys_in(text.str());
  if (!all) return fail(all.error().code, file.string() + ": " + all.error().detail);
  return all;
}

std::size_t unrevoked(const std::vector<made_key>& all) {
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const made_key& one) { return one.revoked_by.empty(); }));
}

} // namespace tidings
