#include "actors/key_ring/cipher.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include <cassert>
#include <memory>

namespace tidings::cipher {
namespace {

struct free_context {
  void operator()(EVP_CIPHER_CTX* one) const { EVP_CIPHER_CTX_free(one); }
  void operator()(EVP_PKEY_CTX* one) const { EVP_PKEY_CTX_free(one); }
};
using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, free_context>;
using derive_context = std::unique_ptr<EVP_PKEY_CTX, free_context>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text, std::size_t at) {
  return reinterpret_cast<unsigned char*>(text.data()) + at;
}

// What can fail here is memory and a build of OpenSSL without the algorithm: neither can be gone on with.
void must(bool worked) {
  assert(worked);
  if (!worked) std::abort();
}

} // namespace

void seal(std::string& out, const key_bytes& key, const nonce& once, std::string_view aad, std::string_view plain) {
  const cipher_context context(EVP_CIPHER_CTX_new());
  must(context && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), once.data()) == 1);
  int size = 0;
  if (!aad.empty())
    must(EVP_EncryptUpdate(context.get(), nullptr, &size, bytes_of(aad), static_cast<int>(aad.size())) == 1);
  out.append(reinterpret_cast<const char*>(once.data()), once.size());
  const auto at = out.size();
  out.resize(at + plain.size() + tag_size);
  if (!plain.empty())
    must(EVP_EncryptUpdate(context.get(), bytes_of(out, at), &size, bytes_of(plain), static_cast<int>(plain.size())) ==
         1);
  must(EVP_EncryptFinal_ex(context.get(), bytes_of(out, at + plain.size()), &size) == 1);
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_size, bytes_of(out, at + plain.size())) == 1);
}

std::optional<std::string> open(const key_bytes& key, std::string_view aad, std::string_view sealed) {
  if (sealed.size() < nonce_size + tag_size) return std::nullopt;
  const cipher_context context(EVP_CIPHER_CTX_new());
  must(context && EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes_of(sealed)) == 1);
  int size = 0;
  if (!aad.empty())
    must(EVP_DecryptUpdate(context.get(), nullptr, &size, bytes_of(aad), static_cast<int>(aad.size())) == 1);
  const auto body = sealed.substr(nonce_size, sealed.size() - nonce_size - tag_size);
  std::string plain(body.size(), '\0');
  if (!body.empty())
    must(EVP_DecryptUpdate(context.get(), bytes_of(plain, 0), &size, bytes_of(body), static_cast<int>(body.size())) ==
         1);
  std::string tag(sealed.substr(sealed.size() - tag_size));
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()) == 1);
  unsigned char none[tag_size];
  if (EVP_DecryptFinal_ex(context.get(), none, &size) == 1) return plain;
  OPENSSL_cleanse(plain.data(), plain.size()); // never told: it isn't what was sealed
  return std::nullopt;
}

void random_bytes(std::uint8_t* into, std::size_t size) { must(RAND_priv_bytes(into, static_cast<int>(size)) == 1); }

key_bytes random_key() {
  key_bytes key;
  random_bytes(key.data(), key_bytes::size);
  return key;
}

key_bytes derive(const key_bytes& from, std::string_view purpose) {
  const derive_context context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
  key_bytes key;
  std::size_t size = key_bytes::size;
  must(context && EVP_PKEY_derive_init(context.get()) == 1);
  must(EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1);
  must(EVP_PKEY_CTX_set1_hkdf_key(context.get(), from.data(), key_bytes::size) == 1);
  must(EVP_PKEY_CTX_add1_hkdf_info(context.get(), bytes_of(purpose), static_cast<int>(purpose.size())) == 1);
  must(EVP_PKEY_derive(context.get(), key.data(), &size) == 1 && size == key_bytes::size);
  return key;
}

std::array<std::uint8_t, 32> hmac(const key_bytes& key, std::string_view text) {
  std::array<std::uint8_t, 32> code{};
  unsigned size = 0;
  must(HMAC(EVP_sha256(), key.data(), key_bytes::size, bytes_of(text), text.size(), code.data(), &size) != nullptr);
  return code;
}

} // namespace tidings::cipher
