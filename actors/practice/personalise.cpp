#include "actors/practice/personalise.hpp"

#include <algorithm>
#include <array>

namespace tidings {

namespace {

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

bool means_yes(std::string_view value) {
  constexpr std::array<std::string_view, 7> words{"yes", "y", "true", "t", "1", "include", "show"};
  return std::find(words.begin(), words.end(), lower(value)) != words.end();
}

} // namespace

std::vector<placeholder> placeholders(std::string_view body) {
  std::vector<placeholder> found;
  for (std::size_t open = body.find("(("); open != std::string_view::npos; open = body.find("((", open)) {
    const std::size_t inside = open + 2;
    const std::size_t end = body.find_first_of("()", inside);
    if (end == std::string_view::npos) break;
    if (end == inside || body.substr(end, 2) != "))") {
      open = body[end] == '(' && end > inside ? end : open + 1; // `(((a))`: try again one bracket on
      continue;
    }
    const std::string_view content = body.substr(inside, end - inside);
    const std::size_t mark = content.find("??");
    placeholder one{std::string(content.substr(0, mark)), open, end + 2 - open, mark != std::string_view::npos, {}};
    if (one.conditional) one.text = content.substr(mark + 2);
    found.push_back(std::move(one));
    open = end + 2;
  }
  return found;
}

std::string placeholder_key(std::string_view name) {
  std::string key = lower(name);
  std::erase_if(key, [](char c) { return c == ' ' || c == '_' || c == '-'; });
  return key;
}

result<std::string> personalise(std::string_view body, const std::map<std::string, std::string>& values) {
  std::map<std::string, std::string_view> by_key;
  for (const auto& [name, value] : values) by_key.insert_or_assign(placeholder_key(name), value);

  std::string text;
  std::vector<std::string> missing;
  std::size_t copied = 0;
  for (const auto& each : placeholders(body)) {
    text.append(body.substr(copied, each.at - copied));
    copied = each.at + each.size;
    const auto value = by_key.find(placeholder_key(each.name));
    if (value == by_key.end()) {
      if (std::find(missing.begin(), missing.end(), each.name) == missing.end()) missing.push_back(each.name);
    } else if (!each.conditional) {
      text.append(value->second);
    } else if (means_yes(value->second)) {
      text.append(each.text);
    }
  }
  if (!missing.empty()) {
    std::string names;
    for (const auto& name : missing) names += (names.empty() ? "" : ", ") + name;
    return fail(error_code::invalid_input, "Missing personalisation: " + names);
  }
  text.append(body.substr(copied));
  return text;
}

} // namespace tidings
