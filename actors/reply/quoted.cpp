#include "actors/reply/quoted.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace tidings::reply_words {
namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with(std::string_view text, std::string_view lower_case_start) noexcept {
  return text.size() >= lower_case_start.size() &&
         std::equal(lower_case_start.begin(), lower_case_start.end(), text.begin(),
                    [](char a, char b) { return a == lower(b); });
}

bool contains(std::string_view text, std::string_view lower_case) noexcept {
  return std::search(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                     [](char a, char b) { return lower(a) == b; }) != text.end();
}

std::string_view line_of(std::string_view text) noexcept {
  return text.substr(0, std::min(text.find('\n'), text.size()));
}

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

bool only(std::string_view text, char c, std::size_t least) noexcept {
  return text.size() >= least && text.find_first_not_of(c) == std::string_view::npos;
}

/// "On Mon, 4 Mar 2024 at 10:12, The Surgery <…> wrote:", which mail programs may break over two or three lines.
bool opens_quotation(std::string_view line, std::string_view rest) noexcept {
  if (!starts_with(line, "on ") && !starts_with(line, "ar ")) return false;
  constexpr std::size_t header_bytes_max = 300;
  const std::string_view head = rest.substr(0, header_bytes_max);
  const bool dated = std::any_of(head.begin(), head.end(), [](char c) { return c >= '0' && c <= '9'; });
  return dated && (contains(head, " wrote:") || contains(head, "\nwrote:") || contains(head, "ysgrifennodd"));
}

/// "From: …" with another header line below it.
bool opens_forward(std::string_view line, std::string_view rest) noexcept {
  if (!starts_with(line, "from:") && !starts_with(line, "oddi wrth:")) return false;
  const std::string_view head = rest.substr(0, 600);
  return contains(head, "\nsent:") || contains(head, "\nto:") || contains(head, "\nsubject:") ||
         contains(head, "\ndate:") || contains(head, "\nanfonwyd:");
}

bool of_the_program(std::string_view line) noexcept {
  constexpr std::size_t line_bytes_max = 60; // a longer one may hold the patient's words too
  return line.size() <= line_bytes_max &&
         (starts_with(line, "sent from my ") || starts_with(line, "sent from outlook") ||
          starts_with(line, "sent from mail for ") || starts_with(line, "sent from yahoo mail") ||
          starts_with(line, "get outlook for ") || starts_with(line, "sent via "));
}

} // namespace

line_role role_of_line(std::string_view rest) noexcept {
  const std::string_view whole = line_of(rest), line = trimmed(whole);
  if (line.empty()) return line_role::own;
  if (line.front() == '>') return line_role::not_own;
  if (line == "--") return line_role::nothing_follows;
  if (only(line, '_', 5) || only(line, '-', 5)) return line_role::nothing_follows;
  if (starts_with(line, "-----") || starts_with(line, "----- ")) return line_role::nothing_follows;
  if (opens_quotation(line, rest) || opens_forward(line, rest)) return line_role::nothing_follows;
  return of_the_program(line) ? line_role::not_own : line_role::own;
}

} // namespace tidings::reply_words
