#include "actors/node/onboarding/section_edit.hpp"

#include "actors/event_log/replace_file.hpp"
#include "actors/node/config/practice_folder.hpp"
#include "actors/node/onboarding/references.hpp"
#include "actors/node/onboarding/section.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::onboarding {
namespace {

namespace fs = std::filesystem;
using config::node;

fs::path file_of(const practice_id& practice, const surroundings& around) {
  return fs::path(around.host.practices_dir) / (practice.str() + ".yaml");
}

std::string hex_hash(const fs::path& file) {
  std::string out;
  for (const char c : config::content_hash(file).value_or(""))
    out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

view::file_finding finding_of(const config_error& one) {
  return {static_cast<view::count>(std::max(one.line, 0)), static_cast<view::count>(std::max(one.column, 0)),
          one.reason, one.found, one.allowed};
}

/// Alone it has to be that section, and nothing but it: no text may end it and begin another.
void check_alone(const section_wish& wish, std::vector<view::file_finding>& errors) {
  config::findings told;
  const fs::path name = wish.section;
  config::report out(name, told);
  const auto from = config::given_source(name, wish.text, out);
  const auto root = from ? config::parse_yaml(*from, out) : std::nullopt;
  for (const auto& one : told.errors) errors.push_back(finding_of(one));
  if (!root || !errors.empty()) return;
  const auto& first = root->entries.front().key;
  if (root->entries.size() != 1 || first.text != wish.section)
    errors.push_back({static_cast<view::count>(first.at.line), 1, "not this section alone",
                      root->entries.size() == 1 ? fmt::format("`{}`", first.text) : "several sections",
                      fmt::format("`{}:` and what belongs to it", wish.section)});
  else if (first.at.column != 1 || wish.text.starts_with("---"))
    errors.push_back({static_cast<view::count>(first.at.line), 1, "not at the margin", fmt::format("`{}`", first.text),
                      fmt::format("`{}:` at the beginning of its line", wish.section)});
}

/// An administrator of a practice isn't let into the server: nothing is named here that the section didn't name before.
void check_references(const node& fresh, const node& before, const section_wish& wish, int first_line,
                      std::vector<view::file_finding>& errors) {
  const auto* now = fresh.find(wish.section);
  const auto* was = before.find(wish.section);
  if (!now) return;
  const auto known = was ? references_in(*was) : std::vector<reference>();
  for (const auto& one : references_in(*now))
    if (std::none_of(known.begin(), known.end(),
                     [&](const reference& each) { return each.kind == one.kind && each.name == one.name; }))
      errors.push_back({static_cast<view::count>(std::max(one.at.line - first_line + 1, 0)),
                        static_cast<view::count>(one.at.column), "only somebody at the server may name this",
                        fmt::format("`{}: {}`", one.kind, one.name), "the value itself"});
}

/// By the section's own lines.
view::file_finding placed(view::file_finding one, const exchanged& where) {
  const auto first = static_cast<view::count>(where.first_line), lines = static_cast<view::count>(where.lines);
  if (one.line >= first && one.line < first + lines) {
    one.line -= first - 1;
    return one;
  }
  if (one.line > 0) one.reason += fmt::format(", in line {} of the practice's file", one.line);
  one.line = one.column = 0;
  return one;
}

} // namespace

section_looked look_at_section(const section_wish& wish, const surroundings& around) {
  section_looked found;
  auto& errors = found.says.errors;
  const auto file = file_of(wish.practice, around);
  found.says.practice = wish.practice.str();
  found.says.exists = true;
  found.says.base = hex_hash(file);
  const auto refuse = [&](std::string reason, std::string what, std::string allowed) {
    errors.push_back({0, 0, std::move(reason), std::move(what), std::move(allowed)});
    return found;
  };
  if (!is_edited(wish.section)) return refuse("not a section that is changed here", wish.section, "one of the page's");
  const config::source before(file, content_of(file));
  const auto old = tree_of(file, before.text());
  if (!old) return refuse("the practice's file can't be read", "another form", "what `tidings check-config` takes");
  const auto* there = old->find(wish.section);
  const auto span = span_of(before, *old, wish.section);
  if (there && !span) return refuse("the section has no lines of its own", "one line", "a change at the server");
  if (span) found.before = before.text().substr(span->from, span->to - span->from);
  if (!wish.text.empty()) check_alone(wish, errors);
  if (!errors.empty()) return found;
  auto fresh = with_section(before, *old, wish.section, wish.text);
  const auto tree = tree_of(file, fresh.text);
  if (!tree || !are_same_but_for(wish.section, *old, *tree))
    return refuse("it would change another section, too", "the text as given", "this section alone");
  check_references(*tree, *old, wish, fresh.first_line, errors);
  if (!errors.empty()) return found; // what may not be named isn't read either
  auto seen = look_at(fresh.text, around);
  found.says = std::move(seen.says);
  for (auto& one : found.says.errors) one = placed(std::move(one), fresh);
  for (auto& one : found.says.warnings) one = placed(std::move(one), fresh);
  found.whole = std::move(fresh.text);
  found.is_good = seen.practice && found.says.practice == wish.practice.str();
  return found;
}

result<void> apply_section(const section_wish& wish, const std::string& by, timestamp now, section_history& history,
                           const surroundings& around) {
  const auto what = look_at_section(wish, around);
  if (what.says.base != wish.base)
    return fail(error_code::refused, "somebody has changed the practice's file meanwhile: load the page again");
  if (!what.is_good) return fail(error_code::refused, "the section has errors: check it again");
  if (auto kept = history.add(wish.practice, {0, now, by, wish.section, what.before}); !kept) return kept;
  auto put = replace_file(file_of(wish.practice, around), what.whole);
  if (!put) (void)history.take_back(wish.practice); // one change too many in it is no harm
  return put;
}

std::optional<boost::json::object> sections_of(const practice_id& practice, const surroundings& around) {
  const auto file = file_of(practice, around);
  const config::source text(file, content_of(file));
  const auto root = tree_of(file, text.text());
  if (!root) return std::nullopt;
  boost::json::array all;
  for (const auto name : edited_sections) {
    const auto* value = root->find(name);
    const auto span = span_of(text, *root, name);
    all.emplace_back(
        boost::json::object{{"name", name},
                            {"text", span ? text.text().substr(span->from, span->to - span->from) : std::string()},
                            {"value", value ? value_of(*value) : boost::json::value(nullptr)}});
  }
  return boost::json::object{{"practice", practice.str()}, {"base", hex_hash(file)}, {"sections", std::move(all)}};
}

} // namespace tidings::onboarding
