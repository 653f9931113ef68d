#include "actors/node/config/yaml_tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <map>
#include <sstream>

namespace tidings::config {

namespace {

place place_of(const YAML::Mark& mark) { return mark.is_null() ? place{1, 1} : place{mark.line + 1, mark.column + 1}; }

/// The parser doesn't tell `null` from nothing at all; `type: null` means the word.
std::string_view null_word(const source& from, place at) {
  const auto rest = std::string_view(from.text()).substr(from.offset_of(at));
  for (const std::string_view word : {"null", "Null", "NULL", "~"})
    if (rest.starts_with(word)) return word;
  return {};
}

/// The parser takes a quote that never ends as ending with the file; we don't.
bool quote_ends(const source& from, place at) {
  const std::string& text = from.text();
  std::size_t i = from.offset_of(at);
  const char quote = i < text.size() ? text[i] : ' ';
  if (quote != '"' && quote != '\'') return true; // a block
  while (++i < text.size()) {
    if (text[i] == '\\' && quote == '"')
      ++i;
    else if (text[i] == quote) {
      if (quote == '"' || i + 1 >= text.size() || text[i + 1] != quote) return true;
      ++i; // '' inside '…' is one quote
    }
  }
  return false;
}

/// Builds the tree from the parser's events; what is too deep is left out, so that memory and recursion stay bounded.
class builder final : public YAML::EventHandler {
public:
  builder(const source& from, report& out) : from_(&from), out_(&out) {}
  node root;
  bool swallowed = false; ///< a quote that doesn't end has taken the rest of the file

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    const auto word = null_word(*from_, place_of(mark));
    add({word.empty() ? node::kind::nothing : node::kind::text, place_of(mark), std::string(word), false, {}, {}});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    out_->wrong(place_of(mark), "aliases are not used here", "an alias (`*…`)", "the value itself");
    add({node::kind::broken, place_of(mark), {}, false, {}, {}});
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (tag == "!" && !quote_ends(*from_, place_of(mark))) {
      swallowed = true;
      out_->wrong(place_of(mark), "a quote that doesn't end", "text up to the end of the file", "a closing quote");
    }
    add({node::kind::text, place_of(mark), value, tag == "!", {}, {}});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(node::kind::list, mark, tag, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(node::kind::map, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

private:
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor)
      out_->wrong(place_of(mark), "anchors are not used here", "an anchor (`&…`)", "the value itself");
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!")
      out_->wrong(place_of(mark), "tags are not used here", fmt::format("the tag `{}`", tag), "the value itself");
  }
  void open(node::kind what, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (open_.size() == depth_max && !told_depth_) {
      out_->wrong(place_of(mark), "nested too deep", fmt::format("more than {} levels", depth_max),
                  fmt::format("at most {} levels", depth_max));
      told_depth_ = true;
    }
    open_.push_back({{what, place_of(mark), {}, false, {}, {}}, std::nullopt, {}});
  }
  void close() {
    node done = std::move(open_.back().what);
    open_.pop_back();
    if (open_.size() == depth_max) done = {node::kind::broken, done.at, {}, false, {}, {}};
    add(std::move(done));
  }
  void add(node what) {
    if (open_.empty()) {
      root = std::move(what);
    } else if (open_.size() <= depth_max) {
      level& into = open_.back();
      if (!into.what.is_map())
        into.what.items.push_back(std::move(what));
      else if (!into.key)
        into.key = std::move(what);
      else
        add_entry(into, *std::exchange(into.key, std::nullopt), std::move(what));
    }
  }
  struct level {
    node what;
    std::optional<node> key;         ///< of a map: waits for its value
    std::map<std::string, int> keys; ///< of a map: where each was given first
  };
  void add_entry(level& into, node key, node value) {
    if (!key.is_text()) {
      if (key.what != node::kind::broken)
        out_->wrong(key.what == node::kind::nothing ? value.at : key.at, "a key that is no text", name_of(key),
                    "a name");
      return;
    }
    const auto [first, is_new] = into.keys.emplace(key.text, key.at.line);
    if (!is_new) {
      out_->wrong(key.at, "a key given twice", name_of(key),
                  fmt::format("each key once; the first stands in line {}", first->second));
      return;
    }
    if (value.what == node::kind::nothing) value.at = key.at; // the parser only knows what comes next
    into.what.entries.push_back({std::move(key), std::move(value)});
  }

  const source* from_;
  report* out_;
  std::vector<level> open_;
  bool told_depth_ = false;
};

} // namespace

const node* node::find(std::string_view key) const {
  for (const auto& each : entries)
    if (each.key.text == key) return &each.value;
  return nullptr;
}

std::string name_of(const node& what) {
  constexpr std::size_t shown_max = 60;
  switch (what.what) {
  case node::kind::nothing:
    return "nothing";
  case node::kind::broken:
    return "something unreadable";
  case node::kind::list:
    return "a list";
  case node::kind::map:
    return "a map";
  case node::kind::text:
    break;
  }
  std::string text = what.text.substr(0, what.text.find('\n'));
  if (text.size() > shown_max) {
    std::size_t end = shown_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end; // not inside a character
    text.resize(end);
  }
  if (text.size() < what.text.size()) text += "…";
  return "`" + text + "`";
}

std::optional<node> parse_yaml(const source& from, report& out) {
  const std::size_t before = out.errors();
  try {
    std::istringstream text(from.text());
    YAML::Parser parser(text);
    builder tree(from, out);
    if (!parser.HandleNextDocument(tree) || tree.root.what == node::kind::nothing) {
      if (out.errors() == before) out.wrong({1, 1}, "an empty file", "nothing", "a map of options");
      return std::nullopt;
    }
    builder rest(from, out);
    if (parser.HandleNextDocument(rest)) {
      out.wrong(rest.root.at.line ? rest.root.at : place{1, 1}, "more than one document", "a second document (`---`)",
                "one document a file");
      return std::nullopt;
    }
    if (!tree.root.is_map()) {
      out.wrong(tree.root.at, "not a map of options", name_of(tree.root), "`key: value` lines");
      return std::nullopt;
    }
    return tree.swallowed ? std::nullopt : std::optional(std::move(tree.root));
  } catch (const YAML::DeepRecursion& error) {
    if (out.errors() == before)
      out.wrong(place_of(error.mark), "nested too deep", "hundreds of levels", fmt::format("at most {}", depth_max));
  } catch (const YAML::Exception& error) {
    out.wrong(place_of(error.mark), "not YAML", error.msg, "YAML 1.2 (https://yaml.org/spec/1.2.2)");
  }
  return std::nullopt;
}

} // namespace tidings::config
