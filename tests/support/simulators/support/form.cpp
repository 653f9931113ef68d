#include "support/http_server.hpp"

#include <algorithm>
#include <cctype>

namespace tidings::sim {
namespace {

int hex_value(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  const char lower = static_cast<char>(letter | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (std::isalnum(byte) != 0 || letter == '-' || letter == '_' || letter == '.' || letter == '~') {
      out += letter;
    } else {
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> parse_form(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> fields;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto field = text.substr(0, end);
    const auto equals = std::min(field.find('='), field.size());
    if (!field.empty())
      fields.emplace_back(percent_decode(field.substr(0, equals)),
                          equals < field.size() ? percent_decode(field.substr(equals + 1)) : std::string{});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return fields;
}

std::string_view http_request::parameter(std::string_view name) const {
  const auto found =
      std::ranges::find(parameters, name, [](const auto& field) { return std::string_view{field.first}; });
  return found == parameters.end() ? std::string_view{} : std::string_view{found->second};
}

std::string_view http_request::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, [](const auto& field) { return std::string_view{field.first}; });
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

bool http_request::has(std::string_view name) const {
  return std::ranges::any_of(parameters, [&](const auto& field) { return field.first == name; });
}

} // namespace tidings::sim
