#pragma once
// Small files of a backup's folder: AES-256-GCM under a key derived from the master key, bound to their name in the
// folder, so that an edited, swapped or renamed one isn't opened.
//   file = nonce:12 ciphertext tag:16      AAD = "tidings backup " name
#include "actors/key_ring/key_bytes.hpp"
#include "schemas/errors.hpp"

#include <filesystem>
#include <string>

namespace tidings::backup {

/// @param name path relative to `folder`. Durable when it returns.
result<void> write_sealed(const std::filesystem::path& folder, const std::string& name, const key_bytes& key,
                          std::string_view plain);
/// `not_found` when there is none, `log_damaged` when it isn't what was written under this key and name.
result<std::string> read_sealed(const std::filesystem::path& folder, const std::string& name, const key_bytes& key);

result<std::string> read_whole(const std::filesystem::path& file, std::uint64_t bytes_max);

/// SHA-256 of a file's bytes, 32 bytes, and its size.
struct file_hash {
  std::uint64_t size = 0;
  std::string sha256;
};
result<file_hash> hash_file(const std::filesystem::path& file);
std::string sha256(std::string_view bytes);

} // namespace tidings::backup
