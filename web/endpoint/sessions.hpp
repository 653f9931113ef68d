#pragma once
// Who is signed in. A session is a signed cookie: nothing is kept for it, save when it was signed out early.
#include "schemas/time.hpp"
#include "web/endpoint/sign_in.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tidings {

struct session {
  std::string user;
  std::string id; ///< random
  timestamp expires{};
  std::uint64_t revision = 0; ///< of the user when it began; 0: no user then
};

namespace web {

/// `__Host-`: the browser takes it only over TLS, for this host alone and all its paths.
constexpr std::string_view session_cookie = "__Host-session";

/// The cookie's value: base64url(`c1|user|expiry in ms|id` and, of a user, `|revision`) "." signature.
std::string write_session(const session_keys& keys, const session& who);
session new_session(std::string user, timestamp now, millis lasts, std::uint64_t revision = 0);
/// From a whole `Cookie:` field. Nothing: no cookie, not ours, or expired.
std::optional<session> read_session(const session_keys& keys, std::string_view cookie_field, timestamp now);
/// What unsafe requests of this session must bring in `X-CSRF-Token`.
std::string csrf_token(const session_keys& keys, const session& who);
std::string set_cookie(const session_keys& keys, const session& who, timestamp now);
std::string clear_cookie();

/// Sessions signed out before their time; each is forgotten once it would have expired anyway.
class signed_out {
public:
  void add(const session& who, timestamp now);
  bool has(const session& who) const { return until_.contains(who.id); }
  std::size_t size() const { return until_.size(); }

private:
  std::map<std::string, timestamp> until_;
};

} // namespace web
} // namespace tidings
