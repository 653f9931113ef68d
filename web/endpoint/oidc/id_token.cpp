#include "web/endpoint/oidc/id_token.hpp"

#include "web/endpoint/crypto.hpp"
#include "web/endpoint/oidc/json.hpp"
#include "web/endpoint/oidc/signature.hpp"
#include "web/endpoint/text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tidings::web::oidc {
namespace {

tl::unexpected<failure> refused(std::string why) { return fail(error_code::refused, "the ID token " + std::move(why)); }

/// Of a key that says what it is for, something else than signing with the one algorithm its kind has here.
bool is_for_something_else(const boost::json::object& key, std::string_view algorithm) {
  const auto use = text_in(key, "use"), only = text_in(key, "alg");
  return (!use.empty() && use != "sig") || (!only.empty() && only != algorithm);
}

std::optional<public_key> key_in(const boost::json::object& from) {
  const auto kind = text_in(from, "kty");
  public_key one{.id = text_in(from, "kid"), .kind = key_kind::rsa, .first = {}, .second = {}};
  std::string_view first = "n", second = "e", algorithm = "RS256";
  if (kind == "EC" && text_in(from, "crv") == "P-256") {
    one.kind = key_kind::p256;
    first = "x", second = "y", algorithm = "ES256";
  } else if (kind != "RSA") {
    return std::nullopt;
  }
  auto a = from_base64url(text_in(from, first)), b = from_base64url(text_in(from, second));
  if (is_for_something_else(from, algorithm) || !a || !b || a->empty() || b->empty()) return std::nullopt;
  one.first = std::move(*a);
  one.second = std::move(*b);
  return one;
}

struct parts {
  boost::json::object header, claims;
  std::string_view text; ///< what is signed
  std::string signature;
};

std::optional<parts> parts_of(std::string_view token) {
  const auto all = split(token, '.');
  if (token.size() > token_bytes_max || all.size() != 3) return std::nullopt;
  const auto header = from_base64url(all[0]), claims = from_base64url(all[1]);
  auto signature = from_base64url(all[2]);
  if (!header || !claims || !signature) return std::nullopt;
  auto first = object_of(*header), second = object_of(*claims);
  if (!first || !second) return std::nullopt;
  return parts{std::move(*first), std::move(*second), token.substr(0, all[0].size() + 1 + all[1].size()),
               std::move(*signature)};
}

/// A token names its key, or there is but one of its kind.
const public_key* key_for(const std::vector<public_key>& keys, key_kind kind, const std::string& id) {
  const auto fits = [&](const public_key& one) { return one.kind == kind && (id.empty() || one.id == id); };
  const auto found = std::find_if(keys.begin(), keys.end(), fits);
  if (found == keys.end() || (id.empty() && std::count_if(keys.begin(), keys.end(), fits) > 1)) return nullptr;
  return &*found;
}

bool is_for(const boost::json::object& claims, const std::string& client) {
  const auto* to = claims.if_contains("aud");
  const auto authorised = text_in(claims, "azp");
  if (claims.contains("azp") && authorised != client) return false;
  if (to && to->is_string()) return std::string_view(to->get_string()) == client;
  if (!to || !to->is_array()) return false;
  const auto& all = to->get_array();
  const bool named = std::any_of(all.begin(), all.end(), [&](const auto& one) {
    return one.is_string() && std::string_view(one.get_string()) == client;
  });
  return named && (all.size() == 1 || authorised == client);
}

std::optional<timestamp> moment_in(const boost::json::object& claims, std::string_view name) {
  const auto* found = claims.if_contains(name);
  if (!found || !found->is_number()) return std::nullopt;
  const auto seconds = found->to_number<double>();
  constexpr double year_3000 = 32'503'680'000;
  if (!std::isfinite(seconds) || seconds < 0 || seconds > year_3000) return std::nullopt;
  return from_ms(static_cast<std::int64_t>(seconds * 1'000));
}

result<void> check_claims(const boost::json::object& claims, const expectation& wanted) {
  if (text_in(claims, "iss") != wanted.issuer) return refused("is of another issuer");
  if (!is_for(claims, wanted.client_id)) return refused("is for somebody else");
  const auto ends = moment_in(claims, "exp"), made = moment_in(claims, "iat"), begins = moment_in(claims, "nbf");
  if (!ends || !made || (claims.contains("nbf") && !begins)) return refused("doesn't say how long it holds");
  if (*ends + clock_tolerance <= wanted.now) return refused("has expired");
  if (*made - clock_tolerance > wanted.now || (begins && *begins - clock_tolerance > wanted.now))
    return refused("is from a time to come: one of the two clocks is wrong");
  if (*made + token_age_max + clock_tolerance <= wanted.now) return refused("was made too long ago");
  if (wanted.nonce.empty() || !same_in_constant_time(text_in(claims, "nonce"), wanted.nonce))
    return refused("belongs to another sign-in");
  const auto subject = text_in(claims, "sub");
  if (subject.empty() || subject.size() > 255) return refused("names nobody");
  return {};
}

} // namespace

result<std::vector<public_key>> read_keys(std::string_view jwks) {
  const auto whole = object_of(jwks);
  const auto* list = whole ? whole->if_contains("keys") : nullptr;
  if (!list || !list->is_array()) return fail(error_code::refused, "the identity provider's keys can't be read");
  std::vector<public_key> all;
  for (const auto& each : list->get_array()) {
    const auto* one = each.if_object();
    auto key = one ? key_in(*one) : std::nullopt;
    if (key && all.size() < keys_max) all.push_back(std::move(*key));
  }
  if (all.empty()) return fail(error_code::refused, "the identity provider has no key for RS256 or ES256");
  return all;
}

result<boost::json::object> check_id_token(std::string_view token, const std::vector<public_key>& keys,
                                           const expectation& wanted) {
  auto given = parts_of(token);
  if (!given) return refused("can't be read");
  const auto algorithm = text_in(given->header, "alg");
  if (algorithm != "RS256" && algorithm != "ES256") return refused("is signed with an algorithm that isn't taken here");
  if (given->header.contains("crit")) return refused("asks for more than is known here"); // RFC 7515 §4.1.11
  const auto kind = algorithm == "RS256" ? key_kind::rsa : key_kind::p256;
  const auto* key = key_for(keys, kind, text_in(given->header, "kid"));
  if (!key) return fail(error_code::not_found, "the ID token is signed under a key that the provider doesn't show");
  if (!is_signed_by(*key, given->text, given->signature)) return refused("has a wrong signature");
  if (auto good = check_claims(given->claims, wanted); !good) return tl::unexpected(good.error());
  return std::move(given->claims);
}

} // namespace tidings::web::oidc
