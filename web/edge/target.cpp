#include "web/edge/target.hpp"

#include <algorithm>
#include <charconv>

namespace tidings::edge {
namespace {

constexpr std::size_t host_max = 253, name_max = 200;

template <class T> std::optional<T> number(std::string_view text) {
  T value{};
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

bool is_host_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

} // namespace

std::optional<tcp_place> read_place(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  const auto port = number<std::uint16_t>(text.substr(colon + 1));
  auto host = std::string(text.substr(0, colon));
  std::transform(host.begin(), host.end(), host.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (!port || *port == 0) return std::nullopt;
  const bool is_v6 = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (is_v6) host = host.substr(1, host.size() - 2);
  const auto fits = [is_v6](char c) {
    return is_v6 ? c == ':' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') : is_host_letter(c);
  };
  if (host.empty() || host.size() > host_max || !std::all_of(host.begin(), host.end(), fits)) return std::nullopt;
  return tcp_place{std::move(host), *port};
}

std::string text_of(const tcp_place& what) {
  const bool is_v6 = what.host.find(':') != what.host.npos;
  std::string out = is_v6 ? '[' + what.host + ']' : what.host;
  out += ':';
  out += std::to_string(what.port);
  return out;
}

bool is_file_name(std::string_view name) {
  if (name.empty() || name.size() > name_max || name.front() == '.') return false;
  return std::none_of(name.begin(), name.end(), [](char c) {
    return c == '/' || c == '\\' || c == ':' || static_cast<unsigned char>(c) < ' ' || c == '\x7f';
  });
}

bool is_agent_name(std::string_view name) {
  constexpr std::size_t longest = 63;
  if (name.empty() || name.size() > longest || name.front() == '-' || name.back() == '-') return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::optional<target> read_target(std::string_view text) {
  const auto word = [&text]() {
    const auto one = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    return one;
  };
  const auto kind = word();
  if (kind == "tcp") {
    auto place = read_place(text);
    return place ? std::optional<target>(std::move(*place)) : std::nullopt;
  }
  if (kind != "file") return std::nullopt;
  const auto practice = practice_id::parse(word());
  const auto bytes = number<std::uint64_t>(word());
  if (!practice || practice->is_host() || !bytes || *bytes > file_bytes_max || !is_file_name(text)) return std::nullopt;
  return file_offer{*practice, *bytes, std::string(text)};
}

std::string text_of(const target& what) {
  if (const auto* place = std::get_if<tcp_place>(&what)) return "tcp " + text_of(*place);
  const auto& file = std::get<file_offer>(what);
  return "file " + file.practice.str() + ' ' + std::to_string(file.bytes) + ' ' + file.name;
}

} // namespace tidings::edge
