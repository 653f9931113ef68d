#include "actors/node/onboarding/references.hpp"

#include <algorithm>
#include <array>

namespace tidings::onboarding {
namespace {

using config::node;

/// `{env: NAME, default: PATH}`: both count, since either may be taken.
std::string spelled(const node& map) {
  std::string all = "{";
  for (const auto& [key, value] : map.entries) all += key.text + ": " + value.text + ", ";
  return all + "}";
}

/// Maps whose keys are names that people gave: one of them may be called `folder` and names nothing of the server.
bool is_named_by_people(std::string_view key) { return key == "canned" || key == "templates"; }

void find_references(const node& what, std::vector<reference>& into, bool names = false) {
  constexpr std::array<std::string_view, 8> kinds{"file",    "env",         "mapping",     "code_file",
                                                  "ca_file", "device_file", "certificate", "private_key"};
  for (const auto& one : what.items) find_references(one, into);
  for (const auto& [key, value] : what.entries) {
    const bool named =
        !names && (std::find(kinds.begin(), kinds.end(), key.text) != kinds.end() || key.text.ends_with("folder"));
    if (named && value.is_text() && !value.text.empty()) into.push_back({value.at, key.text, value.text});
    if (named && value.is_map()) into.push_back({value.at, key.text, spelled(value)});
    find_references(value, into, is_named_by_people(key.text));
  }
}

} // namespace

std::vector<reference> references_in(const node& what) {
  std::vector<reference> all;
  find_references(what, all);
  return all;
}

} // namespace tidings::onboarding
