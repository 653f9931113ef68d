#include "web/endpoint/notify/pages.hpp"

#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/text.hpp"

namespace tidings::web::notify {
namespace {

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      out += c;
    else
      (out += '%') += {digits[byte >> 4U], digits[byte & 15U]};
  }
  return out;
}

/// Words were joined by commas when they came more than once; a reference may have commas of its own.
void add(std::string& query, const std::string& name, const std::string& value) {
  const bool words = name == "status" || name == "template_type";
  for (const auto one : words ? split(value, ',') : std::vector<std::string_view>{value})
    query += (query.empty() ? "?" : "&") + name + "=" + percent_encoded(one);
}

} // namespace

std::string root_url(std::string_view public_url, const request& asked) {
  constexpr std::string_view scheme = "https://";
  if (!public_url.empty()) {
    const auto slash = public_url.find('/', public_url.find("//") + 2);
    return std::string(public_url.substr(0, slash)) + "/";
  }
  return std::string(scheme) + std::string(asked.field("Host")) + "/";
}

std::string links_json(const std::string& root, const request& asked, const std::string& last_id) {
  std::string current, next;
  if (!last_id.empty()) add(next, "older_than", last_id);
  for (const auto& [name, value] : asked.query) {
    add(current, name, value);
    if (name != "older_than" && !last_id.empty()) add(next, name, value);
  }
  const auto path = root + asked.path.substr(1);
  auto out = "{\"current\":" + json_quoted(path + current);
  if (!last_id.empty()) out += ",\"next\":" + json_quoted(path + next);
  return out + "}";
}

} // namespace tidings::web::notify
