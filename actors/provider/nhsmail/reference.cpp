#include "actors/provider/nhsmail/reference.hpp"

#include <algorithm>
#include <charconv>

namespace tidings::nhsmail {
namespace {

constexpr std::string_view mark = "tidings.";

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

} // namespace

std::string print(const reference& what, std::string_view address) {
  const auto at = address.rfind('@');
  return std::string(mark) + what.practice.str() + '.' + to_text(what.message) + '.' + std::to_string(what.attempt) +
         '@' + std::string(at == address.npos ? "localhost" : address.substr(at + 1));
}

std::optional<reference> read_reference(std::string_view message_id_text) {
  auto text = message_id_text.substr(0, message_id_text.find('@'));
  if (lower(text.substr(0, mark.size())) != mark) return std::nullopt;
  text.remove_prefix(mark.size());
  const auto first = text.find('.');
  const auto last = text.rfind('.');
  if (first == text.npos || first == last) return std::nullopt;
  const auto practice = practice_id::parse(upper(text.substr(0, first)));
  const auto message = parse_id<message_id>(text.substr(first + 1, last - first - 1));
  reference out;
  const auto number = text.substr(last + 1);
  const auto* end = number.data() + number.size();
  const auto [stopped, error] = std::from_chars(number.data(), end, out.attempt);
  if (!practice || !message || error != std::errc{} || stopped != end) return std::nullopt;
  out.practice = *practice;
  out.message = *message;
  return out;
}

std::optional<reference> find_reference(std::span<const std::string> message_ids) {
  for (const auto& one : message_ids)
    if (const auto found = read_reference(one)) return found;
  return std::nullopt;
}

} // namespace tidings::nhsmail
