#pragma once
// One-time sign-in links, and the key everything signed here hangs on. Pure, save for the key file.
// Token: base64url(`s1|user|expiry in ms|nonce`) "." base64url(HMAC-SHA-256 of that text). A token is used up by
// telling the host's stream `use_sign_in`, which refuses a nonce it has seen.
#include "schemas/errors.hpp"
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <string>
#include <string_view>

namespace tidings {

/// 32 random bytes and what is derived from them, one key for each purpose.
class session_keys {
public:
  static constexpr std::size_t size = 32;

  explicit session_keys(secret_text master) : master_(std::move(master)) {}
  /// Reads `path`, or makes it with new random bytes, readable by its owner only. Fails with `not_configured` when it
  /// can't be read or made, is open to others or has another size.
  static result<session_keys> load_or_create(const std::string& path);

  /// base64url of an HMAC-SHA-256 under the key for `purpose`.
  std::string sign(std::string_view purpose, std::string_view text) const;
  bool verify(std::string_view purpose, std::string_view text, std::string_view signature) const;

private:
  secret_text master_;
};

constexpr millis sign_in_lasts{15 * 60'000};

/// 1 to 64 of [A-Za-z0-9._@+-]: what may stand in a token, a log and a page.
bool is_user_name(std::string_view text);

/// The `token=` of a one-time link. Empty when `user` isn't a user name.
std::string make_sign_in_token(const session_keys& keys, std::string_view user, timestamp now);

struct sign_in_claim {
  std::string user;
  std::string nonce;
  timestamp expires{};
};
/// `invalid_input`: not ours, damaged; `timed_out`: no longer valid.
result<sign_in_claim> read_sign_in_token(const session_keys& keys, std::string_view token, timestamp now);

} // namespace tidings
