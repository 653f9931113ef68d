#pragma once
// application/x-www-form-urlencoded, WHATWG URL standard §5.2, with %20 for a blank so that it serves in URLs too.
#include <string>
#include <string_view>

namespace tidings::form {

inline std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size() + text.size() / 2);
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

inline void add(std::string& body, std::string_view name, std::string_view value) {
  if (!body.empty()) body += '&';
  body.append(encoded(name)).append("=").append(encoded(value));
}

} // namespace tidings::form
