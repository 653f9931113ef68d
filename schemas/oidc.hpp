#pragma once
// Signing in by another's word: OpenID Connect, as NHS CIS2 and NHSmail speak it. What each option means and its
// default: config/broker.yaml.
#include "schemas/secret.hpp"

#include <string>

namespace tidings {

struct oidc_settings {
  std::string name = "your organisation's account"; ///< as the button says it: `Sign in with …`
  std::string issuer;                               ///< never empty in what is in force
  std::string client_id;
  secret_text client_secret;           ///< empty: a public client, PKCE alone
  std::string client_auth = "basic";   ///< `basic` | `post`: where the secret goes
  std::string scopes = "openid email"; ///< in one line, as they are asked for
  std::string user_claim = "email";    ///< whose value, in lower case, is the user's name here
  bool trust_email = false;            ///< take an `email` without `email_verified: true`
  std::string ca_file;                 ///< empty: the system's
  std::string proxy;                   ///< empty: none
  std::string redirect_url;            ///< where the provider sends people back to; from endpoint.public_url
};

} // namespace tidings
