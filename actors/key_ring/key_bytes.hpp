#pragma once
// 256 bits of key. Wiped when they go out of scope, compared in constant time, never printed.
#include <openssl/crypto.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tidings {

class key_bytes {
public:
  static constexpr std::size_t size = 32;

  key_bytes() = default;
  /// @param raw exactly `size` bytes
  explicit key_bytes(std::string_view raw) {
    std::memcpy(bytes_.data(), raw.data(), raw.size() < size ? raw.size() : size);
  }
  key_bytes(const key_bytes&) = default;
  key_bytes& operator=(const key_bytes&) = default;
  ~key_bytes() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

  const std::uint8_t* data() const { return bytes_.data(); }
  std::uint8_t* data() { return bytes_.data(); }
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }
  bool operator==(const key_bytes& other) const { return CRYPTO_memcmp(data(), other.data(), size) == 0; }

private:
  std::array<std::uint8_t, size> bytes_{};
};

} // namespace tidings
