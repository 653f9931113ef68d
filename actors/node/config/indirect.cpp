// Values that stand elsewhere: `{env: NAME, default: value}` for any, `{file: path}` for secrets.
#include "actors/node/config/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace tidings::config {

namespace {

constexpr std::size_t secret_file_bytes_max = 4096;

bool is_variable_name(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && text.size() <= 128 && !(text[0] >= '0' && text[0] <= '9') &&
         std::all_of(text.begin(), text.end(), fits);
}

} // namespace

std::optional<reader::spelled> reader::spell(const node& what, const rule& rule) {
  if (what.what == node::kind::broken) return std::nullopt;
  if (what.is_text()) return spelled{what.text, name_of(what), what.quoted, true};
  if (what.is_map() && what.find("env")) return from_environment(what, rule);
  if (what.is_map() && what.find("file") && rule.what == shape::secret) return from_file(what);
  wrong(what.at, "wrong type", name_of(what), allowed_by(rule));
  return std::nullopt;
}

std::optional<reader::spelled> reader::from_environment(const node& map, const rule& rule) {
  check_keys(map, {"env", "default"});
  const node& name = *map.find("env");
  if (!name.is_text() || !is_variable_name(name.text)) {
    if (name.what != node::kind::broken)
      wrong(name.at, "not a variable's name", name_of(name), "the name of an environment variable");
    return std::nullopt;
  }
  if (const char* text = std::getenv(name.text.c_str()))
    return spelled{text, rule.what == shape::secret ? "" : fmt::format("`{}` (variable {})", text, name.text), true,
                   false};
  const node* otherwise = map.find("default");
  if (otherwise == nullptr) {
    wrong(name.at, "a variable that isn't set", name_of(name), "a variable that is set, or `default:` beside it");
    return std::nullopt;
  }
  if (otherwise->is_text()) return spelled{otherwise->text, name_of(*otherwise), otherwise->quoted, true};
  if (otherwise->what != node::kind::broken) wrong(otherwise->at, "wrong type", name_of(*otherwise), allowed_by(rule));
  return std::nullopt;
}

std::optional<reader::spelled> reader::from_file(const node& map) {
  check_keys(map, {"file"});
  const node& name = *map.find("file");
  if (!name.is_text() || name.text.empty()) {
    if (name.what != node::kind::broken)
      wrong(name.at, "not a path", name_of(name), "the path of a file with the secret");
    return std::nullopt;
  }
  std::error_code error;
  const std::filesystem::path path = resolved(name.text);
  const auto status = std::filesystem::status(path, error);
  std::ifstream in(path, std::ios::binary);
  if (!std::filesystem::is_regular_file(status) || !in.is_open()) {
    wrong(name.at, "a secret's file that can't be read", name_of(name), "a readable file");
    return std::nullopt;
  }
  std::string text(secret_file_bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if ((status.permissions() & std::filesystem::perms::others_read) != std::filesystem::perms::none)
    doubtful(name.at, "a secret's file that everybody on this machine can read", name_of(name), "mode 0600 or 0640");
  return spelled{std::move(text), {}, true, false};
}

} // namespace tidings::config
