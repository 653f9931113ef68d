#pragma once
// The ID token of an OpenID provider: a JWT (RFC 7519) signed with RS256 or ES256 under one of the provider's keys (RFC
// 7517), and what must be true of it before anybody is let in (OpenID Connect Core 1.0 §3.1.3.7). No other algorithm is
// taken, `none` and HMAC least of all. Pure but for OpenSSL's arithmetic.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tidings::web::oidc {

constexpr std::size_t token_bytes_max = 16 * 1024; ///< CIS2's, with all of a person's roles, have 4 KiB
constexpr std::size_t keys_max = 32;               ///< of one provider; some keep a few old ones
constexpr millis clock_tolerance{60'000};          ///< between the provider's clock and ours, in both directions
/// Its holder came straight from signing in: what was made longer ago was kept by somebody.
constexpr millis token_age_max{10 * 60'000};

enum class key_kind : std::uint8_t { rsa, p256 };
/// Numbers as bytes, the highest first: modulus and exponent, or the point's coordinates.
struct public_key {
  std::string id; ///< may be empty
  key_kind kind{};
  std::string first, second;
};

/// Those of a key set that can sign here; others are passed over. Fails when there is none.
result<std::vector<public_key>> read_keys(std::string_view jwks);

struct expectation {
  std::string issuer, client_id, nonce;
  timestamp now{};
};

/// The claims, all checked. `not_found`: signed under a key that isn't among these; they may have changed since.
result<boost::json::object> check_id_token(std::string_view token, const std::vector<public_key>& keys,
                                           const expectation& wanted);

} // namespace tidings::web::oidc
