// JSON Web Tokens as Notify wants them: HS256, `iss` the service, `iat` within 30 seconds.
#include "gateway/notify_token.hpp"

#include <array>
#include <boost/json.hpp>
#include <openssl/hmac.h>
#include <optional>

namespace tidings::sim {
namespace {
namespace json = boost::json;

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  unsigned bits = 0, held = 0;
  for (const char letter : text) {
    const auto value = letters.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << 6U) | static_cast<unsigned>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>((held >> bits) & 0xFFU);
  }
  return out;
}

std::optional<json::object> object_of(std::string_view part) {
  const auto text = decoded(part);
  boost::system::error_code error;
  if (!text) return std::nullopt;
  auto value = json::parse(*text, error);
  return error || !value.is_object() ? std::nullopt : std::optional{value.get_object()};
}

std::string signature(const std::string& secret, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mark{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mark.data(), &size);
  return {reinterpret_cast<const char*>(mark.data()), size};
}

} // namespace

token_verdict check_token(const notify_service& service, std::string_view authorization, instant now) {
  constexpr std::string_view scheme = "Bearer ";
  constexpr double tolerance_s = 30;
  if (authorization.empty()) return {401, "Unauthorized: authentication token must be provided"};
  if (!authorization.starts_with(scheme)) return {401, "Unauthorized: authentication bearer scheme must be used"};
  const auto token = authorization.substr(scheme.size());
  const auto first = token.find('.'), last = token.rfind('.');
  const token_verdict malformed{403, "Invalid token: make sure your API token matches the example at "
                                     "https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header"};
  if (first == std::string_view::npos || first == last) return malformed;
  const auto head = object_of(token.substr(0, first)), claims = object_of(token.substr(first + 1, last - first - 1));
  if (!head || !claims) return malformed;
  const auto* algorithm = head->if_contains("alg");
  if (algorithm == nullptr || *algorithm != "HS256") return {403, "Invalid token: algorithm used is not HS256"};
  const auto* issuer = claims->if_contains("iss");
  if (issuer == nullptr) return {403, "Invalid token: iss field not provided"};
  if (*issuer != json::string(service.service)) return {403, "Invalid token: service not found"};
  if (decoded(token.substr(last + 1)) != signature(service.secret, token.substr(0, last)))
    return {403, "Invalid token: API key not found"};
  const auto* issued = claims->if_contains("iat");
  if (issued == nullptr || !issued->is_number()) return {403, "Invalid token: API key not found"};
  const double age = static_cast<double>(now.at.time_since_epoch().count()) / 1000 - issued->to_number<double>();
  if (age > tolerance_s || age < -tolerance_s)
    return {403, "Error: Your system clock must be accurate to within 30 seconds"};
  return {};
}

} // namespace tidings::sim
