#include "web/endpoint/access/totp.hpp"

#include "web/endpoint/crypto.hpp"
#include "web/endpoint/text.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

namespace tidings::web::access {
namespace {
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t key_bytes = 20, recovery_bytes = 10;
constexpr unsigned code_digits = 6;
} // namespace

std::string base32(std::string_view bytes) {
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char byte : bytes) {
    held = (held << 8) | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5) out += alphabet[(held >> (bits - 5)) & 31];
  }
  if (bits > 0) out += alphabet[(held << (5 - bits)) & 31];
  return out;
}

std::optional<std::string> from_base32(std::string_view text) {
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (char c : text) {
    if (c == ' ' || c == '-') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    const auto at = alphabet.find(c);
    if (at == std::string_view::npos) return std::nullopt;
    held = (held << 5) | static_cast<std::uint32_t>(at);
    if ((bits += 5) >= 8) out += static_cast<char>((held >> (bits -= 8)) & 0xff);
  }
  return out;
}

std::string hotp(std::string_view key, std::uint64_t counter, unsigned digits) {
  std::array<unsigned char, 8> message{};
  for (std::size_t i = 0; i < message.size(); ++i) message[7 - i] = static_cast<unsigned char>(counter >> (8 * i));
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), message.data(), message.size(), mac.data(), &size);
  const auto from = mac[19] & 0xfU;
  std::uint32_t number = 0;
  for (unsigned i = 0; i < 4; ++i) number = number << 8 | mac[from + i];
  number &= 0x7fffffffU;
  std::string code(digits, '0');
  for (auto digit = code.rbegin(); digit != code.rend(); ++digit, number /= 10)
    *digit = static_cast<char>('0' + number % 10);
  return code;
}

std::uint64_t step_of(timestamp now) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(to_ms(now), 0)) / 1'000 / totp_step_s;
}

std::optional<std::uint64_t> step_of_code(const secret_text& key_base32, std::string_view code, timestamp now) {
  const auto key = from_base32(key_base32.reveal());
  if (!key || key->empty() || code.size() != code_digits) return std::nullopt;
  const auto here = step_of(now);
  std::optional<std::uint64_t> found;
  for (auto step = here == 0 ? 0 : here - 1; step <= here + 1; ++step)
    if (same_in_constant_time(hotp(*key, step, code_digits), code)) found = step;
  return found;
}

secret_text new_totp_key() { return secret_text(base32(random_bytes(key_bytes))); }

std::string otpauth_uri(std::string_view user, const secret_text& key_base32) {
  std::string name(user); // of characters that a URI takes as they are, save these
  for (auto at = name.find('@'); at != std::string::npos; at = name.find('@')) name.replace(at, 1, "%40");
  for (auto at = name.find('+'); at != std::string::npos; at = name.find('+')) name.replace(at, 1, "%2B");
  return "otpauth://totp/Tidings:" + name + "?secret=" + key_base32.reveal() + "&issuer=Tidings";
}

std::vector<std::string> new_recovery_codes() {
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < recovery_codes; ++i) {
    auto code = base32(random_bytes(recovery_bytes));
    std::transform(code.begin(), code.end(), code.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (std::size_t at = 12; at > 0; at -= 4) code.insert(at, 1, '-');
    codes.push_back(std::move(code));
  }
  return codes;
}

secret_text hash_of_recovery(std::string_view code) {
  const auto bytes = from_base32(code);
  const auto hash = sha256("tidings recovery " + bytes.value_or(std::string()));
  return secret_text(base64url(std::string_view(reinterpret_cast<const char*>(hash.data()), hash.size())));
}

std::uint32_t place_of_recovery(const std::vector<secret_text>& kept, std::string_view code) {
  if (const auto bytes = from_base32(code); !bytes || bytes->size() != recovery_bytes) return 0;
  const auto hash = hash_of_recovery(code);
  std::uint32_t place = 0;
  for (std::uint32_t i = 0; i < kept.size(); ++i)
    if (!kept[i].reveal().empty() && same_in_constant_time(kept[i].reveal(), hash.reveal())) place = i + 1;
  return place;
}

} // namespace tidings::web::access
