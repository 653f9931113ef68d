#pragma once
// AES-256-GCM (NIST SP 800-38D), HKDF-SHA256 (RFC 5869), HMAC-SHA256 (RFC 2104), by OpenSSL.
#include "actors/key_ring/key_bytes.hpp"
#include "schemas/errors.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::cipher {

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
using nonce = std::array<std::uint8_t, nonce_size>;

/// Appends nonce, ciphertext and tag to `out`. The same nonce may never be used twice with a key.
void seal(std::string& out, const key_bytes& key, const nonce& once, std::string_view aad, std::string_view plain);

/// @param sealed nonce, ciphertext and tag
/// @return nothing when any bit of key, aad or sealed is not what it was
std::optional<std::string> open(const key_bytes& key, std::string_view aad, std::string_view sealed);

key_bytes random_key();
void random_bytes(std::uint8_t* into, std::size_t size);
/// A key for one purpose out of another key.
key_bytes derive(const key_bytes& from, std::string_view purpose);
std::array<std::uint8_t, 32> hmac(const key_bytes& key, std::string_view text);

} // namespace tidings::cipher
