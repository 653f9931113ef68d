#pragma once
// Files as RocksDB writes them into a backup, unreadable without the key. File on disk:
//   salt:32   the rest: AES-256-CTR under HKDF-SHA-256(key, salt), counter from 0 at the first byte after the salt
// Each file has a key of its own, so no counter is ever used twice. CTR doesn't notice an edit: a backup's manifest
// holds every file's hash (actors/backup).
#include "actors/key_ring/key_bytes.hpp"

#include <memory>

namespace rocksdb {
class Env;
}

namespace tidings {

constexpr std::size_t encrypted_file_salt_size = 32;

/// The machine's own files, encrypted on their way.
std::shared_ptr<rocksdb::Env> encrypting_env(const key_bytes& key);

} // namespace tidings
