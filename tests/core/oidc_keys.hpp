#pragma once
// An identity provider's keys, and the tokens that it signs with them.
#include "schemas/time.hpp"
#include "web/endpoint/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

namespace tidings::web::oidc_keys {

namespace json = boost::json;
using namespace std::chrono_literals;

/// A provider's key: it signs as RFC 7515 wants, and shows itself as RFC 7517 does.
class signing_key {
public:
  static signing_key rsa(const std::string& id, unsigned bits = 2'048) { return {id, EVP_RSA_gen(bits), "RS256"}; }
  static signing_key p256(const std::string& id) { return {id, EVP_EC_gen("P-256"), "ES256"}; }

  json::object shown() const {
    if (algorithm == "RS256")
      return {{"kty", "RSA"},
              {"kid", id},
              {"use", "sig"},
              {"n", number(OSSL_PKEY_PARAM_RSA_N)},
              {"e", number(OSSL_PKEY_PARAM_RSA_E)}};
    return {{"kty", "EC"},
            {"kid", id},
            {"crv", "P-256"},
            {"x", number(OSSL_PKEY_PARAM_EC_PUB_X, 32)},
            {"y", number(OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
  }
  std::string signature(const std::string& text) const {
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> made(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::size_t size = 1'024;
    std::string out(size, '\0');
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    EXPECT_EQ(EVP_DigestSignInit(made.get(), nullptr, EVP_sha256(), nullptr, key.get()), 1);
    EXPECT_EQ(EVP_DigestSign(made.get(), reinterpret_cast<unsigned char*>(out.data()), &size, bytes, text.size()), 1);
    out.resize(size);
    return algorithm == "RS256" ? out : side_by_side(out);
  }
  std::string token(json::object header, const json::object& claims) const {
    const auto text = base64url(std::string_view(json::serialize(header))) + "." +
                      base64url(std::string_view(json::serialize(claims)));
    return text + "." + base64url(std::string_view(signature(text)));
  }
  std::string token(const json::object& claims) const { return token({{"alg", algorithm}, {"kid", id}}, claims); }

  std::string id, algorithm;

private:
  signing_key(std::string name, EVP_PKEY* made, std::string by)
      : id(std::move(name)), algorithm(std::move(by)), key(made, &EVP_PKEY_free) {}
  std::string number(const char* which, int width = 0) const {
    BIGNUM* found = nullptr;
    EXPECT_EQ(EVP_PKEY_get_bn_param(key.get(), which, &found), 1);
    const int size = std::max(width, BN_num_bytes(found));
    std::string bytes(static_cast<std::size_t>(size), '\0');
    BN_bn2binpad(found, reinterpret_cast<unsigned char*>(bytes.data()), size);
    BN_free(found);
    return base64url(std::string_view(bytes));
  }
  static std::string side_by_side(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* both = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    std::string out(64, '\0');
    auto* bytes = reinterpret_cast<unsigned char*>(out.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(both), bytes, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(both), bytes + 32, 32);
    ECDSA_SIG_free(both);
    return out;
  }

  std::shared_ptr<EVP_PKEY> key;
};

inline const signing_key& rsa_one() {
  static const auto key = signing_key::rsa("r1"); // a tenth of a second each
  return key;
}
inline const signing_key& ec_one() {
  static const auto key = signing_key::p256("e1");
  return key;
}

inline constexpr timestamp nine = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 11 / 28)) + 9h;
inline double seconds_at(timestamp when) { return static_cast<double>(to_ms(when)) / 1'000; }

inline json::object good_claims(timestamp at = nine, const std::string& nonce = "n-1") {
  return {{"iss", "https://login.icb.example"}, {"aud", "tidings"},      {"sub", "4711"},
          {"exp", seconds_at(at + 5min)},       {"iat", seconds_at(at)}, {"nonce", nonce},
          {"email", "Ann@icb.example"},         {"email_verified", true}};
}
inline std::string key_set(std::initializer_list<const signing_key*> of) {
  json::array all;
  for (const auto* one : of) all.emplace_back(one->shown());
  return json::serialize(json::object{{"keys", all}});
}

} // namespace tidings::web::oidc_keys
