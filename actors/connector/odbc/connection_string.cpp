#include "actors/connector/odbc/connection_string.hpp"

#include <algorithm>
#include <map>

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

} // namespace

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
