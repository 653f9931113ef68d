#include "actors/node/made_keys.hpp"

#include "actors/event_log/replace_file.hpp"
#include "actors/node/config/values.hpp"
#include "schemas/json.hpp"

#include <boost/describe/enum_from_string.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace tidings {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

std::string word_of(api_key_type type) { return boost::describe::enum_to_string(type, ""); }

std::string bound_to(const made_key& one) { return "api key " + one.name + " " + word_of(one.type); }

json::object json_of(const made_key& one) {
  json::array guests;
  for (const auto& number : one.guests) guests.emplace_back(number);
  return {{"practice", one.practice.text()},
          {"name", one.name},
          {"type", word_of(one.type)},
          {"guests", std::move(guests)},
          {"by", one.by},
          {"at", to_ms(one.at)},
          {"revoked_by", one.revoked_by},
          {"revoked_at", to_ms(one.revoked_at)},
          {"box", one.box}};
}

std::string text_in(const json::object& from, const char* name) {
  const auto* found = from.if_contains(name);
  return found && found->is_string() ? std::string(std::string_view(found->get_string())) : std::string();
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
  out.box = text_in(*object, "box");
  const auto* guests = object->if_contains("guests");
  if (out.name.empty() || out.box.empty() || !guests || !guests->is_array()) return std::nullopt;
  for (const auto& one : guests->get_array())
    if (one.is_string()) out.guests.emplace_back(std::string_view(one.get_string()));
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

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const auto c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4U];
    out += digits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}
std::string bytes_of_hex(std::string_view text) {
  const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    out += static_cast<char>(value(text[i]) * 16 + value(text[i + 1]));
  return out;
}

/// The guests of a team key. Nothing: one of them is no UK mobile.
std::optional<std::vector<std::string>> guests_in(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    const auto number = msisdn::parse_uk_mobile(list.substr(0, comma));
    if (!number) return std::nullopt;
    out.push_back(number->digits);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return out;
}

} // namespace

made_keys::made_keys(fs::path file, sealer_ptr keys, wall_clock now)
    : file_(std::move(file)), keys_(std::move(keys)), now_(std::move(now)) {}

