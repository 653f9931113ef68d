#include "schemas/sealing.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace tidings {
namespace {

constexpr std::size_t mark_bytes =
    15; // 20 characters without padding; 1 in 10^24 that any two of a million are the same

std::string url_text(const unsigned char* bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  for (std::size_t at = 0; at < mark_bytes; at += 3) {
    const unsigned three = static_cast<unsigned>(bytes[at] << 16U | bytes[at + 1] << 8U | bytes[at + 2]);
    for (const unsigned shift : {18U, 12U, 6U, 0U}) text += letters[three >> shift & 63U];
  }
  return text;
}

} // namespace

marker::~marker() {
  if (key_) OPENSSL_cleanse(key_->data(), key_->size());
}

std::string marker::mark(std::string_view kind, std::string_view name) const {
  if (!key_ || name.empty()) return {};
  std::string input(kind);
  input += '\0';
  input += name;
  unsigned char code[32];
  unsigned size = 0;
  HMAC(EVP_sha256(), key_->data(), static_cast<int>(key_->size()), reinterpret_cast<const unsigned char*>(input.data()),
       input.size(), code, &size);
  OPENSSL_cleanse(input.data(), input.size());
  return url_text(code);
}

} // namespace tidings
