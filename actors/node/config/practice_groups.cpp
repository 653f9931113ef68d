#include "actors/node/config/practice_groups.hpp"

#include "actors/node/config/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::config {
namespace {

constexpr std::size_t name_max = 40;
constexpr std::size_t change_bytes_max =
    400; ///< of one group: some 55 practices; an audit entry is no list of them all

bool is_group_name(std::string_view text) {
  return !text.empty() && text.size() <= name_max && text[0] != '-' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; });
}

std::string change_of(const practice_scope& before, const practice_scope& after) {
  std::string out;
  std::size_t left_out = 0;
  const auto tell = [&](char how, const practice_id& practice) {
    if (out.size() < change_bytes_max)
      out.append(" ").append(1, how).append(practice.text());
    else
      ++left_out;
  };
  for (const auto& one : after)
    if (!before.contains(one)) tell('+', one);
  for (const auto& one : before)
    if (!after.contains(one)) tell('-', one);
  return left_out == 0 ? out : out + fmt::format(" and {} more", left_out);
}

} // namespace

void read_practice_groups(reader& in, const node& what, practice_groups& into) {
  const auto* all = in.map(what, "a map of groups of practices");
  if (all == nullptr) return;
  for (const auto& [key, value] : all->entries) {
    if (!is_group_name(key.text)) {
      in.wrong(key.at, "a group's name that can't be one", fmt::format("`{}`", key.text),
               "1 to 40 of a-z, 0-9, `_` and `-`");
      continue;
    }
    auto& group = into[key.text];
    for (const auto& [item, code] : in.items(value, {shape::text, 1, 12})) {
      const auto id = practice_id::parse(std::get<std::string>(code));
      if (id)
        group.insert(*id);
      else
        in.wrong(item->at, "no ODS code", name_of(*item), "3 to 12 of A-Z and 0-9");
    }
  }
}

void check_practice_groups(reader& in, const node& what, broker_settings&) {
  practice_groups checked;
  read_practice_groups(in, what, checked);
}

boost::json::object schema_of_practice_groups() {
  return {
      {"type", "object"},
      {"propertyNames", {{"pattern", "^[a-z0-9_][a-z0-9_-]{0,39}$"}}},
      {"additionalProperties", {{"type", "array"}, {"items", {{"type", "string"}, {"pattern", "^[A-Z0-9]{3,12}$"}}}}}};
}

} // namespace tidings::config

namespace tidings {

std::vector<std::string> changes_between(const practice_groups& before, const practice_groups& after) {
  static const practice_scope nobody;
  std::vector<std::string> all;
  for (const auto& [name, now] : after) {
    const auto was = before.find(name);
    const auto change = config::change_of(was == before.end() ? nobody : was->second, now);
    if (!change.empty() || was == before.end()) all.push_back(fmt::format("group {}:{}", name, change));
  }
  for (const auto& [name, was] : before)
    if (!after.contains(name)) all.push_back(fmt::format("group {} is gone:{}", name, config::change_of(was, nobody)));
  return all;
}

} // namespace tidings
