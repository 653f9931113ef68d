#include "web/endpoint/access/user_bodies.hpp"

#include "schemas/json.hpp"

#include <boost/describe/enum_from_string.hpp>
#include <boost/json.hpp>

#include <algorithm>

namespace tidings::web::access {
namespace {
namespace json = boost::json;

constexpr std::size_t listed_max = 1'000;

using errors = std::vector<api_error>;

std::optional<std::vector<std::string>> texts_in(const json::value& value) {
  if (!value.is_array() || value.get_array().size() > listed_max) return std::nullopt;
  std::vector<std::string> all;
  for (const auto& one : value.get_array()) {
    if (!one.is_string()) return std::nullopt;
    all.emplace_back(std::string_view(one.get_string()));
  }
  return all;
}

void read_practices(const json::value& value, wanted_user& into, errors& wrong) {
  const auto texts = texts_in(value);
  if (!texts) return void(wrong.push_back({"wrong_type", "must be a list of ODS codes", "practices"}));
  auto& all = into.practices.emplace();
  for (const auto& text : *texts)
    if (const auto id = practice_id::parse(text))
      all.push_back(*id);
    else
      wrong.push_back({"bad_value", "holds what is no ODS code", "practices"});
}

void read_groups(const json::value& value, const practice_groups& known, wanted_user& into, errors& wrong) {
  auto texts = texts_in(value);
  if (!texts) return void(wrong.push_back({"wrong_type", "must be a list of names of groups", "groups"}));
  for (const auto& text : *texts)
    if (!known.contains(text)) wrong.push_back({"bad_value", "no group of practices is called so", "groups"});
  into.groups = std::move(*texts);
}

void read_role(const json::value& value, wanted_user& into, errors& wrong) {
  user_role role{};
  if (value.is_string() && boost::describe::enum_from_string(std::string(value.get_string()).c_str(), role))
    into.role = role;
  else
    wrong.push_back(
        {"bad_value", "must be read_only, support, read_write, full, practice_administrator or host_operator", "role"});
}

void read_flag(const json::value& value, std::string_view name, std::optional<bool>& into, errors& wrong) {
  if (value.is_bool())
    into = value.get_bool();
  else
    wrong.push_back({"wrong_type", "must be true or false", std::string(name)});
}

void read_name(const json::value& value, wanted_user& into, errors& wrong) {
  if (value.is_string() && is_new_user_name(std::string_view(value.get_string())))
    into.name = std::string(value.get_string());
  else
    wrong.push_back({"bad_value", "must be 2 to 64 of a-z, 0-9 and . _ @ -, with a letter or digit first", "name"});
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

} // namespace

bool is_new_user_name(std::string_view text) {
  return text.size() >= 2 && text.size() <= 64 && is_letter_or_digit(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter_or_digit(c) || std::string_view("._@-").find(c) != std::string_view::npos;
         });
}

tl::expected<wanted_user, std::vector<api_error>> read_wanted_user(std::string_view body, bool is_new,
                                                                   const practice_groups& groups) {
  json::error_code failed;
  const auto parsed = json::parse(body, failed);
  errors wrong;
  if (failed || !parsed.is_object()) {
    wrong.push_back({"bad_json", "the body must be one JSON object", ""});
    return tl::unexpected(std::move(wrong));
  }
  wanted_user wish;
  for (const auto& [key, value] : parsed.get_object()) {
    if (key == "name" && is_new)
      read_name(value, wish, wrong);
    else if (key == "role")
      read_role(value, wish, wrong);
    else if (key == "all_practices")
      read_flag(value, key, wish.all_practices, wrong);
    else if (key == "disabled" && !is_new)
      read_flag(value, key, wish.disabled, wrong);
    else if (key == "practices")
      read_practices(value, wish, wrong);
    else if (key == "groups")
      read_groups(value, groups, wish, wrong);
    else
      wrong.push_back({"unknown_field", "is not a field of this request", std::string(key.substr(0, 64))});
  }
  if (is_new && !wish.name && wrong.empty()) wrong.push_back({"missing", "must be given", "name"});
  if (is_new && !wish.role && wrong.empty()) wrong.push_back({"missing", "must be given", "role"});
  if (!wrong.empty()) return tl::unexpected(std::move(wrong));
  return wish;
}

user_account changed(user_account user, const wanted_user& wish) {
  if (wish.name) user.name = *wish.name;
  if (wish.role) user.role = *wish.role;
  if (wish.all_practices) user.all_practices = *wish.all_practices;
  if (wish.practices) user.practices = *wish.practices;
  if (wish.groups) user.groups = *wish.groups;
  ++user.revision;
  if (wish.disabled) {
    user.disabled = *wish.disabled;
    user.sessions_from = user.revision; // those of before never come back to life
  }
  return user;
}

bool manages(const principal& who, const user_account& user, const directory& users, timestamp now) {
  if (who.is_operator()) return true;
  if (who.role != user_role::practice_administrator) return false;
  if (user.role == user_role::host_operator || user.role == user_role::support) return false;
  const auto theirs = users.principal_of(user, now).scope;
  return theirs && !theirs->empty() && is_part_of(theirs, who.scope);
}

std::string refused_change(const principal& who, const user_account& after, const directory& users, timestamp now) {
  if (who.is_operator()) return {};
  if (after.role == user_role::host_operator || after.role == user_role::support)
    return "only host operators make host operators and support users";
  if (is_reserved(after.name)) return "this name is the host's own";
  if (!manages(who, after, users, now)) return "a user's practices must be among your own, at least one";
  return {};
}

std::string json_of(const user_track& user, timestamp now) {
  const auto& what = user.what;
  json::array practices, groups, grants;
  for (const auto& one : what.practices) practices.emplace_back(one.str());
  for (const auto& one : what.groups) groups.emplace_back(one);
  for (const auto& one : what.grants)
    if (now < one.until)
      grants.emplace_back(json::object{
          {"practice", one.practice.str()}, {"until", iso8601(one.until)}, {"by", one.by}, {"reason", one.reason}});
  const auto left = std::count_if(what.recovery.begin(), what.recovery.end(),
                                  [](const secret_text& one) { return !one.reveal().empty(); });
  return json::serialize(json::object{
      {"name", what.name},
      {"role", word_of(what.role)},
      {"all_practices", what.all_practices || what.role == user_role::host_operator},
      {"practices", std::move(practices)},
      {"groups", std::move(groups)},
      {"disabled", what.disabled},
      {"has_password", !what.password.reveal().empty()},
      {"has_second_factor", !what.totp.reveal().empty()},
      {"recovery_codes_left", left},
      {"locked_until", now < user.locked_until ? json::value(iso8601(user.locked_until)) : json::value(nullptr)},
      {"support", std::move(grants)},
  });
}

} // namespace tidings::web::access
