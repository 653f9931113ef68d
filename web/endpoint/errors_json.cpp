#include "web/endpoint/errors_json.hpp"

#include "web/endpoint/limits.hpp"
#include "web/endpoint/text.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

namespace tidings::web {

std::string json_quoted(std::string_view text) {
  return boost::json::serialize(boost::json::string(as_utf8(std::string(text))));
}

std::string errors_body(const std::vector<api_error>& errors) {
  std::string out = "{\"errors\":[";
  for (const auto& one : errors) {
    if (out.back() != '[') out += ',';
    out += "{\"code\":" + json_quoted(one.code) + ",\"reason\":" + json_quoted(one.reason) +
           ",\"field\":" + json_quoted(one.field) + "}";
  }
  return out + "]}";
}

response refusal(int status, std::vector<api_error> errors) {
  auto answer = response::json(status, errors_body(errors));
  answer.set("Cache-Control", "no-store");
  if (status == 429 || status == 503) answer.set("Retry-After", std::to_string(retry_after_s));
  return answer;
}

response refusal(int status, std::string code, std::string reason, std::string field) {
  return refusal(status, {api_error{std::move(code), std::move(reason), std::move(field)}});
}

int status_of(error_code code) {
  switch (code) {
  case error_code::none:
    return 200;
  case error_code::invalid_input:
    return 400;
  case error_code::not_found:
    return 404;
  case error_code::refused:
    return 409;
  case error_code::overloaded:
    return 429;
  case error_code::version_conflict:
  case error_code::log_unavailable:
  case error_code::disk_full:
  case error_code::unreachable:
  case error_code::not_configured:
  case error_code::log_damaged:
  case error_code::stopping:
    return 503;
  case error_code::timed_out:
  case error_code::outcome_unknown:
    return 504;
  }
  return 500;
}

response refusal(const failure& why) {
  return refusal(status_of(why.code), boost::describe::enum_to_string(why.code, "unknown"), why.detail);
}

} // namespace tidings::web
