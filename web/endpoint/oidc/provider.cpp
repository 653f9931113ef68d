#include "web/endpoint/oidc/provider.hpp"

#include "web/endpoint/crypto.hpp"
#include "web/endpoint/oidc/json.hpp"
#include "web/endpoint/sign_in.hpp"
#include "web/endpoint/text.hpp"

#include <boost/json/parse.hpp>
#include <openssl/evp.h>

#include <algorithm>

namespace tidings::web::oidc {
namespace {

std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
  return out;
}

void add(std::string& to, std::string_view name, std::string_view value) {
  if (!to.empty() && to.back() != '?' && to.back() != '&') to += '&';
  to.append(name).append("=").append(encoded(value));
}

std::string base64(const std::string& bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  out.resize(static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                                      reinterpret_cast<const unsigned char*>(bytes.data()),
                                                      static_cast<int>(bytes.size()))));
  return out;
}

/// Over TLS, or on this machine; nothing in it that ends a header or a word.
bool is_safe(std::string_view url) {
  constexpr std::string_view plain = "http://", tls = "https://";
  const bool clean = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7f && c != '"'; });
  if (!clean || url.size() > 2'000) return false;
  if (url.starts_with(tls)) return url.size() > tls.size();
  if (!url.starts_with(plain)) return false;
  const auto rest = url.substr(plain.size());
  const auto host = rest.substr(0, rest.find_first_of(":/?#"));
  return host == "127.0.0.1" || host == "localhost" || rest.starts_with("[::1]");
}

/// `true`, or as some write it, "true".
bool is_true(const boost::json::object& claims, std::string_view name) {
  const auto* found = claims.if_contains(name);
  return found && ((found->is_bool() && found->get_bool()) || text_in(claims, name) == "true");
}

} // namespace

std::optional<boost::json::object> object_of(std::string_view text) {
  if (!is_utf8(text)) return std::nullopt;
  boost::system::error_code error;
  boost::json::parse_options options;
  options.max_depth = 8; // CIS2's roles have four
  try {
    auto value = boost::json::parse(text, error, {}, options);
    if (!error && value.is_object()) return std::move(value.get_object());
  } catch (const std::exception&) { // out of memory: bounded by what the caller reads, but never ours to pass on
  }
  return std::nullopt;
}

std::string discovery_url(const std::string& issuer) {
  return issuer + (issuer.ends_with('/') ? "" : "/") + ".well-known/openid-configuration";
}

result<provider> read_discovery(std::string_view body, const std::string& issuer) {
  const auto said = object_of(body);
  if (!said) return fail(error_code::refused, "the identity provider doesn't say how to sign in by it");
  if (text_in(*said, "issuer") != issuer)
    return fail(error_code::refused, "the identity provider says that it is another issuer than `oidc.issuer`");
  provider found{text_in(*said, "authorization_endpoint"), text_in(*said, "token_endpoint"), text_in(*said, "jwks_uri"),
                 is_true(*said, "authorization_response_iss_parameter_supported")};
  for (const auto* url : {&found.authorize, &found.token, &found.keys})
    if (!is_safe(*url) || url->find('#') != std::string::npos)
      return fail(error_code::refused, "the identity provider names an address that isn't safe");
  return found;
}

std::string authorize_url(const provider& at, const oidc_settings& as, const marks& by) {
  const auto hash = sha256(by.verifier);
  auto url = at.authorize + (at.authorize.find('?') == std::string::npos ? "?" : "&");
  add(url, "response_type", "code");
  add(url, "client_id", as.client_id);
  add(url, "redirect_uri", as.redirect_url);
  add(url, "scope", as.scopes);
  add(url, "state", by.state);
  add(url, "nonce", by.nonce);
  add(url, "code_challenge", base64url(std::span<const std::uint8_t>(hash)));
  add(url, "code_challenge_method", "S256");
  return url;
}

form_post token_request(const oidc_settings& as, const std::string& code, const std::string& verifier) {
  form_post made{{"Content-Type: application/x-www-form-urlencoded", "Accept: application/json"}, {}};
  add(made.body, "grant_type", "authorization_code");
  add(made.body, "code", code);
  add(made.body, "redirect_uri", as.redirect_url);
  add(made.body, "code_verifier", verifier);
  const auto& secret = as.client_secret.reveal();
  const bool in_header = !secret.empty() && as.client_auth == "basic";
  if (in_header) // RFC 6749 §2.3.1: both are form-encoded first
    made.headers.push_back("Authorization: Basic " + base64(encoded(as.client_id) + ":" + encoded(secret)));
  else
    add(made.body, "client_id", as.client_id);
  if (!secret.empty() && !in_header) add(made.body, "client_secret", secret);
  return made;
}

result<std::string> id_token_in(int status, std::string_view body) {
  const auto said = object_of(body);
  if (status != 200 || !said) {
    auto code = said ? text_in(*said, "error") : std::string(); // RFC 6749 §5.2: a word
    std::erase_if(code, [](char c) { return c != '_' && (c < 'a' || c > 'z'); });
    return fail(error_code::refused,
                "the identity provider gave no token: " + std::to_string(status) + " " + code.substr(0, 40));
  }
  auto token = text_in(*said, "id_token");
  if (token.empty()) return fail(error_code::refused, "the identity provider gave no ID token");
  return token;
}

result<std::string> user_in(const boost::json::object& claims, const oidc_settings& as) {
  auto name = text_in(claims, as.user_claim);
  if (name.empty()) return fail(error_code::refused, "the ID token has no claim `" + as.user_claim + "`");
  if (as.user_claim == "email" && !as.trust_email && !is_true(claims, "email_verified"))
    return fail(error_code::refused, "the identity provider hasn't verified the e-mail address");
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (!is_user_name(name))
    return fail(error_code::refused, "the claim `" + as.user_claim + "` can't be a user's name here");
  return name;
}

} // namespace tidings::web::oidc
