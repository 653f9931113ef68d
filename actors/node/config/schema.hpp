#pragma once
// JSON Schemas (draft-07, what editors understand) of the configuration files, made from the option tables.
#include "actors/node/config/option.hpp"
#include "actors/node/config/values.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>

namespace tidings::config {

enum class file_kind { broker, practice, templates, microtest, edge };

/// The whole schema, as in `schemas/config/<name>.schema.json`.
boost::json::value schema_of(file_kind what);
/// Its text, indented.
std::string print_schema(const boost::json::value& schema);

/// Of one value, without default and description.
boost::json::object schema_of(const rule& what);

// A default as it would stand in YAML.
inline boost::json::value yaml_default(const std::string& value, shape) { return boost::json::value(value); }
inline boost::json::value yaml_default(const secret_text& value, shape) { return boost::json::value(value.reveal()); }
template <class Tag> boost::json::value yaml_default(const named<Tag>& value, shape) {
  return boost::json::value(value.value);
}
inline boost::json::value yaml_default(bool value, shape) { return value; }
inline boost::json::value yaml_default(double value, shape) { return value; }
inline boost::json::value yaml_default(std::size_t value, shape) { return value; }
inline boost::json::value yaml_default(int value, shape as) {
  return as == shape::time_of_day ? boost::json::value(print_time_of_day(value)) : boost::json::value(value);
}
inline boost::json::value yaml_default(millis value, shape) { return boost::json::value(print_duration(value)); }
template <class Word>
requires std::is_enum_v<Word> boost::json::value yaml_default(Word value, shape) {
  return boost::json::value(boost::describe::enum_to_string(value, ""));
}
template <class T> boost::json::value yaml_default(const std::vector<T>&, shape) { return boost::json::array(); }
template <class Word> boost::json::value yaml_words(const std::vector<Word>& value) {
  boost::json::array words;
  for (const auto one : value) words.emplace_back(boost::describe::enum_to_string(one, ""));
  return words;
}
inline boost::json::value yaml_default(const std::vector<message_kind>& value, shape) { return yaml_words(value); }
inline boost::json::value yaml_default(const std::vector<channel>& value, shape) { return yaml_words(value); }

/// Of one row.
template <class Owner> boost::json::object schema_of(const option<Owner>& row, const Owner& defaults) {
  return std::visit(
      [&](const auto& where) -> boost::json::object {
        using where_type = std::decay_t<decltype(where)>;
        if constexpr (std::is_same_v<where_type, custom<Owner>>) {
          return where.schema();
        } else {
          const auto& value = defaults.*where;
          auto one = schema_of(row.what);
          if constexpr (is_list<std::decay_t<decltype(value)>>) {
            one = {{"type", "array"}, {"items", std::move(one)}};
            if (!row.what.may_repeat) one["uniqueItems"] = true;
            if (row.what.required) one["minItems"] = 1;
          }
          if (!row.what.required) one["default"] = yaml_default(value, row.what.what);
          return one;
        }
      },
      row.into);
}

/// A map that holds these options and no others.
template <class Owner> boost::json::object schema_of(const options<Owner>& table, const Owner& defaults = {}) {
  boost::json::object properties;
  boost::json::array required;
  for (const auto& row : table) {
    auto one = schema_of(row, defaults);
    one["description"] = row.doc;
    properties[row.key] = std::move(one);
    if (row.what.required) required.emplace_back(row.key);
  }
  boost::json::object schema{{"type", "object"}, {"additionalProperties", false}};
  if (required.empty()) schema["type"] = boost::json::array{"object", "null"}; // all its lines may be commented out
  if (!required.empty()) schema["required"] = std::move(required);
  schema["properties"] = std::move(properties);
  return schema;
}

} // namespace tidings::config
