#pragma once
// Passwords: what is kept of them, and which are refused. Pure, save for the salt.
// Verifier: `scrypt$17$8$1$` salt `$` hash, both base64url. RFC 7914; N = 2^17, r = 8, p = 1: 128 MiB and some tenths
// of a second for each guess (OWASP Password Storage Cheat Sheet).
#include "schemas/errors.hpp"
#include "schemas/secret.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tidings::web::access {

struct password_cost {
  unsigned log_n = 17, r = 8, p = 1;
};

constexpr std::size_t password_characters_min = 12; ///< Cyber Essentials
constexpr std::size_t password_bytes_max = 256;

/// Under a new salt. Takes long. Fails with `refused` when there is no memory for it.
result<secret_text> make_verifier(const secret_text& password, const password_cost& cost);
/// Takes as long as `make_verifier`; a verifier that isn't one matches nothing and takes as long as `cost` does.
bool is_password(const secret_text& verifier, const secret_text& given, const password_cost& cost);

/// Why nobody should take this password, in plain English; nothing: it will do.
/// @param user their sign-in name
/// @param also what may not stand in it either: codes of practices
std::optional<std::string> weakness_of(const secret_text& password, std::string_view user,
                                       std::span<const std::string> also = {});

} // namespace tidings::web::access
