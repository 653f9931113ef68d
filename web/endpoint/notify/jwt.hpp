#pragma once
// The token of a GOV.UK Notify client: a JWT (RFC 7519) signed with HMAC-SHA-256 under the text of the key's secret;
// `iss` is the service's id, `iat` when it was made. Nothing else in it counts, save an `exp` that has passed. Pure.
#include "schemas/settings.hpp"
#include "web/endpoint/notify/errors.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tidings::web::notify {

constexpr millis clock_tolerance{30'000}; ///< GOV.UK Notify's, in both directions

struct token {
  std::string algorithm;
  std::string service;             ///< `iss`, a UUID in lower case
  std::optional<double> issued_at; ///< seconds; .NET's client writes fractions
  std::optional<double> expires_at;
  std::string signed_part;
  std::string signature; ///< bytes
};

/// A whole `Authorization:` field.
checked<token> read_token(std::string_view authorization);

/// Which of the service's keys signed it, now. All are tried, so that the answer doesn't tell by its time which.
checked<const api_key_settings*> key_of(const token& given, const std::vector<api_key_settings>& keys, timestamp now);

} // namespace tidings::web::notify
