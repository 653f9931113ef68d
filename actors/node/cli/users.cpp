// user list, add, set-role, disable, enable, reset-password
#include "actors/node/cli/commands.hpp"
#include "actors/node/cli/local_door.hpp"
#include "actors/node/config/config.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <iostream>

namespace tidings::cli {
namespace {

namespace json = boost::json;

int complain(const std::string& why) {
  std::cerr << why << '\n';
  return 1;
}

/// What the broker at work says; nothing: it was told on stderr.
struct office {
  std::unique_ptr<local_door> door;
  std::string outside; ///< the address that links begin with

  static std::optional<office> open(const std::string& broker_yaml) {
    const auto config = load_broker(broker_yaml);
    if (!config) {
      complain(print(config.error().front()));
      return std::nullopt;
    }
    auto door = local_door::open(config->broker);
    if (!door) {
      complain(door.error().detail);
      return std::nullopt;
    }
    auto outside = config->broker.endpoint.public_url;
    while (!outside.empty() && outside.back() == '/') outside.pop_back();
    return office{std::move(*door), std::move(outside)};
  }
  std::optional<json::object> post(const std::string& path, const json::object& body) const {
    return read(door->post(path, json::serialize(body)));
  }
  std::optional<json::object> get(const std::string& path) const { return read(door->get(path)); }

private:
  static std::optional<json::object> read(const result<std::string>& said) {
    if (!said) {
      complain(said.error().detail);
      return std::nullopt;
    }
    json::error_code wrong;
    auto parsed = json::parse(*said, wrong);
    if (!wrong && parsed.is_object()) return parsed.get_object();
    complain("the broker's answer can't be read");
    return std::nullopt;
  }
};

std::string text_of(const json::object& row, std::string_view key) {
  const auto* found = row.if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

bool is_true(const json::object& row, std::string_view key) {
  const auto* found = row.if_contains(key);
  return found != nullptr && found->is_bool() && found->get_bool();
}

std::string list_of(const json::object& row, std::string_view key) {
  std::string all;
  const auto* found = row.if_contains(key);
  if (found == nullptr || !found->is_array()) return all;
  for (const auto& one : found->get_array()) {
    if (!all.empty()) all += ' ';
    if (one.is_string()) all += std::string_view(one.get_string());
  }
  return all;
}

json::array array_of(const std::vector<std::string>& texts) {
  json::array all;
  for (const auto& one : texts) all.emplace_back(one);
  return all;
}

json::object wish_of(const user_arguments& arguments) {
  json::object body;
  if (!arguments.role.empty()) body["role"] = arguments.role;
  if (arguments.all || !arguments.practices.empty() || !arguments.groups.empty()) {
    body["all_practices"] = arguments.all;
    body["practices"] = array_of(arguments.practices);
    body["groups"] = array_of(arguments.groups);
  }
  return body;
}

int say(const office& with, const std::optional<json::object>& user, std::string_view what) {
  if (!user) return 1;
  std::cout << text_of(*user, "name") << ' ' << what << ".\n";
  if (const auto link = text_of(*user, "link"); !link.empty())
    std::cout << "A password is chosen by this link, which works once, for 15 minutes:\n"
              << with.outside << link << '\n';
  return 0;
}

} // namespace

int user_list(const user_arguments& arguments) {
  const auto with = office::open(arguments.broker_yaml);
  const auto all = with ? with->get("/users") : std::nullopt;
  const auto* users = all ? all->if_contains("users") : nullptr;
  if (users == nullptr || !users->is_array()) return 1;
  for (const auto& one : users->get_array()) {
    if (!one.is_object()) continue;
    const auto& row = one.get_object();
    const auto scope =
        is_true(row, "all_practices") ? "all practices" : list_of(row, "practices") + ' ' + list_of(row, "groups");
    std::cout << fmt::format("{:<24} {:<24} {:<10} {}\n", text_of(row, "name"), text_of(row, "role"),
                             is_true(row, "disabled") ? "disabled" : "", scope);
  }
  return 0;
}

int user_add(const user_arguments& arguments) {
  const auto with = office::open(arguments.broker_yaml);
  if (!with) return 1;
  auto body = wish_of(arguments);
  body["name"] = arguments.name;
  return say(*with, with->post("/users", body), "may sign in as " + arguments.role);
}

int user_set_role(const user_arguments& arguments) {
  const auto body = wish_of(arguments);
  if (body.empty()) return complain("say what: --role, --practice, --group or --all");
  const auto with = office::open(arguments.broker_yaml);
  return with ? say(*with, with->post("/users/" + arguments.name + "/change", body), "is changed") : 1;
}

int user_disable(const user_arguments& arguments, bool disabled) {
  const auto with = office::open(arguments.broker_yaml);
  if (!with) return 1;
  return say(*with, with->post("/users/" + arguments.name + "/change", {{"disabled", disabled}}),
             disabled ? "is signed out everywhere and can't sign in" : "may sign in again");
}

int user_reset_password(const user_arguments& arguments) {
  const auto with = office::open(arguments.broker_yaml);
  if (!with) return 1;
  return say(*with, with->post("/users/" + arguments.name + "/reset", {}), "has no password any more");
}

} // namespace tidings::cli
