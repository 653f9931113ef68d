#pragma once
// A small JSON object as a request's body, read strictly: an unknown field or a wrong value is a mistake.
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/handlers.hpp"
#include "web/endpoint/text.hpp"

#include <boost/json.hpp>

#include <optional>

namespace tidings::web {

/// @param take is given each field with its value and says whether it is one with a value it may have
/// @return nothing: answered, with every mistake
template <class Take> bool read_body(const call_ptr& one, Take take) {
  if (!is_content_type(one->asked, "application/json")) {
    one->done(refusal(415, "unsupported_type", "the body must be application/json", "Content-Type"));
    return false;
  }
  boost::system::error_code failed;
  const auto body = boost::json::parse(one->asked.body, failed);
  if (failed || !body.is_object()) {
    one->done(refusal(400, "bad_json", "the body must be one JSON object"));
    return false;
  }
  std::vector<api_error> wrong;
  for (const auto& [key, value] : body.get_object())
    if (!take(std::string_view(key), value))
      wrong.push_back(
          {"bad_value", "is not a field of this request, or has no value it may have", std::string(key.substr(0, 64))});
  if (wrong.empty()) return true;
  one->done(refusal(400, std::move(wrong)));
  return false;
}

/// The value as a text of at most so many bytes, without control characters.
inline std::optional<std::string> text_in(const boost::json::value& value, std::size_t bytes_max) {
  if (!value.is_string() || value.get_string().size() > bytes_max) return std::nullopt;
  std::string text(std::string_view(value.get_string()));
  for (const auto c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
  return text;
}

/// False: answered, since this request takes no parameters.
inline bool takes_no_parameters(const call_ptr& one) {
  if (one->asked.query.empty()) return true;
  one->done(refusal(400, "unknown_parameter", "this request takes no parameters"));
  return false;
}

} // namespace tidings::web
