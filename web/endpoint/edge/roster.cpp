#include "web/endpoint/edge/roster.hpp"

#include "web/endpoint/crypto.hpp"

#include <boost/json.hpp>

namespace tidings::web::edge {
namespace {
namespace json = boost::json;

// Times are kept as milliseconds: what a program writes for itself alone.
json::object json_of(const agent& one) {
  json::object out;
  boost::mp11::mp_for_each<boost::describe::describe_members<agent, boost::describe::mod_public>>([&](auto field) {
    const auto& value = one.*field.pointer;
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, timestamp>)
      out[field.name] = to_ms(value);
    else
      out[field.name] = value;
  });
  return out;
}

bool read_agent(const json::value& from, agent& into) {
  const auto* object = from.if_object();
  if (object == nullptr) return false;
  bool good = true;
  boost::mp11::mp_for_each<boost::describe::describe_members<agent, boost::describe::mod_public>>([&](auto field) {
    auto& value = into.*field.pointer;
    const auto* found = object->if_contains(field.name);
    if (found == nullptr) return; // written by an older version
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, timestamp>) {
      good = good && found->is_int64();
      if (found->is_int64()) value = from_ms(found->get_int64());
    } else {
      good = good && found->is_string();
      if (found->is_string()) value = std::string(found->get_string());
    }
  });
  return good;
}

} // namespace

std::string hash_of(std::string_view code) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const auto byte : sha256(code)) {
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

result<void> roster::invite(const std::string& name, std::string_view code, timestamp now) {
  if (!agents.contains(name) && agents.size() >= agents_max)
    return fail(error_code::overloaded, "there are as many agents as there may be");
  auto& one = agents[name];
  one.code_hash = hash_of(code);
  one.code_until = now + code_lasts;
  return {};
}

result<std::string> roster::whose(std::string_view code, timestamp now) const {
  const auto wanted = hash_of(code);
  std::string found;
  for (const auto& [name, one] : agents)
    if (same_in_constant_time(one.code_hash, wanted) && now < one.code_until) found = name;
  if (found.empty()) return fail(error_code::refused, "this code is wrong, was used, or is more than 15 minutes old");
  return found;
}

void roster::enrol(const std::string& name, const std::string& serial, timestamp until, timestamp now) {
  agents[name] = agent{.serial = serial, .certificate_until = until, .enrolled_at = now};
}

result<void> roster::admit(std::string_view name, std::string_view serial, bool& changed) {
  changed = false;
  const auto found = agents.find(name);
  if (found == agents.end() || serial.empty()) return fail(error_code::refused, "no such agent is enrolled");
  auto& one = found->second;
  if (one.revoked_at != timestamp{}) return fail(error_code::refused, "this agent was cut off");
  if (one.serial == serial) return {};
  if (one.next_serial != serial) return fail(error_code::refused, "this certificate was replaced by another");
  one.serial = std::exchange(one.next_serial, {});
  changed = true;
  return {};
}

void roster::renew(const std::string& name, const std::string& serial, timestamp until) {
  auto& one = agents[name];
  one.next_serial = serial;
  one.certificate_until = until;
}

result<void> roster::revoke(std::string_view name, timestamp now) {
  const auto found = agents.find(name);
  if (found == agents.end()) return fail(error_code::not_found, "there is no such agent");
  found->second = agent{.enrolled_at = found->second.enrolled_at, .revoked_at = now};
  return {};
}

std::string roster::text() const {
  json::object all;
  for (const auto& [name, one] : agents) all[name] = json_of(one);
  return json::serialize(json::object{{"agents", std::move(all)}}) + '\n';
}

result<roster> roster::read(std::string_view text) {
  const auto bad = [] { return fail(error_code::invalid_input, "the agents' roster can't be read"); };
  json::error_code wrong;
  const auto all = json::parse(text, wrong);
  const auto* agents = !wrong && all.is_object() ? all.get_object().if_contains("agents") : nullptr;
  if (agents == nullptr || !agents->is_object()) return bad();
  roster out;
  for (const auto& [name, value] : agents->get_object())
    if (!read_agent(value, out.agents[std::string(name)])) return bad();
  return out;
}

} // namespace tidings::web::edge
