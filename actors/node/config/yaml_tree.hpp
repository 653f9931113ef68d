#pragma once
// The part of YAML that configuration needs, with the place of everything. No anchors, aliases, tags, merge keys or
// several documents; keys are unique; text keeps its spelling (`NO`, `09:00` and `010` stay what they are).
#include "actors/node/config/config_error.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::config {

constexpr std::size_t file_bytes_max = 256 * 1024; ///< a practice's file is 2 KiB; ten thousand list entries still fit
constexpr std::size_t depth_max = 12;              ///< the deepest option stands at 5

struct entry;
struct node {
  enum class kind { nothing, text, list, map, broken /* told already: pass over it */ };
  kind what = kind::nothing;
  place at;
  std::string text;
  bool quoted = false;        ///< in quotes or a block (`|`, `>`): meant as text
  std::vector<node> items;    ///< of a list
  std::vector<entry> entries; ///< of a map, in the file's order

  bool is_map() const { return what == kind::map; }
  bool is_text() const { return what == kind::text; }
  const node* find(std::string_view key) const; ///< its value, or null
};
struct entry {
  node key, value;
};

/// `a map`, `a list`, `nothing` or the text in backquotes, cut to a readable length.
std::string name_of(const node& what);

/// A file's text, and where its lines start.
class source {
public:
  source(std::filesystem::path file, std::string text);

  const std::filesystem::path& file() const { return file_; }
  const std::string& text() const { return text_; }
  std::size_t offset_of(place at) const; ///< bytes before it
  place place_of(std::size_t offset) const;

private:
  std::filesystem::path file_;
  std::string text_;
  std::vector<std::size_t> lines_;
};

/// The whole file, or a reason in `out`: not there, too big, not UTF-8.
std::optional<source> read_source(const std::filesystem::path& file, report& out);

/// A text that somebody gave in place of the file's, or a reason in `out`.
std::optional<source> given_source(const std::filesystem::path& file, std::string text, report& out);

/// Everything that can be said about the file's form is in `out`. A tree is given even when there were errors in it,
/// so that the rest can be checked too; nothing: it can't be read at all. The root is a map.
std::optional<node> parse_yaml(const source& from, report& out);

} // namespace tidings::config
