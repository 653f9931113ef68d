#include "web/endpoint/flat_body.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace tidings::web {
namespace {

tl::expected<flat_texts, std::vector<api_error>>
flat_body(const request& asked, std::initializer_list<std::string_view> allowed, std::size_t bytes_max) {
  boost::system::error_code failed;
  const auto body = boost::json::parse(asked.body, failed);
  std::vector<api_error> errors;
  if (failed || !body.is_object()) {
    errors.push_back({"bad_json", "the body must be one JSON object", ""});
    return tl::unexpected(std::move(errors));
  }
  flat_texts found;
  for (const auto& [key, value] : body.get_object()) {
    const std::string name(key.substr(0, 64));
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end())
      errors.push_back({"unknown_field", "is not a field of this request", name});
    else if (!value.is_string())
      errors.push_back({"wrong_type", "must be a text", name});
    else if (value.get_string().size() > bytes_max)
      errors.push_back({"too_long", "is longer than " + std::to_string(bytes_max) + " bytes", name});
    else
      found[name] = std::string(std::string_view(value.get_string()));
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return found;
}

} // namespace

std::optional<flat_texts> body_of(const call& one, std::initializer_list<std::string_view> allowed,
                                  std::size_t bytes_max) {
  if (!is_content_type(one.asked, "application/json")) {
    one.done(refusal(415, "unsupported_type", "the body must be application/json", "Content-Type"));
    return std::nullopt;
  }
  auto read = flat_body(one.asked, allowed, bytes_max);
  if (read) return std::move(*read);
  one.done(refusal(400, std::move(read.error())));
  return std::nullopt;
}

std::string given_in(const flat_texts& fields, const char* name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

std::optional<std::string> key_of(const call& one) {
  const auto key = one.asked.field("Idempotency-Key");
  const bool fine = !key.empty() && key.size() <= idempotency_key_max &&
                    std::all_of(key.begin(), key.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
  if (fine) return std::string(key);
  one.done(refusal(400, "missing", "a header of 1 to 200 printable ASCII characters must be given", "Idempotency-Key"));
  return std::nullopt;
}

std::optional<practice_id> practice_for(house& home, const call_ptr& one, std::string_view also) {
  for (const auto& [name, value] : one->asked.query)
    if (name != "practice" && (also.empty() || name != also)) {
      one->done(refusal(400, "unknown_parameter", "is not a parameter of this resource", name.substr(0, 64)));
      return std::nullopt;
    }
  return practice_asked(home, *one);
}

response refusal_of(const answer& said) {
  return refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason});
}

void tell_and_answer(house& home, const call_ptr& one, const practice_id& practice, command what, int status,
                     std::string object) {
  tell(home, practice, std::move(what), mark_of(home, *one, *one->who, {std::move(object)}),
       [one, status](answer said) {
         if (!said.accepted) return one->done(refusal_of(said));
         one->done(api_json(status, "{\"id\":" + json_quoted(said.id) +
                                        ",\"repeated\":" + (said.repeated ? "true}" : "false}")));
       });
}

} // namespace tidings::web
