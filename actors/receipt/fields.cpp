#include "actors/receipt/fields.hpp"

#include <boost/json.hpp>

namespace tidings {
namespace {
namespace json = boost::json;

constexpr std::size_t depth_max = 16, values_max = 512;

std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

/// False when there are too many values.
// NOLINTNEXTLINE(misc-no-recursion): the parser bounds the depth
bool add(form_fields& into, const std::string& pointer, const json::value& value) {
  if (into.size() >= values_max) return false;
  if (const auto* object = value.if_object()) {
    for (const auto& [name, part] : *object)
      if (!add(into, pointer + "/" + escaped({name.data(), name.size()}), part)) return false;
  } else if (const auto* list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i)
      if (!add(into, pointer + "/" + std::to_string(i), (*list)[i])) return false;
  } else if (const auto* text = value.if_string()) {
    into.emplace(pointer, std::string(text->data(), text->size()));
  } else if (!value.is_null()) {
    into.emplace(pointer, json::serialize(value));
  }
  return true;
}

} // namespace

result<form_fields> read_json_fields(std::string_view body) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = depth_max;
  const auto value = json::parse({body.data(), body.size()}, error, {}, options);
  if (error) return fail(error_code::invalid_input, "no JSON");
  if (!value.is_object() && !value.is_array()) return fail(error_code::invalid_input, "no JSON object");
  form_fields out;
  if (!add(out, "", value)) return fail(error_code::invalid_input, "too many values");
  if (const auto* object = value.if_object())
    for (const auto& [name, part] : *object) {
      const auto at = out.find("/" + escaped({name.data(), name.size()}));
      if (at != out.end()) out.emplace(std::string(name.data(), name.size()), std::string(at->second));
    }
  return out;
}

std::optional<std::string> field_of(const form_fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  if (name.empty() || found == fields.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

} // namespace tidings
