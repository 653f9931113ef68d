#include "actors/node/config/schema.hpp"

#include "actors/node/config/edge_file.hpp"
#include "schemas/connectors/microtest.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace tidings::config {

namespace json = boost::json;

namespace {

json::object text_schema(const rule& what) {
  json::object one{{"type", "string"}};
  if (what.low > 0 && !what.may_be_empty) one["minLength"] = static_cast<std::int64_t>(what.low);
  if (what.high > 0) one["maxLength"] = static_cast<std::int64_t>(what.high);
  return one;
}

json::object pattern(std::string_view text, const rule& what) {
  return {{"type", "string"}, {"pattern", what.may_be_empty ? fmt::format("^$|{}", text) : std::string(text)}};
}

/// As the value stands in the file itself.
json::object plain_schema(const rule& what) {
  switch (what.what) {
  case shape::text:
  case shape::body:
    return text_schema(what);
  case shape::secret:
  case shape::path:
    return {{"type", "string"}};
  case shape::short_name:
    return pattern("^[a-z0-9][a-z0-9_-]{0,39}$", what);
  case shape::whole:
    return {{"type", "integer"}, {"minimum", what.low}, {"maximum", what.high}};
  case shape::number:
    return {{"type", "number"}, {"minimum", what.low}, {"maximum", what.high}};
  case shape::boolean:
    return {{"type", "boolean"}};
  case shape::duration:
    return pattern("^[0-9]{1,10}(ms|s|m|h|d)$", what);
  case shape::time_of_day:
    return pattern("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", what);
  case shape::url:
    return pattern("^https?://[^/: ][^ ]*$", what);
  case shape::host:
    return pattern("^[A-Za-z0-9:][A-Za-z0-9.:-]*$", what);
  case shape::mail_address:
    return pattern("^[^@ ]+@[A-Za-z0-9.-]+$", what);
  case shape::phone:
    return pattern("^[+(]?[0-9][0-9 ()-]+$", what);
  case shape::reply_number:
    return {{"type", json::array{"string", "integer"}}}; // 60777 is a number to an editor
  case shape::sender:
    return {{"type", json::array{"string", "integer"}}};
  case shape::snomed:
    return {{"type", json::array{"string", "integer"}}};
  case shape::section:
    return {{"type", "object"}};
  case shape::one_of: {
    json::array words;
    for (const auto word : what.words) words.emplace_back(word);
    return {{"type", "string"}, {"enum", std::move(words)}};
  }
  }
  return {};
}

void print(const json::value& what, std::string& text, int indent) {
  const std::string pad(static_cast<std::size_t>(indent) + 2, ' ');
  const auto close = [&](char bracket) { text += '\n' + std::string(static_cast<std::size_t>(indent), ' ') + bracket; };
  if (const auto* object = what.if_object(); object && !object->empty()) {
    char before = '{';
    for (const auto& [key, value] : *object) {
      text += fmt::format("{}\n{}{}: ", before, pad, json::serialize(json::value(key)));
      print(value, text, indent + 2);
      before = ',';
    }
    close('}');
  } else if (const auto* array = what.if_array(); array && !array->empty()) {
    char before = '[';
    for (const auto& value : *array) {
      text += fmt::format("{}\n{}", before, pad);
      print(value, text, indent + 2);
      before = ',';
    }
    close(']');
  } else if (what.is_double()) {
    text += fmt::format("{}", what.get_double()); // `serialize` would write 5E1
  } else {
    text += json::serialize(what);
  }
}

json::object definitions() {
  const json::object name{{"type", "string"}, {"pattern", "^[A-Za-z_][A-Za-z0-9_]{0,127}$"}};
  return {{"from_environment",
           {{"type", "object"},
            {"additionalProperties", false},
            {"required", json::array{"env"}},
            {"properties", {{"env", name}, {"default", {{"type", json::array{"string", "number", "boolean"}}}}}},
            {"description", "The value of an environment variable."}}},
          {"from_file",
           {{"type", "object"},
            {"additionalProperties", false},
            {"required", json::array{"file"}},
            {"properties", {{"file", {{"type", "string"}}}}},
            {"description", "The first line of a file; a relative path starts at this file's folder."}}}};
}

json::object template_map() {
  return {{"type", "object"},
          {"propertyNames", {{"pattern", "^[a-z0-9][a-z0-9_-]{0,39}$"}}},
          {"additionalProperties", schema_of(template_options())}};
}

} // namespace

json::object schema_of(const rule& what) {
  json::array choices{plain_schema(what), json::object{{"$ref", "#/definitions/from_environment"}}};
  if (what.what == shape::secret) choices.push_back(json::object{{"$ref", "#/definitions/from_file"}});
  return {{"anyOf", std::move(choices)}};
}

json::value schema_of(file_kind what) {
  json::object schema{{"$schema", "http://json-schema.org/draft-07/schema#"}};
  json::object body;
  switch (what) {
  case file_kind::broker:
    schema["title"] = "Tidings: broker.yaml";
    body = schema_of(broker_options());
    break;
  case file_kind::practice:
    schema["title"] = "Tidings: practices/<ODS code>.yaml";
    body = schema_of(practice_options());
    break;
  case file_kind::templates:
    schema["title"] = "Tidings: templates/*.yaml";
    body = template_map();
    break;
  case file_kind::microtest:
    schema["title"] = "Tidings: a mapping file such as microtest.yaml";
    body = schema_of(microtest_mapping_options());
    break;
  case file_kind::edge:
    schema["title"] = "Tidings: edge.yaml of an agent on a practice's site";
    body = schema_of(edge_options());
    break;
  }
  for (auto& [key, value] : body) schema[key] = value;
  schema["definitions"] = definitions();
  return schema;
}

std::string print_schema(const json::value& schema) {
  std::string text;
  print(schema, text, 0);
  return text + '\n';
}

} // namespace tidings::config
