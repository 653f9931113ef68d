#pragma once
// OAuth2 client credentials (RFC 6749 §4.4): what is asked for a token, and how long one is used. Pure.
#include "actors/connector/web/web_port.hpp"
#include "schemas/errors.hpp"
#include "schemas/moment.hpp"

#include <string>

namespace tidings::wire {

struct credentials {
  std::string token_url;
  std::string client_id;
  secret_text client_secret;
  std::string scope; ///< empty: none is asked for
};

struct token {
  secret_text text;
  instant good_until{};
};

/// A token is renewed so long before it ends, so that none ends on its way.
constexpr millis renewed_before{60'000};
/// Of a token that comes without `expires_in`.
constexpr millis assumed_life{5 * 60'000};

request token_request(const credentials& who);
/// `not_configured`: the credentials are refused. `unreachable`: no token now. `asked_at`: before the call went out.
result<token> read_token(const outcome& answer, instant asked_at);

/// The token in use.
class purse {
public:
  /// Null: one must be asked for.
  const secret_text* usable(instant now) const {
    return token_.text.reveal().empty() || now + renewed_before >= token_.good_until ? nullptr : &token_.text;
  }
  void put(token fresh) { token_ = std::move(fresh); }
  void drop() { token_ = {}; }

private:
  token token_;
};

} // namespace tidings::wire
