#pragma once
// Reads the maps of one file into settings, by the option tables, and tells what is wrong where.
#include "actors/node/config/option.hpp"
#include "actors/node/config/yaml_tree.hpp"

#include <boost/describe/enum_from_string.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tidings::config {

/// A checked value: text in its final form, whole numbers and minutes after midnight, fractions, yes or no, spans.
using checked_value = std::variant<std::string, std::int64_t, double, bool, millis>;

class reader {
public:
  reader(const source& from, report& out) : from_(&from), out_(&out) {}

  /// Fills `into` from a map: unknown keys, missing ones and wrong values are told; what is wrong keeps its default.
  template <class Owner> void fill(const node& map, const options<Owner>& table, Owner& into);

  /// `what` if it is a map, also one without entries; else that is told and null is returned.
  const node* map(const node& what, std::string_view allowed);
  const node* list(const node& what, std::string_view allowed);

  std::optional<checked_value> scalar(const node& what, const rule& rule);
  /// Of a list, those that are right, each once unless the rule lets them repeat.
  std::vector<std::pair<const node*, checked_value>> items(const node& what, const rule& rule);

  /// Where `key`'s value stands; the map itself when it isn't given.
  static place at(const node& map, std::string_view key);
  /// Where `part` stands inside the text of `what`; the text's own place when its lines were folded.
  place inside(const node& what, std::string_view part) const;

  void wrong(place at, std::string reason, std::string found, std::string allowed) {
    out_->wrong(at, std::move(reason), std::move(found), std::move(allowed));
  }
  void doubtful(place at, std::string reason, std::string found, std::string allowed) {
    out_->doubtful(at, std::move(reason), std::move(found), std::move(allowed));
  }
  /// `path` as seen from the file's folder.
  std::string resolved(const std::string& path) const;
  const source& from() const { return *from_; }
  report& out() const { return *out_; }

private:
  /// Text of a scalar, also of `{env: NAME, default: …}` and, for secrets, `{file: path}`.
  struct spelled {
    std::string text;
    std::string shown; ///< for messages
    bool quoted = false;
    bool in_file = false; ///< it stands in the configuration itself
  };
  std::optional<spelled> spell(const node& what, const rule& rule);
  std::optional<spelled> from_environment(const node& map, const rule& rule);
  std::optional<spelled> from_file(const node& map);

  void check_keys(const node& map, const std::vector<std::string_view>& known);
  void missing(const node& map, std::string_view key, const rule& rule);

  const source* from_;
  report* out_;
};

/// What is allowed, in words: `a whole number from 1 to 65535`.
std::string allowed_by(const rule& rule);
/// The known word nearest to `given`, if one is near enough to be meant.
std::string_view nearest(std::string_view given, const std::vector<std::string_view>& known);
std::string joined(const std::vector<std::string_view>& words);

// -- templates ----------------------------------------------------------------------------------

inline void assign(std::string& into, checked_value what) { into = std::get<std::string>(std::move(what)); }
inline void assign(secret_text& into, checked_value what) {
  into = secret_text(std::get<std::string>(std::move(what)));
}
template <class Tag> void assign(named<Tag>& into, checked_value what) {
  into = named<Tag>(std::get<std::string>(std::move(what)));
}
inline void assign(int& into, checked_value what) { into = static_cast<int>(std::get<std::int64_t>(what)); }
inline void assign(std::size_t& into, checked_value what) {
  into = static_cast<std::size_t>(std::get<std::int64_t>(what));
}
inline void assign(double& into, checked_value what) { into = std::get<double>(what); }
inline void assign(bool& into, checked_value what) { into = std::get<bool>(what); }
inline void assign(millis& into, checked_value what) { into = std::get<millis>(what); }
inline void assign(minutes& into, checked_value what) {
  into = std::chrono::duration_cast<minutes>(std::get<millis>(what));
}
inline void assign(message_kind& into, checked_value what) {
  boost::describe::enum_from_string(std::get<std::string>(what).c_str(), into);
}
inline void assign(channel& into, checked_value what) {
  boost::describe::enum_from_string(std::get<std::string>(what).c_str(), into);
}
template <class Word>
requires std::is_enum_v<Word>
void assign(Word& into, checked_value what) {
  boost::describe::enum_from_string(std::get<std::string>(what).c_str(), into);
}

template <class Owner> void reader::fill(const node& given, const options<Owner>& table, Owner& into) {
  std::vector<std::string_view> known;
  for (const auto& row : table) known.push_back(row.key);
  check_keys(given, known);
  for (const auto& row : table) {
    const node* found = given.find(row.key);
    if (found == nullptr) {
      if (row.what.required) missing(given, row.key, row.what);
      if (const auto* path = std::get_if<std::string Owner::*>(&row.into); path && row.what.what == shape::path)
        into.*(*path) = resolved(into.*(*path));
      continue;
    }
    std::visit(
        [&](const auto& where) {
          using where_type = std::decay_t<decltype(where)>;
          if constexpr (std::is_same_v<where_type, custom<Owner>>) {
            where.read(*this, *found, into);
          } else {
            auto& member = into.*where;
            using member_type = std::decay_t<decltype(member)>;
            if constexpr (is_list<member_type>) {
              member.clear();
              for (auto& [item, what] : items(*found, row.what)) assign(member.emplace_back(), std::move(what));
            } else if (auto what = scalar(*found, row.what)) {
              assign(member, std::move(*what));
            } else if (row.what.what == shape::path) {
              member = member_type(); // the default was meant for nobody who wrote something else
            }
          }
        },
        row.into);
  }
}

} // namespace tidings::config
