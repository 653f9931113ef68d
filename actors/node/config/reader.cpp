#include "actors/node/config/reader.hpp"

#include "actors/node/config/values.hpp"
#include "schemas/mail_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace tidings::config {

namespace {

/// Characters, not bytes, as people count them.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::optional<checked_value> text_value(std::string text, const rule& rule) {
  const std::size_t size = characters(text);
  const bool one_line = rule.what == shape::body || text.find('\n') == std::string::npos;
  const bool fits = static_cast<double>(size) >= rule.low && static_cast<double>(size) <= rule.high;
  const bool blank = text.find_first_not_of(" \n\t") == std::string::npos;
  if (!one_line || !fits || (blank && rule.low > 0)) return std::nullopt;
  return text;
}

std::optional<checked_value> whole_value(std::string_view text, const rule& rule) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool leading_zero = text.size() > 1 && text[0] == '0'; // YAML 1.1 readers take 010 for eight
  if (error != std::errc() || end != text.data() + text.size() || leading_zero) return std::nullopt;
  if (static_cast<double>(number) < rule.low || static_cast<double>(number) > rule.high) return std::nullopt;
  return number;
}

std::optional<checked_value> number_value(std::string_view text, const rule& rule) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  if (number < rule.low || number > rule.high) return std::nullopt;
  return number;
}

template <class T> std::optional<checked_value> wrap(std::optional<T> what) {
  return what ? std::optional<checked_value>(checked_value(std::move(*what))) : std::nullopt;
}

std::optional<checked_value> kept_if(bool fits, std::string text) {
  return fits ? std::optional<checked_value>(checked_value(std::move(text))) : std::nullopt;
}

std::optional<checked_value> value_of(std::string text, const rule& rule) {
  if (text.empty() && rule.may_be_empty) return checked_value(std::string());
  switch (rule.what) {
  case shape::text:
  case shape::body:
    return text_value(std::move(text), rule);
  case shape::short_name:
    return kept_if(is_short_name(text), text);
  case shape::secret:
    return kept_if(!text.empty() && text.size() <= 4096 && text.find('\n') == text.npos, text);
  case shape::whole:
    return whole_value(text, rule);
  case shape::number:
    return number_value(text, rule);
  case shape::boolean:
    if (text == "true" || text == "false") return checked_value(text == "true");
    return std::nullopt;
  case shape::duration: {
    const auto span = parse_duration(text);
    const bool fits =
        span && static_cast<double>(span->count()) >= rule.low && static_cast<double>(span->count()) <= rule.high;
    return fits ? wrap(span) : std::nullopt;
  }
  case shape::time_of_day: {
    const auto at = parse_time_of_day(text);
    return at ? std::optional<checked_value>(checked_value(std::int64_t{*at})) : std::nullopt;
  }
  case shape::path:
    return kept_if(!text.empty() && text.size() <= 1024 && text.find('\n') == text.npos, text);
  case shape::url:
    return kept_if(is_url(text), text);
  case shape::host:
    return kept_if(is_host(text), text);
  case shape::mail_address:
    return kept_if(is_mail_address(text), text);
  case shape::phone:
    return kept_if(parse_uk_number(text, false).has_value(), text);
  case shape::reply_number:
    return wrap(parse_uk_number(text, true));
  case shape::sender:
    return wrap(parse_sender(text));
  case shape::snomed:
    return kept_if(is_snomed_concept(text), text);
  case shape::one_of:
    return kept_if(std::find(rule.words.begin(), rule.words.end(), text) != rule.words.end(), text);
  case shape::section:
    break;
  }
  return std::nullopt;
}

bool is_free_text(shape what) {
  return what == shape::text || what == shape::body || what == shape::short_name || what == shape::secret ||
         what == shape::path || what == shape::host || what == shape::sender;
}

} // namespace

std::optional<checked_value> reader::scalar(const node& what, const rule& rule) {
  const auto given = spell(what, rule);
  if (!given) return std::nullopt;
  if (is_free_text(rule.what) && !given->quoted && is_yaml_word(given->text)) {
    wrong(what.at, "a word that YAML reads as true, false or nothing",
          rule.what == shape::secret ? "such a word" : given->shown, "text; this word only in quotes");
    return std::nullopt;
  }
  auto checked = value_of(given->text, rule);
  if (!checked) {
    wrong(what.at, "not an allowed value", rule.what == shape::secret ? "text that can't be a secret" : given->shown,
          rule.what == shape::secret ? "one line of 1 to 4096 characters" : allowed_by(rule));
    return std::nullopt;
  }
  if (rule.what == shape::secret && given->text.empty())
    doubtful(what.at, "an empty secret", "nothing", "the secret, once it is known");
  else if (rule.what == shape::secret && given->in_file)
    doubtful(what.at, "a secret in plain text", "text", "`{env: NAME}` or `{file: path}`");
  if (rule.what == shape::path) return checked_value(resolved(std::get<std::string>(*checked)));
  return checked;
}

std::vector<std::pair<const node*, checked_value>> reader::items(const node& what, const rule& rule) {
  std::vector<std::pair<const node*, checked_value>> found;
  const node* given = list(what, "a list, each item " + allowed_by(rule));
  if (given == nullptr) return found;
  for (const auto& item : given->items) {
    auto checked = scalar(item, rule);
    if (!checked) continue;
    const auto same =
        std::find_if(found.begin(), found.end(), [&](const auto& other) { return other.second == *checked; });
    if (same != found.end() && !rule.may_repeat)
      wrong(item.at, "given twice", name_of(item),
            fmt::format("each once; the first stands in line {}", same->first->at.line));
    else
      found.emplace_back(&item, std::move(*checked));
  }
  if (rule.required && given->items.empty())
    wrong(given->at, "an empty list", "no item", "at least one, each " + allowed_by(rule));
  return found;
}

const node* reader::map(const node& what, std::string_view allowed) {
  if (what.is_map() || what.what == node::kind::nothing) return &what; // all its lines may be commented out
  if (what.what != node::kind::broken) wrong(what.at, "wrong type", name_of(what), std::string(allowed));
  return nullptr;
}

const node* reader::list(const node& what, std::string_view allowed) {
  if (what.what == node::kind::list) return &what;
  if (what.what != node::kind::broken) wrong(what.at, "wrong type", name_of(what), std::string(allowed));
  return nullptr;
}

place reader::at(const node& map, std::string_view key) {
  const node* found = map.find(key);
  return found ? found->at : map.at;
}

place reader::inside(const node& what, std::string_view part) const {
  const std::size_t found = from_->text().find(part, from_->offset_of(what.at));
  return found == std::string::npos ? what.at : from_->place_of(found);
}

std::string reader::resolved(const std::string& path) const {
  if (path.empty()) return path;
  return (from_->file().parent_path() / path).lexically_normal().string();
}

void reader::check_keys(const node& map, const std::vector<std::string_view>& known) {
  for (const auto& each : map.entries) {
    if (out_->errors() >= report::errors_max) return; // finding out what was meant isn't free
    if (std::find(known.begin(), known.end(), each.key.text) != known.end()) continue;
    const auto meant = nearest(each.key.text, known);
    wrong(each.key.at, "an unknown key", name_of(each.key),
          (meant.empty() ? std::string() : fmt::format("did you mean `{}`? One of ", meant)) + joined(known));
  }
}

void reader::missing(const node& map, std::string_view key, const rule& rule) {
  wrong(map.at, fmt::format("`{}` is missing", key), "nothing",
        rule.mend.empty() ? allowed_by(rule) : std::string(rule.mend));
}

} // namespace tidings::config
