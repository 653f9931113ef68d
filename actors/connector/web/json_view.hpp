#pragma once
// Looking into JSON that others wrote: what isn't there, or isn't of that kind, reads as empty.
#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace tidings::wire {

namespace json = boost::json;

/// Nothing when it is no JSON; deeper than 64 levels counts as none.
inline json::value parsed(std::string_view text) {
  boost::system::error_code error;
  json::parse_options options;
  constexpr std::size_t depth_max = 64;
  options.max_depth = depth_max;
  auto read = json::parse({text.data(), text.size()}, error, {}, options);
  return error ? json::value() : read;
}

inline const json::value& at(const json::value& from, std::string_view name) {
  static const json::value nothing;
  const auto* object = from.if_object();
  const auto* found = object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
  return found == nullptr ? nothing : *found;
}
template <class... More>
const json::value& at(const json::value& from, std::string_view name, std::string_view next, More... more) {
  return at(at(from, name), next, more...);
}

/// A string, or a whole number as its digits.
inline std::string text_of(const json::value& from) {
  if (const auto* text = from.if_string()) return std::string(text->data(), text->size());
  if (const auto* number = from.if_int64()) return std::to_string(*number);
  if (const auto* number = from.if_uint64()) return std::to_string(*number);
  return {};
}
template <class... Names> std::string text_at(const json::value& from, Names... names) {
  return text_of(at(from, names...));
}

/// Its items; none when it isn't there or is something else.
inline const json::array& items_at(const json::value& from, std::string_view name) {
  static const json::array none;
  const auto* list = at(from, name).if_array();
  return list == nullptr ? none : *list;
}

} // namespace tidings::wire
