#include "actors/provider/mail/own_words.hpp"

#include "actors/reply/quoted.hpp"

#include <algorithm>

namespace tidings::mail {
namespace {

using reply_words::line_role;

std::string_view first_line(std::string_view text) { return text.substr(0, std::min(text.find('\n'), text.size())); }

std::string_view after_line(std::string_view text) {
  const auto end = text.find('\n');
  return end == text.npos ? std::string_view() : text.substr(end + 1);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const auto first = text.find_first_not_of(spaces);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

/// Where the lines marked `>` begin when they follow within a head of at most three lines; npos when they don't.
std::size_t marked_quotation(std::string_view rest) {
  constexpr int head_lines_max = 3;
  std::size_t at = 0;
  int lines = 0;
  for (auto left = rest; !left.empty(); left = after_line(left)) {
    at = rest.size() - left.size();
    const auto line = trimmed(first_line(left));
    if (line.starts_with('>')) return lines > 0 ? at : std::string_view::npos;
    if (!line.empty() && ++lines > head_lines_max) break;
  }
  return std::string_view::npos;
}

} // namespace

std::string own_words(std::string_view text) {
  std::string own;
  bool in_quotation = false;
  while (!text.empty()) {
    const auto line = trimmed(first_line(text));
    const auto role = reply_words::role_of_line(text);
    if (role == line_role::nothing_follows) {
      const auto marked = marked_quotation(text);
      if (marked == std::string_view::npos) break;
      text.remove_prefix(marked);
      in_quotation = true;
      continue;
    }
    if (line.empty())
      in_quotation = false;
    else if (line.starts_with('>'))
      in_quotation = true;
    if (role == line_role::own && !in_quotation) own.append(line).append("\n");
    text = after_line(text);
  }
  return std::string(trimmed(own));
}

} // namespace tidings::mail
