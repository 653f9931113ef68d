// What is asked of programs' keys in the browser.
#include "actors/node/made_keys.hpp"
#include "schemas/json.hpp"
#include "schemas/key_scope_words.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace tidings {
namespace {

namespace json = boost::json;

http_answer refused(int status, std::string_view code, std::string_view reason) {
  const json::array errors{json::object{{"code", code}, {"reason", reason}, {"field", nullptr}}};
  return {status, json::serialize(json::object{{"errors", errors}})};
}

http_answer refused(const failure& why) {
  switch (why.code) {
  case error_code::invalid_input:
    return refused(400, "bad_value", why.detail);
  case error_code::not_found:
    return refused(404, "not_found", why.detail);
  case error_code::refused:
    return refused(409, "refused", why.detail);
  default:
    return refused(503, boost::describe::enum_to_string(why.code, "unavailable"), why.detail);
  }
}

std::string word_of(api_key_type type) { return boost::describe::enum_to_string(type, ""); }

json::array words_of(const key_scopes& scopes) {
  json::array all;
  for (const auto scope : scopes) all.emplace_back(word_of(scope));
  return all;
}
json::value maybe(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }
json::value moment(timestamp at) { return at == timestamp{} ? json::value(nullptr) : json::value(iso8601(at)); }

http_answer list_of(const made_keys* keys, const practice_settings& practice) {
  json::array list;
  for (const auto& one : practice.api_keys)
    list.emplace_back(json::object{{"name", one.name},
                                   {"type", word_of(one.type)},
                                   {"guests", one.guests.size()},
                                   {"scopes", words_of(one.scopes)},
                                   {"made_in", "file"},
                                   {"state", one.secret.reveal().empty() ? "unusable" : "in_force"},
                                   {"by", nullptr},
                                   {"at", nullptr},
                                   {"revoked_by", nullptr},
                                   {"revoked_at", nullptr},
                                   {"confirmed_by", nullptr},
                                   {"confirmed_at", nullptr}});
  if (keys)
    for (const auto& one : keys->of(practice.id)) {
      const bool shadowed = std::any_of(practice.api_keys.begin(), practice.api_keys.end(),
                                        [&](const auto& each) { return each.name == one.name; });
      list.emplace_back(json::object{{"name", one.name},
                                     {"type", word_of(one.type)},
                                     {"guests", one.guests.size()},
                                     {"scopes", words_of(one.scopes)},
                                     {"made_in", "browser"},
                                     {"state", !one.revoked_by.empty() ? "revoked"
                                               : keys->waits(one)      ? "unconfirmed"
                                               : shadowed              ? "unusable"
                                                                       : "in_force"},
                                     {"by", one.by},
                                     {"at", moment(one.at)},
                                     {"revoked_by", maybe(one.revoked_by)},
                                     {"revoked_at", moment(one.revoked_at)},
                                     {"confirmed_by", maybe(one.confirmed_by)},
                                     {"confirmed_at", moment(one.confirmed_at)}});
    }
  return {200, json::serialize(json::object{
                   {"service_id", practice.service_id}, {"can_make", keys != nullptr}, {"keys", std::move(list)}})};
}

} // namespace

http_answer answer_about_keys(made_keys* keys, const practice_settings_ptr& practice, const std::string& what,
                              const std::map<std::string, std::string>& parameters) {
  const auto given = [&](const char* name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string() : found->second;
  };
  const bool every = what == "POST api-keys/confirm-all";
  if (!practice && !every) return refused(404, "not_found", "no practice here has this ODS code");
  if (what == "GET api-keys") return list_of(keys, *practice);
  if (!keys) return refused(503, "log_unavailable", "the keys of programs can't be read: the broker's log says why");
  if (every) {
    const auto count = keys->confirm_all(given("by"));
    return count ? http_answer{200, json::serialize(json::object{{"confirmed", *count}})} : refused(count.error());
  }
  if (what == "POST api-keys/revoke" || what == "POST api-keys/confirm") {
    const auto done = what == "POST api-keys/revoke" ? keys->revoke(practice->id, given("name"), given("by"))
                                                     : keys->confirm(practice->id, given("name"), given("by"));
    return done ? http_answer{200, json::serialize(json::object{{"name", given("name")}})} : refused(done.error());
  }
  key_wish wish{given("name"), given("type"), given("guests"), given("by")};
  if (const auto scopes = parameters.find("scopes"); scopes != parameters.end()) wish.scopes = scopes->second;
  const auto key = keys->make(*practice, wish);
  if (!key) return refused(key.error());
  return {201, json::serialize(json::object{{"name", given("name")}, {"key", *key}})};
}

} // namespace tidings
