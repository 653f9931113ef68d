#pragma once
// URLs and forms, put together. WHATWG URL standard §5.2, with %20 for a blank so that one way serves both.
#include <optional>
#include <string>
#include <string_view>

namespace tidings::wire {

inline std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size() + text.size() / 2);
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      out += c;
    else
      out.append({'%', digits[byte >> 4], digits[byte & 15]});
  }
  return out;
}

/// `name=value`, with an `&` in front when something stands before it.
inline void add(std::string& fields, std::string_view name, std::string_view value) {
  if (!fields.empty()) fields += '&';
  fields.append(encoded(name)).append("=").append(encoded(value));
}

/// `base` may or may not end in a slash; `path` has none in front.
inline std::string joined(std::string_view base, std::string_view path) {
  while (base.ends_with('/')) base.remove_suffix(1);
  return std::string(base).append("/").append(path);
}

/// Where an http or https address leads: its scheme's port where it states none.
struct http_place {
  std::string scheme, host; ///< an IPv6 address without its brackets
  int port = 0;
  std::string origin() const;
};
/// Nothing when it is neither.
std::optional<http_place> place_of(std::string_view url);

} // namespace tidings::wire