result<std::shared_ptr<made_keys>> made_keys::open(fs::path file, sealer_ptr keys, wall_clock now) {
  std::shared_ptr<made_keys> made(new made_keys(std::move(file), std::move(keys), std::move(now)));
  std::error_code error;
  if (!fs::exists(made->file_, error)) return made;
  std::ifstream in(made->file_, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail(error_code::log_unavailable, made->file_.string() + " can't be read");
  auto all = keys_in(text.str());
  if (!all) return fail(all.error().code, made->file_.string() + ": " + all.error().detail);
  made->all_ = std::move(*all);
  return made;
}

std::optional<std::string> made_keys::secret_of(const made_key& one) const {
  const auto opened = keys_->open(one.practice, bound_to(one), bytes_of_hex(one.box));
  return opened ? *opened : std::nullopt; // erased, or no box of ours: nobody gets in by it
}

practice_settings_ptr made_keys::with_keys(const practice_settings_ptr& of) {
  if (!of) return of;
  const std::lock_guard guard(lock_);
  auto& kept = merged_[of->id];
  if (kept.from == of) return kept.whole;
  practice_settings whole = *of;
  bool more = false;
  for (const auto& one : all_) {
    const bool named = std::any_of(of->api_keys.begin(), of->api_keys.end(),
                                   [&](const api_key_settings& each) { return each.name == one.name; });
    if (one.practice != of->id || !one.revoked_by.empty() || named) continue;
    auto secret = secret_of(one);
    if (!secret) continue;
    whole.api_keys.push_back({one.name, one.type, secret_text(std::move(*secret)), one.guests});
    more = true;
  }
  kept = {of, more ? std::make_shared<const practice_settings>(std::move(whole)) : of};
  return kept.whole;
}

result<std::string> made_keys::make(const practice_settings& practice, const key_wish& wish) {
  made_key fresh{.practice = practice.id, .name = wish.name, .guests = {}, .by = wish.by, .at = now_(), .box = {}};
  if (!config::is_short_name(wish.name))
    return fail(error_code::invalid_input, "name: a-z, 0-9, _ and -, at most 40, with a letter or digit in front");
  if (!boost::describe::enum_from_string(wish.type.c_str(), fresh.type))
    return fail(error_code::invalid_input, "type: normal, team or test");
  auto guests = guests_in(wish.guests);
  if (!guests) return fail(error_code::invalid_input, "guests: UK mobile numbers with commas between them");
  if (guests->empty() != (fresh.type != api_key_type::team))
    return fail(error_code::invalid_input, "guests: a team key has some, and no other has any");
  fresh.guests = std::move(*guests);
  const auto secret = uuid::print(uuid::random());

  const std::lock_guard guard(lock_);
  const auto mine = [&](const made_key& one) { return one.practice == practice.id; };
  const bool known =
      std::any_of(practice.api_keys.begin(), practice.api_keys.end(),
                  [&](const api_key_settings& one) { return one.name == wish.name; }) ||
      std::any_of(all_.begin(), all_.end(), [&](const made_key& one) { return mine(one) && one.name == wish.name; });
  if (known) return fail(error_code::refused, "there is or was a key of this name: the audit trail names keys by it");
  if (static_cast<std::size_t>(std::count_if(all_.begin(), all_.end(), mine)) >= made_keys_max)
    return fail(error_code::refused, "this practice has as many keys as it may have");
  auto box = keys_->seal(practice.id, {}, bound_to(fresh), secret);
  if (!box) return tl::unexpected(box.error());
  if (auto settled = keys_->settle(practice.id); !settled) return tl::unexpected(settled.error());
  fresh.box = hex_of(*box);
  auto all = all_;
  all.push_back(std::move(fresh));
  if (auto kept = keep(std::move(all)); !kept) return tl::unexpected(kept.error());
  return wish.name + "-" + practice.service_id + "-" + secret;
}

result<void> made_keys::revoke(const practice_id& practice, const std::string& name, const std::string& by) {
  const std::lock_guard guard(lock_);
  auto all = all_;
  const auto found = std::find_if(all.begin(), all.end(), [&](const made_key& one) {
    return one.practice == practice && one.name == name && one.revoked_by.empty();
  });
  if (found == all.end()) return fail(error_code::not_found, "no key of this name was made here and is in force");
  found->revoked_by = by.empty() ? "somebody" : by;
  found->revoked_at = now_();
  return keep(std::move(all));
}

std::vector<made_key> made_keys::of(const practice_id& practice) const {
  const std::lock_guard guard(lock_);
  std::vector<made_key> out;
  std::copy_if(all_.begin(), all_.end(), std::back_inserter(out),
               [&](const made_key& one) { return one.practice == practice; });
  return out;
}

result<void> made_keys::keep(std::vector<made_key> all) {
  json::array list;
  for (const auto& one : all) list.emplace_back(json_of(one));
  auto kept = replace_file(file_, json::serialize(json::object{{"keys", std::move(list)}}) + "\n");
  if (!kept) return kept;
  all_ = std::move(all);
  merged_.clear();
  return {};
}

// -- answers ------------------------------------------------------------------------------------

namespace {

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

json::value moment(timestamp at) { return at == timestamp{} ? json::value(nullptr) : json::value(iso8601(at)); }

http_answer list_of(const made_keys* keys, const practice_settings& practice) {
  json::array list;
  for (const auto& one : practice.api_keys)
    list.emplace_back(json::object{{"name", one.name},
                                   {"type", word_of(one.type)},
                                   {"guests", one.guests.size()},
                                   {"made_in", "file"},
                                   {"state", one.secret.reveal().empty() ? "unusable" : "in_force"},
                                   {"by", nullptr},
                                   {"at", nullptr},
                                   {"revoked_by", nullptr},
                                   {"revoked_at", nullptr}});
  if (keys)
    for (const auto& one : keys->of(practice.id)) {
      const bool shadowed = std::any_of(practice.api_keys.begin(), practice.api_keys.end(),
                                        [&](const auto& each) { return each.name == one.name; });
      list.emplace_back(
          json::object{{"name", one.name},
                       {"type", word_of(one.type)},
                       {"guests", one.guests.size()},
                       {"made_in", "browser"},
                       {"state", !one.revoked_by.empty() ? "revoked"
                                 : shadowed              ? "unusable"
                                                         : "in_force"},
                       {"by", one.by},
                       {"at", moment(one.at)},
                       {"revoked_by", one.revoked_by.empty() ? json::value(nullptr) : json::value(one.revoked_by)},
                       {"revoked_at", moment(one.revoked_at)}});
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
  if (!practice) return refused(404, "not_found", "no practice here has this ODS code");
  if (what == "GET api-keys") return list_of(keys, *practice);
  if (!keys) return refused(503, "log_unavailable", "the keys of programs can't be read: the broker's log says why");
  if (what == "POST api-keys/revoke") {
    const auto done = keys->revoke(practice->id, given("name"), given("by"));
    return done ? http_answer{200, json::serialize(json::object{{"name", given("name")}})} : refused(done.error());
  }
  const auto key = keys->make(*practice, {given("name"), given("type"), given("guests"), given("by")});
  if (!key) return refused(key.error());
  return {201, json::serialize(json::object{{"name", given("name")}, {"key", *key}})};
}

} // namespace tidings
