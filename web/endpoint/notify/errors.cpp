#include "web/endpoint/notify/errors.hpp"

#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/limits.hpp"

namespace tidings::web::notify {
namespace {
std::string class_of(int status) {
  switch (status) {
  case 404:
    return "NoResultFound";
  case 405:
    return "MethodNotAllowed";
  case 408:
    return "RequestTimeout";
  case 413:
    return "RequestEntityTooLarge";
  case 415:
    return "UnsupportedMediaType";
  case 429:
    return "TooManyRequestsError";
  case 503:
    return "ServiceUnavailable";
  case 504:
    return "TimeoutError";
  default:
    return status >= 500 ? "InternalServerError" : "BadRequestError";
  }
}

std::string message_of(int status) {
  switch (status) {
  case 404:
    return "The requested URL was not found on the server.";
  case 405:
    return "The method is not allowed for the requested URL.";
  case 408:
    return "The request took too long to come";
  case 413:
    return "The body is larger than this server takes";
  case 415:
    return "The body must be JSON, sent as it is";
  case 429:
    return "Too much is under way for this service: ask again in a moment";
  case 503:
    return "The service is not available just now: ask again in a moment";
  case 504:
    return "Timeout serving request";
  default:
    return status >= 500 ? "Internal server error" : "The request can't be understood";
  }
}
} // namespace

tl::unexpected<rejection> reject(int status, std::string error, std::string message) {
  return tl::make_unexpected(rejection{status, {{std::move(error), std::move(message)}}});
}
tl::unexpected<rejection> bad_request(std::string message) {
  return reject(400, "BadRequestError", std::move(message));
}
tl::unexpected<rejection> invalid(std::string message) { return reject(400, "ValidationError", std::move(message)); }

std::string rejection_body(const rejection& why) {
  std::string out = "{\"status_code\":" + std::to_string(why.status) + ",\"errors\":[";
  for (const auto& one : why.faults) {
    if (out.back() != '[') out += ',';
    out += "{\"error\":" + json_quoted(one.error) + ",\"message\":" + json_quoted(one.message) + "}";
  }
  return out + "]}";
}

response rejected(const rejection& why) {
  auto answer = notify_json(why.status, rejection_body(why));
  if (why.status == 429 || why.status == 503) answer.set("Retry-After", std::to_string(retry_after_s));
  return answer;
}

response no_result() { return rejected({404, {{"NoResultFound", "No result found"}}}); }

response rejected(const failure& why) {
  const bool asker = why.code == error_code::refused || why.code == error_code::invalid_input;
  const int status = asker ? 400 : status_of(why.code);
  return rejected({status, {{class_of(status), asker ? why.detail : message_of(status)}}});
}

response in_notify_form(response answer) {
  if (answer.status < 400 || answer.text().starts_with("{\"status_code\"")) return answer;
  auto said = rejected({answer.status, {{class_of(answer.status), message_of(answer.status)}}});
  for (const auto* kept : {"Allow", "Retry-After"})
    if (!answer.field(kept).empty()) said.set(kept, std::string(answer.field(kept)));
  said.close = answer.close;
  return said;
}

response in_form_of(std::string_view path, response answer) {
  if (path.starts_with("/v2/")) return in_notify_form(std::move(answer));
  return answer;
}

response notify_json(int status, std::string body) {
  auto answer = response::json(status, std::move(body));
  answer.set("Cache-Control", "no-store");
  return answer;
}

} // namespace tidings::web::notify
