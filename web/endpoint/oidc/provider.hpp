#pragma once
// What an OpenID provider says of itself, what it is asked, and what its answers mean. Pure; who calls it is
// actors/node/oidc_orders.hpp.
#include "schemas/errors.hpp"
#include "schemas/oidc.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tidings::web::oidc {

/// Where it is asked what (OpenID Connect Discovery 1.0 §3).
struct provider {
  std::string authorize, token, keys;
  bool tells_issuer = false; ///< also in the address it sends people back to (RFC 9207)
};

std::string discovery_url(const std::string& issuer);
/// The document must be of this very issuer, and every address in it over TLS or on this machine.
result<provider> read_discovery(std::string_view body, const std::string& issuer);

/// What one sign-in is recognised by again.
struct marks {
  std::string state, nonce, verifier;
};
/// Where the browser goes: the code flow with PKCE (RFC 7636, S256).
std::string authorize_url(const provider& at, const oidc_settings& as, const marks& by);

struct form_post {
  std::vector<std::string> headers; ///< whole lines
  std::string body;
};
/// The code for tokens. The client's secret in the headers or the body, as it is configured.
form_post token_request(const oidc_settings& as, const std::string& code, const std::string& verifier);

/// From the answer to it.
result<std::string> id_token_in(int status, std::string_view body);
/// The name that the user has here, in lower case: who that is stands in the claims that were checked.
result<std::string> user_in(const boost::json::object& claims, const oidc_settings& as);

} // namespace tidings::web::oidc
