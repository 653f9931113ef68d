#include "actors/event_log/encrypting_env.hpp"

#include "actors/key_ring/cipher.hpp"

#include <openssl/evp.h>
#include <rocksdb/env_encryption.h>

#include <limits>

namespace tidings {
namespace {

using rocksdb::Slice;
using rocksdb::Status;

constexpr std::size_t block_size = 16; ///< of AES

/// AES-256-CTR from any byte on. Offsets count from the file's start, salt included.
class ctr_stream final : public rocksdb::BlockAccessCipherStream {
public:
  explicit ctr_stream(const key_bytes& key) : key_(key) {}

  std::size_t BlockSize() override { return block_size; }
  Status Encrypt(std::uint64_t offset, char* data, std::size_t size) override { return apply(offset, data, size); }
  Status Decrypt(std::uint64_t offset, char* data, std::size_t size) override { return apply(offset, data, size); }

protected:
  // Only called by the base's own Encrypt and Decrypt, which are replaced above.
  void AllocateScratch(std::string&) override {}
  Status EncryptBlock(std::uint64_t, char*, char*) override { return Status::NotSupported(); }
  Status DecryptBlock(std::uint64_t, char*, char*) override { return Status::NotSupported(); }

private:
  // Encrypting and decrypting are the same. No state: RocksDB reads one file from several threads.
  Status apply(std::uint64_t offset, char* data, std::size_t size) const {
    const auto from = offset - encrypted_file_salt_size;
    std::array<std::uint8_t, block_size> counter{};
    for (auto [at, block] = std::pair(counter.rbegin(), from / block_size); block > 0; block >>= 8)
      *at++ = static_cast<std::uint8_t>(block);
    const std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)> context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    bool fine = context && EVP_EncryptInit_ex(context.get(), EVP_aes_256_ctr(), nullptr, key_.data(), counter.data());
    std::array<std::uint8_t, block_size> skipped{};
    int done = 0;
    if (const auto into_block = static_cast<int>(from % block_size); fine && into_block > 0)
      fine = EVP_EncryptUpdate(context.get(), skipped.data(), &done, skipped.data(), into_block) == 1;
    auto* bytes = reinterpret_cast<std::uint8_t*>(data);
    while (fine && size > 0) {
      const auto part = static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max() / 2));
      fine = EVP_EncryptUpdate(context.get(), bytes, &done, bytes, part) == 1;
      bytes += part;
      size -= static_cast<std::size_t>(part);
    }
    return fine ? Status::OK() : Status::IOError("AES-256-CTR failed");
  }

  key_bytes key_;
};

class ctr_provider final : public rocksdb::EncryptionProvider {
public:
  explicit ctr_provider(const key_bytes& key) : key_(key) {}

  const char* Name() const override { return "tidings-backup-1"; }
  std::size_t GetPrefixLength() const override { return encrypted_file_salt_size; }
  Status CreateNewPrefix(const std::string&, char* prefix, std::size_t size) const override {
    cipher::random_bytes(reinterpret_cast<std::uint8_t*>(prefix), size);
    return Status::OK();
  }
  Status AddCipher(const std::string&, const char*, std::size_t, bool) override { return Status::NotSupported(); }
  Status CreateCipherStream(const std::string& file, const rocksdb::EnvOptions&, Slice& prefix,
                            std::unique_ptr<rocksdb::BlockAccessCipherStream>* stream) override {
    if (prefix.size() < encrypted_file_salt_size) return Status::Corruption(file + " is shorter than its salt");
    *stream = std::make_unique<ctr_stream>(
        cipher::derive(key_, "file " + std::string(prefix.data(), encrypted_file_salt_size)));
    return Status::OK();
  }

private:
  key_bytes key_;
};

} // namespace

std::shared_ptr<rocksdb::Env> encrypting_env(const key_bytes& key) {
  return std::shared_ptr<rocksdb::Env>(
      rocksdb::NewEncryptedEnv(rocksdb::Env::Default(), std::make_shared<ctr_provider>(key)));
}

} // namespace tidings
