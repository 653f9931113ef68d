#include "actors/node/config/openapi_json.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <yaml-cpp/yaml.h>

#include <charconv>

namespace tidings {
namespace {
namespace json = boost::json;

json::value plain(const std::string& text) {
  if (text.empty() || text == "~" || text == "null") return nullptr;
  if (text == "true" || text == "false") return text == "true";
  std::int64_t whole = 0;
  const auto* end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, whole); read.ec == std::errc() && read.ptr == end)
    return whole;
  double number = 0;
  if (const auto read = std::from_chars(text.data(), end, number); read.ec == std::errc() && read.ptr == end)
    return number;
  return json::value(text);
}

json::value value_of(const YAML::Node& node) {
  if (node.IsMap()) {
    json::object out;
    for (const auto& each : node) out[each.first.Scalar()] = value_of(each.second);
    return out;
  }
  if (node.IsSequence()) {
    json::array out;
    for (const auto& each : node) out.push_back(value_of(each));
    return out;
  }
  if (!node.IsScalar()) return nullptr;
  return node.Tag() == "!" ? json::value(node.Scalar())
                           : plain(node.Scalar()); // `!`: it stands in quotes or as a block
}

} // namespace

result<std::string> json_of_yaml(std::string_view yaml) {
  try {
    return json::serialize(value_of(YAML::Load(std::string(yaml))));
  } catch (const YAML::Exception& problem) {
    return fail(error_code::invalid_input, problem.what());
  }
}

} // namespace tidings
