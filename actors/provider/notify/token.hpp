#pragma once
// GOV.UK Notify's API keys and the tokens made from them. Pure.
// Source: docs.notifications.service.gov.uk/rest-api.html, "Authorisation header".
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tidings::notify {

struct api_key {
  std::string service; ///< who we are, a UUID
  secret_text secret;  ///< a UUID too; its text is the HMAC's key
};

/// `name-of-the-key-<service>-<secret>`; the name may have hyphens of its own. Nothing: not such a key.
std::optional<api_key> read_api_key(std::string_view text);

/// A JSON Web Token, HS256, good for 30 seconds around `now` by the server's clock.
std::string token(const api_key& key, timestamp now);

} // namespace tidings::notify
