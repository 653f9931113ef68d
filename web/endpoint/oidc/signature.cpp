#include "web/endpoint/oidc/signature.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>

namespace tidings::web::oidc {
namespace {

constexpr int rsa_bits_min = 2'048; // RFC 7518 §3.3
constexpr std::size_t p256_bytes = 32;

struct freed {
  void operator()(BIGNUM* one) const { BN_free(one); }
  void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
  void operator()(EVP_PKEY_CTX* one) const { EVP_PKEY_CTX_free(one); }
  void operator()(EVP_MD_CTX* one) const { EVP_MD_CTX_free(one); }
  void operator()(OSSL_PARAM_BLD* one) const { OSSL_PARAM_BLD_free(one); }
  void operator()(OSSL_PARAM* one) const { OSSL_PARAM_free(one); }
  void operator()(ECDSA_SIG* one) const { ECDSA_SIG_free(one); }
};
template <class T> using held = std::unique_ptr<T, freed>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

held<BIGNUM> number_of(std::string_view bytes) {
  return held<BIGNUM>(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

held<EVP_PKEY> built(const char* algorithm, OSSL_PARAM_BLD* from) {
  const held<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(from));
  const held<EVP_PKEY_CTX> making(EVP_PKEY_CTX_new_from_name(nullptr, algorithm, nullptr));
  EVP_PKEY* made = nullptr;
  if (!parameters || !making || EVP_PKEY_fromdata_init(making.get()) != 1) return nullptr;
  if (EVP_PKEY_fromdata(making.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) return nullptr;
  held<EVP_PKEY> key(made);
  const held<EVP_PKEY_CTX> checking(EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr));
  if (!checking || EVP_PKEY_public_check(checking.get()) != 1) return nullptr;
  return key;
}

held<EVP_PKEY> rsa_key(const public_key& from) {
  const auto modulus = number_of(from.first), exponent = number_of(from.second);
  const held<OSSL_PARAM_BLD> parts(OSSL_PARAM_BLD_new());
  if (!modulus || !exponent || !parts || BN_num_bits(modulus.get()) < rsa_bits_min) return nullptr;
  if (OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
    return nullptr;
  return built("RSA", parts.get());
}

held<EVP_PKEY> p256_key(const public_key& from) {
  if (from.first.size() != p256_bytes || from.second.size() != p256_bytes) return nullptr;
  const std::string point = "\x04" + from.first + from.second; // uncompressed, SEC 1 §2.3.3
  const held<OSSL_PARAM_BLD> parts(OSSL_PARAM_BLD_new());
  if (!parts || OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
    return nullptr;
  return built("EC", parts.get());
}

/// `r` and `s` as OpenSSL wants them. Empty: not such a signature.
std::string der_of(std::string_view signature) {
  if (signature.size() != 2 * p256_bytes) return {};
  const held<ECDSA_SIG> both(ECDSA_SIG_new());
  auto r = number_of(signature.substr(0, p256_bytes)), s = number_of(signature.substr(p256_bytes));
  if (!both || !r || !s || ECDSA_SIG_set0(both.get(), r.get(), s.get()) != 1) return {};
  (void)r.release(); // they are the pair's now
  (void)s.release();
  unsigned char* out = nullptr;
  const int size = i2d_ECDSA_SIG(both.get(), &out);
  if (size <= 0) return {};
  std::string der(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
  OPENSSL_free(out);
  return der;
}

} // namespace

bool is_signed_by(const public_key& key, std::string_view text, std::string_view signature) {
  const auto with = key.kind == key_kind::rsa ? rsa_key(key) : p256_key(key);
  const auto given = key.kind == key_kind::rsa ? std::string(signature) : der_of(signature);
  const held<EVP_MD_CTX> check(EVP_MD_CTX_new());
  if (!with || given.empty() || !check) return false;
  return EVP_DigestVerifyInit(check.get(), nullptr, EVP_sha256(), nullptr, with.get()) == 1 &&
         EVP_DigestVerify(check.get(), bytes_of(given), given.size(), bytes_of(text), text.size()) == 1;
}

} // namespace tidings::web::oidc
