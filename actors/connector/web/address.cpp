#include "actors/connector/web/address.hpp"

#include <charconv>

namespace tidings::wire {

std::string http_place::origin() const {
  const bool is_v6 = host.find(':') != host.npos;
  return scheme + "://" + (is_v6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

std::optional<http_place> place_of(std::string_view url) {
  http_place out;
  if (url.starts_with("https://"))
    out = {"https", {}, 443};
  else if (url.starts_with("http://"))
    out = {"http", {}, 80};
  else
    return std::nullopt;
  url.remove_prefix(out.scheme.size() + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const auto at = url.rfind('@'); at != url.npos) url.remove_prefix(at + 1);
  auto port = std::string_view();
  if (url.starts_with('[')) {
    const auto end = url.find(']');
    if (end == url.npos) return std::nullopt;
    out.host = std::string(url.substr(1, end - 1));
    if (url.size() > end + 1 && url[end + 1] == ':') port = url.substr(end + 2);
  } else {
    const auto colon = url.find(':');
    out.host = std::string(url.substr(0, colon));
    if (colon != url.npos) port = url.substr(colon + 1);
  }
  if (!port.empty() && std::from_chars(port.data(), port.data() + port.size(), out.port).ec != std::errc{})
    return std::nullopt;
  if (out.host.empty()) return std::nullopt;
  return out;
}

} // namespace tidings::wire
