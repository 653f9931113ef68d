#include "actors/connector/odbc/connection_string.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <vector>

namespace tidings::odbc {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

/// `Key=value;Key={va;lue}`; a `}` inside of braces is doubled.
std::map<std::string, std::string> parts_of(std::string_view text) {
  std::map<std::string, std::string> all;
  while (!text.empty()) {
    const auto equals = text.find('=');
    if (equals == text.npos) break;
    const auto key = lower(text.substr(text.find_first_not_of(" ;"), equals - text.find_first_not_of(" ;")));
    text.remove_prefix(equals + 1);
    std::string value;
    if (text.starts_with('{')) {
      std::size_t at = 1;
      for (; at < text.size(); ++at) {
        if (text[at] != '}')
          value += text[at];
        else if (at + 1 < text.size() && text[at + 1] == '}')
          value += text[at++];
        else
          break;
      }
      text.remove_prefix(std::min(at + 1, text.size()));
    } else {
      value = text.substr(0, text.find(';'));
      text.remove_prefix(value.size());
    }
    if (!text.empty()) text.remove_prefix(1);
    all.emplace(key, std::move(value));
  }
  return all;
}

/// Where the values stand, braces and all.
struct span_of_value {
  std::string key;
  std::size_t from = 0, to = 0;
};
std::vector<span_of_value> spans_of(std::string_view text) {
  std::vector<span_of_value> all;
  for (std::size_t at = 0; at < text.size();) {
    const auto equals = text.find('=', at);
    if (equals == text.npos) break;
    const auto start = text.find_first_not_of(" ;", at);
    std::size_t end = equals + 1;
    if (end < text.size() && text[end] == '{')
      while (++end < text.size() && (text[end] != '}' || (end + 1 < text.size() && text[end + 1] == '}')))
        if (text[end] == '}') ++end; // a doubled one
    end = std::min(text.find(';', std::min(end, text.size())), text.size());
    all.push_back({lower(text.substr(start, equals - start)), equals + 1, end});
    at = end + 1;
  }
  return all;
}
bool is_server(std::string_view key) { return key == "server" || key == "servername"; }

} // namespace

std::optional<std::pair<std::string, int>> place_in(std::string_view connection) {
  std::string host;
  int port = 0;
  for (const auto& [key, value] : parts_of(connection)) {
    if (is_server(key) && host.empty()) host = value;
    if (key != "port") continue;
    const auto [end, wrong] = std::from_chars(value.data(), value.data() + value.size(), port);
    if (wrong != std::errc() || end != value.data() + value.size()) return std::nullopt;
  }
  constexpr int port_max = 65'535;
  if (host.empty() || port < 1 || port > port_max) return std::nullopt;
  return std::pair(std::move(host), port);
}

std::string with_place(std::string_view connection, std::string_view host, int port) {
  std::string out;
  std::size_t taken = 0;
  for (const auto& one : spans_of(connection)) {
    if (!is_server(one.key) && one.key != "port") continue;
    out.append(connection.substr(taken, one.from - taken));
    out.append(one.key == "port" ? std::to_string(port) : std::string(host));
    taken = one.to;
  }
  return out.append(connection.substr(taken));
}

std::string address_in(std::string_view connection) {
  const auto parts = parts_of(connection);
  const auto first_of = [&](std::initializer_list<const char*> keys) {
    for (const auto* key : keys)
      if (const auto found = parts.find(key); found != parts.end() && !found->second.empty()) return found->second;
    return std::string();
  };
  std::string out = first_of({"server", "servername", "dsn"});
  if (const auto port = first_of({"port"}); !port.empty()) out += ":" + port;
  if (const auto database = first_of({"database", "dbq"}); !database.empty())
    out += (out.empty() ? "" : "/") + database;
  return out.empty() ? "a database by ODBC" : out;
}

} // namespace tidings::odbc
