#include "actors/node/onboarding/section.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>

namespace tidings::onboarding {
namespace {

using config::node;
using config::source;

constexpr std::size_t whole_digits_max = 15; ///< JSON's numbers hold so many

/// Blank, or a comment at the margin: it is about what comes next.
bool is_between(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos || line.front() == '#';
}

std::string_view line_at(const source& file, int line) {
  const auto from = file.offset_of({line, 1}), to = file.offset_of({line + 1, 1});
  return std::string_view(file.text()).substr(from, to > from ? to - from : std::string_view::npos);
}

/// Written as YAML readers write whole numbers: `010` and `07700…` are texts.
std::optional<std::int64_t> whole_in(const std::string& text) {
  const bool plain = !text.empty() && text.size() <= whole_digits_max &&
                     text.find_first_not_of("0123456789") == std::string::npos && (text.size() == 1 || text[0] != '0');
  std::int64_t number = 0;
  if (!plain) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool is_same(const node& a, const node& b) {
  if (a.what != b.what || a.text != b.text || a.quoted != b.quoted) return false;
  return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), is_same) &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    [](const config::entry& x, const config::entry& y) {
                      return x.key.text == y.key.text && is_same(x.value, y.value);
                    });
}

} // namespace

bool is_edited(std::string_view section) {
  return std::find(edited_sections.begin(), edited_sections.end(), section) != edited_sections.end();
}

std::optional<section_span> span_of(const source& file, const node& root, std::string_view section) {
  const auto& all = root.entries;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const config::entry& one) { return one.key.text == section; });
  if (found == all.end() || found->key.at.column != 1) return std::nullopt;
  const auto next = std::next(found);
  if (next != all.end() && (next->key.at.column != 1 || next->key.at.line <= found->key.at.line)) return std::nullopt;
  const int first = found->key.at.line;
  const auto end_of_file = file.text().size();
  int end = next != all.end() ? next->key.at.line : file.place_of(end_of_file).line + 1;
  while (end - 1 > first && is_between(line_at(file, end - 1))) --end;
  const auto to = end > file.place_of(end_of_file).line ? end_of_file : file.offset_of({end, 1});
  return section_span{file.offset_of({first, 1}), to, first};
}

exchanged with_section(const source& file, const node& root, std::string_view section, std::string_view text) {
  std::string fresh(text);
  if (!fresh.empty() && fresh.back() != '\n') fresh += '\n';
  exchanged out{file.text(), 1, static_cast<int>(std::count(fresh.begin(), fresh.end(), '\n'))};
  if (const auto span = span_of(file, root, section)) {
    out.text.replace(span->from, span->to - span->from, fresh);
    out.first_line = span->first_line;
    return out;
  }
  if (!out.text.empty() && out.text.back() != '\n') out.text += '\n';
  out.first_line = static_cast<int>(std::count(out.text.begin(), out.text.end(), '\n')) + 1;
  out.text += fresh;
  return out;
}

bool are_same_but_for(std::string_view section, const node& before, const node& after) {
  const auto others = [&](const node& root) {
    std::vector<const config::entry*> all;
    for (const auto& one : root.entries)
      if (one.key.text != section) all.push_back(&one);
    std::sort(all.begin(), all.end(), [](const auto* a, const auto* b) { return a->key.text < b->key.text; });
    return all;
  };
  const auto a = others(before), b = others(after);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const config::entry* x, const config::entry* y) {
    return x->key.text == y->key.text && is_same(x->value, y->value);
  });
}

boost::json::value value_of(const node& what) {
  switch (what.what) {
  case node::kind::list: {
    boost::json::array all;
    for (const auto& one : what.items) all.push_back(value_of(one));
    return all;
  }
  case node::kind::map: {
    boost::json::object all;
    for (const auto& [key, value] : what.entries) all[key.text] = value_of(value);
    return all;
  }
  case node::kind::text:
    break;
  case node::kind::nothing:
  case node::kind::broken:
    return nullptr;
  }
  if (what.quoted) return boost::json::string(what.text);
  if (what.text == "true" || what.text == "false") return what.text == "true";
  if (const auto whole = whole_in(what.text)) return *whole;
  return boost::json::string(what.text);
}

} // namespace tidings::onboarding
