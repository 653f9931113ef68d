#include "actors/node/config/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace tidings::config {

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

struct unit {
  std::string_view name;
  std::int64_t ms;
};
constexpr std::array<unit, 5> units{{{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};

} // namespace

std::optional<millis> parse_duration(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0 || number > 1'000'000'000 || !is_digit(text.front())) return std::nullopt;
  const std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& each : units)
    if (each.name == name) return millis(number * each.ms);
  return std::nullopt;
}

std::string print_duration(millis span) {
  if (span.count() == 0) return "0s";
  for (auto each = units.rbegin(); each != units.rend(); ++each)
    if (span.count() % each->ms == 0) return fmt::format("{}{}", span.count() / each->ms, each->name);
  return {};
}

std::optional<int> parse_time_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':' || !all_digits(text.substr(0, 2)) || !all_digits(text.substr(3)))
    return std::nullopt;
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (minutes > 59 || hours * 60 + minutes > 24 * 60) return std::nullopt;
  return hours * 60 + minutes;
}

std::string print_time_of_day(int minutes_after_midnight) {
  return fmt::format("{:02}:{:02}", minutes_after_midnight / 60, minutes_after_midnight % 60);
}

std::optional<std::string> parse_uk_number(std::string_view text, bool short_codes) {
  std::string digits;
  bool plus = false;
  for (const char c : text) {
    if (is_digit(c))
      digits += c;
    else if (c == '+' && digits.empty() && !plus)
      plus = true;
    else if (c != ' ' && c != '-' && c != '(' && c != ')')
      return std::nullopt;
  }
  if (short_codes && !plus && (digits.size() == 5 || digits.size() == 6) && digits[0] >= '6' && digits[0] <= '8')
    return digits;
  if (!plus && digits.starts_with("00"))
    digits.erase(0, 2);
  else if (!plus && digits.starts_with('0'))
    digits.replace(0, 1, "44");
  if (digits.starts_with("440")) digits.erase(2, 1); // +44 (0)20 …
  // Ofcom's National Telephone Numbering Plan: 10 digits after the 0 (9 in a few old areas), the first of 1, 2, 3 or 7.
  if (!digits.starts_with("44") || digits.size() < 11 || digits.size() > 12) return std::nullopt;
  if (std::string_view("1237").find(digits[2]) == std::string_view::npos) return std::nullopt;
  if (digits.size() == 11 && digits[2] != '1') return std::nullopt;
  return digits;
}

std::optional<std::string> parse_sender(std::string_view text) {
  if (auto number = parse_uk_number(text, true)) return number;
  const bool fits =
      text.size() >= 3 && text.size() <= 11 && text.front() != ' ' && text.back() != ' ' &&
      std::any_of(text.begin(), text.end(), is_letter) &&
      std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c) || c == ' '; });
  return fits ? std::optional(std::string(text)) : std::nullopt;
}

bool is_number(std::string_view sender) { return all_digits(sender); }

bool has_verhoeff_check(std::string_view digits) {
  if (!all_digits(digits)) return false;
  // Multiplication in the dihedral group D5, and Verhoeff's permutation of the positions.
  static constexpr std::array<std::string_view, 10> product{"0123456789", "1234067895", "2340178956", "3401289567",
                                                            "4012395678", "5987604321", "6598710432", "7659821043",
                                                            "8765932104", "9876543210"};
  static constexpr std::array<std::string_view, 8> permuted{"0123456789", "1576283094", "5803796142", "8916043527",
                                                            "9453126870", "4286573901", "2793806415", "7046913258"};
  const auto number = [](char c) { return static_cast<std::size_t>(c - '0'); };
  std::size_t check = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char digit = digits[digits.size() - 1 - i];
    check = number(product[check][number(permuted[i % 8][number(digit)])]);
  }
  return check == 0;
}

bool is_snomed_concept(std::string_view text) {
  if (text.size() < 6 || text.size() > 18 || text.front() == '0' || !has_verhoeff_check(text)) return false;
  const std::string_view partition = text.substr(text.size() - 3, 2);
  return partition == "00" || partition == "10";
}

bool is_url(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    const std::string_view rest = text.substr(scheme.size());
    const bool clean = std::all_of(rest.begin(), rest.end(), [](char c) { return c > ' ' && c != '"' && c != '\\'; });
    return clean && !rest.empty() && rest.front() != '/' && rest.front() != ':' && text.size() <= 500;
  }
  return false;
}

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= 253 && text.front() != '-' && text.front() != '.' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == ':'; });
}

bool is_short_name(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c); };
  return !text.empty() && text.size() <= 40 && fits(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return fits(c) || c == '_' || c == '-'; });
}

bool is_yaml_word(std::string_view text) {
  std::string lower(text.substr(0, 6));
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  constexpr std::array<std::string_view, 10> words{"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"};
  return std::find(words.begin(), words.end(), lower) != words.end();
}

} // namespace tidings::config
