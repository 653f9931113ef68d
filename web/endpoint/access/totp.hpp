#pragma once
// The second factor: time-based codes (RFC 6238: HMAC-SHA-1, 30 s, six digits, as every authenticator app has them) and
// the recovery codes for who has lost theirs. Pure, save for what is drawn at random.
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::web::access {

constexpr std::uint64_t totp_step_s = 30;
constexpr std::size_t recovery_codes = 8;

std::string base32(std::string_view bytes);                    ///< RFC 4648 without `=`
std::optional<std::string> from_base32(std::string_view text); ///< either case, blanks and dashes passed over

/// RFC 4226 5.3.
std::string hotp(std::string_view key, std::uint64_t counter, unsigned digits);
std::uint64_t step_of(timestamp now);

/// The step whose code this is: this one, or the one before or after, since clocks differ.
std::optional<std::uint64_t> step_of_code(const secret_text& key_base32, std::string_view code, timestamp now);

secret_text new_totp_key(); ///< 160 bits, base32
/// What an authenticator app reads, from a QR code or typed in.
std::string otpauth_uri(std::string_view user, const secret_text& key_base32);

/// 80 bits each, e.g. `k3zq-7f2m-aaxc-91pt`: shown once.
std::vector<std::string> new_recovery_codes();
/// What is kept of one.
secret_text hash_of_recovery(std::string_view code);
/// Its place among the kept ones, from 1; 0: none of them.
std::uint32_t place_of_recovery(const std::vector<secret_text>& kept, std::string_view code);

} // namespace tidings::web::access
