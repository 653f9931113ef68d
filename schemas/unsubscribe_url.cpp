#include "schemas/unsubscribe_url.hpp"

#include <algorithm>

namespace tidings {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// `%` with two hex digits behind it, too.
bool has_only_characters_of_urls(std::string_view text) {
  constexpr std::string_view others = "-._~:/?#[]@!$&'()*+,;=";
  const auto is_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && (text.size() - i < 3 || !is_hex(text[i + 1]) || !is_hex(text[i + 2]))) return false;
    if (text[i] != '%' && !is_alphanumeric(text[i]) && others.find(text[i]) == others.npos) return false;
  }
  return true;
}

bool is_host(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) { // RFC 3986 §3.2.2: an IPv6 address
    text = text.substr(1, text.size() - 2);
    return text.find(':') != text.npos &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == ':' || c == '.'; });
  }
  return !text.empty() && is_alphanumeric(text.front()) && text.find("..") == text.npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '-' || c == '.'; });
}

} // namespace

bool is_unsubscribe_url(std::string_view text) {
  constexpr std::string_view scheme = "https://";
  constexpr std::size_t port_digits_max = 5;
  if (text.size() > unsubscribe_url_max || !text.starts_with(scheme) || !has_only_characters_of_urls(text))
    return false;
  const auto after = text.substr(scheme.size());
  auto host = after.substr(0, after.find_first_of("/?#"));
  const auto colon = host.find_last_of(":]"); // the colons of an IPv6 address stand before its bracket
  if (colon != host.npos && host[colon] == ':') {
    const auto port = host.substr(colon + 1);
    if (port.empty() || port.size() > port_digits_max || !std::all_of(port.begin(), port.end(), is_digit)) return false;
    host = host.substr(0, colon);
  }
  return is_host(host);
}

} // namespace tidings
