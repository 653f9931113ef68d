#include "actors/node/onboarding/difference.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace tidings::onboarding {
namespace {

using lines = std::vector<std::string_view>;

constexpr std::size_t cells_max = 4'000'000; ///< of the table below, two bytes each: files of two thousand lines

lines lines_of(std::string_view text) {
  lines all;
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    all.push_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return all;
}

struct step {
  char how; ///< ` `, `-` or `+`
  std::string_view what;
};

/// By the longest common subsequence; lengths above 65,535 can't come up within `cells_max`.
void between(const lines& a, const lines& b, std::vector<step>& into) {
  const auto width = b.size() + 1;
  if ((a.size() + 1) * width > cells_max) {
    for (const auto line : a) into.push_back({'-', line});
    for (const auto line : b) into.push_back({'+', line});
    return;
  }
  std::vector<std::uint16_t> common((a.size() + 1) * width, 0);
  for (auto i = a.size(); i-- > 0;)
    for (auto j = b.size(); j-- > 0;)
      common[i * width + j] = a[i] == b[j] ? static_cast<std::uint16_t>(common[(i + 1) * width + j + 1] + 1)
                                           : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      into.push_back({' ', a[i]});
      ++i, ++j;
    } else if (j == b.size() || (i < a.size() && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      into.push_back({'-', a[i++]});
    } else {
      into.push_back({'+', b[j++]});
    }
  }
}

std::vector<step> steps_of(const lines& a, const lines& b) {
  std::size_t head = 0, tail = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  std::vector<step> all;
  const auto part = [](const lines& of, std::size_t from, std::size_t to) {
    return lines(of.begin() + static_cast<std::ptrdiff_t>(from), of.begin() + static_cast<std::ptrdiff_t>(to));
  };
  for (std::size_t i = 0; i < head; ++i) all.push_back({' ', a[i]});
  between(part(a, head, a.size() - tail), part(b, head, b.size() - tail), all);
  for (auto i = a.size() - tail; i < a.size(); ++i) all.push_back({' ', a[i]});
  return all;
}

} // namespace

std::vector<view::file_line> difference(std::string_view before, std::string_view after) {
  const auto all = steps_of(lines_of(before), lines_of(after));
  std::vector<bool> kept(all.size(), false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].how == ' ') continue;
    const auto to = std::min(all.size(), i + lines_around + 1);
    for (auto at = i < lines_around ? 0 : i - lines_around; at < to; ++at) kept[at] = true;
  }
  std::vector<view::file_line> shown;
  std::size_t left_out = 0;
  const auto tell_left_out = [&] {
    if (left_out > 0) shown.push_back({"left_out", std::to_string(left_out)});
    left_out = 0;
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!kept[i]) {
      ++left_out;
      continue;
    }
    tell_left_out();
    shown.push_back({all[i].how == ' '   ? "same"
                     : all[i].how == '-' ? "old"
                                         : "new",
                     without_secret_values(std::string(all[i].what))});
  }
  if (!shown.empty()) tell_left_out();
  return shown;
}

std::string without_secret_values(std::string line) {
  constexpr std::array<std::string_view, 6> keys{
      "api_key:", "client_secret:", "password:", "secret:", "connection:", "token:"};
  constexpr std::string_view instead = "<redacted>";
  for (const auto key : keys)
    for (auto at = line.find(key); at != std::string::npos; at = line.find(key, at)) {
      at = line.find_first_not_of(" \t", at + key.size());
      if (at == std::string::npos) break;
      if (line[at] == '{' || line[at] == '#') continue; // {env: NAME} and {file: PATH} tell nothing
      const char quote = line[at] == '"' || line[at] == '\'' ? line[at] : '\0';
      auto end = quote ? line.find(quote, at + 1) : line.find_first_of(",}", at);
      if (quote && end != std::string::npos) ++end;
      if (end == std::string::npos) end = line.size();
      line.replace(at, end - at, instead);
      at += instead.size();
    }
  return line;
}

} // namespace tidings::onboarding
