#include "web/endpoint/target.hpp"

#include "web/endpoint/text.hpp"

#include <algorithm>

namespace tidings::web {
namespace {
tl::unexpected<failure> bad(std::string why) { return fail(error_code::invalid_input, std::move(why)); }

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

result<std::string> parse_path(std::string_view raw) {
  if (raw.empty() || raw[0] != '/') return bad("the path must start with /");
  std::string path;
  const auto segments = split(raw.substr(1), '/');
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto segment = percent_decoded(segments[i], false);
    if (!segment) return bad("the path has a % that no two hexadecimal digits follow");
    if (*segment == "." || *segment == "..") return bad("the path must not have dot segments");
    if (segment->empty() && i + 1 < segments.size()) return bad("the path has an empty segment");
    if (segment->find_first_of("/\\") != std::string::npos) return bad("the path has an escaped / or a backslash");
    if (has_control(*segment) || !is_utf8(*segment)) return bad("the path has characters that can't stand there");
    path += '/';
    path += *segment;
  }
  return path;
}
} // namespace

result<target_parts> parse_target(std::string_view target) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (target.size() < scheme.size() || !same_word(target.substr(0, scheme.size()), scheme)) continue;
    const auto slash = target.find('/', scheme.size());
    target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
    break;
  }
  if (target.find('#') != std::string_view::npos) return bad("the target must not have a fragment");
  const auto mark = target.find('?');
  auto path = parse_path(target.substr(0, mark));
  if (!path) return tl::unexpected(path.error());
  target_parts parts{std::move(*path), {}};
  if (mark != std::string_view::npos) {
    const auto twice = parts.path.starts_with("/v2/") ? repeats::joined : repeats::refused;
    auto query = parse_form(target.substr(mark + 1), twice);
    if (!query) return tl::unexpected(query.error());
    for (const auto& [name, value] : *query)
      if (has_control(name) || has_control(value)) return bad("the query has a control character");
    parts.query = std::move(*query);
  }
  return parts;
}

result<parameters> parse_form(std::string_view body, repeats twice) {
  parameters found;
  if (body.empty()) return found;
  const auto pairs = split(body, '&');
  if (pairs.size() > parameters_max) return bad("more than " + std::to_string(parameters_max) + " parameters");
  for (const auto pair : pairs) {
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = percent_decoded(pair.substr(0, equals), true);
    auto value = equals == std::string_view::npos ? std::optional(std::string())
                                                  : percent_decoded(pair.substr(equals + 1), true);
    if (!name || !value) return bad("a parameter has a % that no two hexadecimal digits follow");
    auto text = as_utf8(std::move(*value));
    const auto [at, added] = found.try_emplace(as_utf8(std::move(*name)), text);
    if (!added && twice == repeats::joined) at->second += ',' + text;
    if (!added && twice == repeats::refused) return bad("the parameter " + at->first + " is given twice");
  }
  return found;
}

} // namespace tidings::web
