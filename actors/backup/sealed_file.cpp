#include "actors/backup/sealed_file.hpp"

#include "actors/event_log/replace_file.hpp"
#include "actors/key_ring/cipher.hpp"

#include <openssl/evp.h>

#include <fstream>
#include <memory>
#include <vector>

namespace tidings::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t sealed_bytes_max = 1ULL << 30; ///< a damaged size asks for no more memory than this
constexpr std::size_t hash_step = 1 << 20;

std::string aad_of(const std::string& name) { return "tidings backup " + name; }

using digest_context = std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)>;
digest_context begin_digest() {
  digest_context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  return context;
}
std::string end_digest(const digest_context& context) {
  std::string out(32, '\0');
  EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(out.data()), nullptr);
  return out;
}

} // namespace

result<void> write_sealed(const fs::path& folder, const std::string& name, const key_bytes& key,
                          std::string_view plain) {
  const auto file = folder / name;
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error) return fail(error_code::log_unavailable, "making " + file.parent_path().string() + ": " + error.message());
  // Random nonces: some thousands of these files are ever written under one key, far below the 2^32 that would be many.
  cipher::nonce once;
  cipher::random_bytes(once.data(), once.size());
  std::string sealed;
  cipher::seal(sealed, key, once, aad_of(name), plain);
  return replace_file(file, sealed);
}

result<std::string> read_whole(const fs::path& file, std::uint64_t bytes_max) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error == std::errc::no_such_file_or_directory) return fail(error_code::not_found, file.string() + " isn't there");
  if (error) return fail(error_code::log_unavailable, "reading " + file.string() + ": " + error.message());
  if (size > bytes_max) return fail(error_code::invalid_input, file.string() + " is larger than it can be");
  std::string bytes(size, '\0');
  std::ifstream in(file, std::ios::binary);
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size)))
    return fail(error_code::log_unavailable, "reading " + file.string() + " failed");
  return bytes;
}

result<std::string> read_sealed(const fs::path& folder, const std::string& name, const key_bytes& key) {
  auto sealed = read_whole(folder / name, sealed_bytes_max);
  if (!sealed) return sealed;
  auto plain = cipher::open(key, aad_of(name), *sealed);
  if (!plain)
    return fail(error_code::log_damaged,
                (folder / name).string() + " was changed, or belongs to another master key or another place");
  return std::move(*plain);
}

result<file_hash> hash_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(error_code::not_found, file.string() + " isn't there");
  const auto context = begin_digest();
  std::vector<char> step(hash_step);
  file_hash found;
  while (in) {
    in.read(step.data(), static_cast<std::streamsize>(step.size()));
    const auto got = static_cast<std::size_t>(in.gcount());
    EVP_DigestUpdate(context.get(), step.data(), got);
    found.size += got;
  }
  if (in.bad()) return fail(error_code::log_unavailable, "reading " + file.string() + " failed");
  found.sha256 = end_digest(context);
  return found;
}

std::string sha256(std::string_view bytes) {
  const auto context = begin_digest();
  EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
  return end_digest(context);
}

} // namespace tidings::backup
