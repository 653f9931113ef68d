#include "web/endpoint/notify/jwt.hpp"

#include "web/endpoint/crypto.hpp"
#include "web/endpoint/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <cmath>

namespace tidings::web::notify {
namespace {
namespace json = boost::json;

tl::unexpected<rejection> not_like_the_example() {
  return reject(403, "AuthError",
                "Invalid token: make sure your API token matches the example at "
                "https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header");
}

std::optional<json::object> object_in(std::string_view part) {
  const auto bytes = from_base64url(part);
  if (!bytes || !is_utf8(*bytes)) return std::nullopt;
  json::error_code error;
  json::parse_options options;
  options.max_depth = 4;
  try {
    auto value = json::parse(*bytes, error, {}, options);
    if (!error && value.is_object()) return std::move(value.get_object());
  } catch (const std::exception&) { // out of memory: bounded by the header's limit, but never ours to pass on
  }
  return std::nullopt;
}

std::optional<double> number_in(const json::object& claims, std::string_view name) {
  const auto* found = claims.if_contains(name);
  if (!found || !found->is_number()) return std::nullopt;
  const auto number = found->to_number<double>();
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

/// Python's `str.title` of the first seven characters, as Notify compares them.
bool is_bearer(std::string_view field) {
  constexpr std::string_view scheme = "Bearer ";
  return field.size() >= scheme.size() && same_word(field.substr(0, scheme.size()), scheme);
}
} // namespace

checked<token> read_token(std::string_view authorization) {
  if (authorization.empty()) return reject(401, "AuthError", "Unauthorized: authentication token must be provided");
  if (!is_bearer(authorization))
    return reject(401, "AuthError", "Unauthorized: authentication bearer scheme must be used");
  const auto text = trimmed(authorization.substr(7));
  const auto parts = split(text, '.');
  if (parts.size() != 3) return not_like_the_example();
  const auto header = object_in(parts[0]);
  const auto claims = object_in(parts[1]);
  const auto signature = from_base64url(parts[2]);
  if (!header || !claims || !signature) return not_like_the_example();
  token given;
  if (const auto* algorithm = header->if_contains("alg"); algorithm && algorithm->is_string())
    given.algorithm = std::string(algorithm->get_string());
  const auto* issuer = claims->if_contains("iss");
  if (!issuer || issuer->is_null()) return reject(403, "AuthError", "Invalid token: iss field not provided");
  const auto service = issuer->is_string() ? uuid::parse(std::string_view(issuer->get_string())) : std::nullopt;
  if (!service) return reject(403, "AuthError", "Invalid token: service id is not the right data type");
  given.service = uuid::print(*service);
  given.issued_at = number_in(*claims, "iat");
  given.expires_at = number_in(*claims, "exp");
  given.signed_part = text.substr(0, parts[0].size() + 1 + parts[1].size());
  given.signature = *signature;
  return given;
}

checked<const api_key_settings*> key_of(const token& given, const std::vector<api_key_settings>& keys, timestamp now) {
  if (keys.empty()) return reject(403, "AuthError", "Invalid token: service has no API keys");
  if (given.algorithm != "HS256") return reject(403, "AuthError", "Invalid token: algorithm used is not HS256");
  const api_key_settings* found = nullptr;
  for (const auto& key : keys) {
    const auto right = hmac_sha256(key.secret.reveal(), given.signed_part);
    const bool same =
        same_in_constant_time({reinterpret_cast<const char*>(right.data()), right.size()}, given.signature);
    if (same && !key.secret.reveal().empty()) found = &key;
  }
  // A token without `iat` goes the way of a wrong one: as with GOV.UK Notify.
  if (!found || !given.issued_at) return reject(403, "AuthError", "Invalid token: API key not found");
  const double seconds = static_cast<double>(to_ms(now)) / 1'000;
  const double tolerance = static_cast<double>(clock_tolerance.count()) / 1'000;
  const bool stale = std::abs(seconds - *given.issued_at) > tolerance;
  const bool expired = given.expires_at && *given.expires_at + tolerance < seconds;
  if (stale || expired)
    return reject(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds");
  return found;
}

} // namespace tidings::web::notify
