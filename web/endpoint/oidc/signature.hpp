#pragma once
// Is this signed by the holder of that key? OpenSSL alone.
#include "web/endpoint/oidc/id_token.hpp"

namespace tidings::web::oidc {

/// RS256 (RSASSA-PKCS1-v1_5, RFC 7518 §3.3) for RSA keys of 2048 bits and more, ES256 (§3.4, `r` and `s` side by side)
/// for keys on P-256. A key that is no point on the curve signs nothing.
bool is_signed_by(const public_key& key, std::string_view text, std::string_view signature);

} // namespace tidings::web::oidc
