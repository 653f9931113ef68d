#include "actors/provider/notify/token.hpp"

#include "actors/provider/base64.hpp"
#include "schemas/ids.hpp"

#include <fmt/format.h>

#include <array>
#include <openssl/hmac.h>

namespace tidings::notify {

std::optional<api_key> read_api_key(std::string_view text) {
  constexpr std::size_t uuid_size = 36;
  if (text.size() < 2 * uuid_size + 1) return std::nullopt;
  const auto secret = text.substr(text.size() - uuid_size);
  const auto service = text.substr(text.size() - 2 * uuid_size - 1, uuid_size);
  if (text[text.size() - uuid_size - 1] != '-' || !uuid::parse(secret) || !uuid::parse(service)) return std::nullopt;
  if (text.size() > 2 * uuid_size + 1 && text[text.size() - 2 * uuid_size - 2] != '-') return std::nullopt;
  return api_key{std::string(service), secret_text(std::string(secret))};
}

std::string token(const api_key& key, timestamp now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const auto claims = fmt::format(R"({{"iss":"{}","iat":{}}})", key.service, seconds);
  auto out = base64url(R"({"typ":"JWT","alg":"HS256"})") + "." + base64url(claims);
  std::array<unsigned char, EVP_MAX_MD_SIZE> mark{};
  unsigned int size = 0;
  const auto& secret = key.secret.reveal();
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(out.data()),
       out.size(), mark.data(), &size);
  return out.append(".").append(base64url({reinterpret_cast<const char*>(mark.data()), size}));
}

} // namespace tidings::notify
