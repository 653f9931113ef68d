#pragma once
// What a backup's folder holds:
//   FORMAT_VERSION       `1`
//   log/                 the log's copies (actors/event_log/log_backups.hpp): meta/N, private/N/, shared_checksum/
//   files/N/…            the data directory's other files, each sealed
//   keys-G/…             the key files of now, each sealed; replaced as a whole, never kept with an old backup
//   manifests/N          sealed: what backup N consists of
//   catalog              sealed: which backups there are, and the key files of now
//   claim                sealed: which broker goes on with this log; the others stop
// Sealed means sealed_file.hpp; the plain text is the codec's (schemas/codec.hpp) of the structs below. The catalog
// names each manifest's hash and each manifest its files', so that nothing can be changed, removed or exchanged unseen,
// save the whole folder for an older state of itself.
#include "schemas/errors.hpp"
#include "schemas/ids.hpp"
#include "schemas/time.hpp"

#include <boost/describe/class.hpp>

#include <string>
#include <vector>

namespace tidings::backup {

constexpr int folder_format_version = 1;

struct file_line {
  std::string path; ///< relative to the folder
  std::uint64_t size = 0;
  std::string sha256; ///< of the file as it lies there, 32 bytes
};
BOOST_DESCRIBE_STRUCT(file_line, (), (path, size, sha256))

struct head_line {
  practice_id practice;
  std::uint64_t last = 0;
  std::string hash; ///< of the record `last`, 32 bytes
};
BOOST_DESCRIBE_STRUCT(head_line, (), (practice, last, hash))

struct manifest {
  std::uint32_t number = 0;
  timestamp at{}; ///< when it was begun: everything acknowledged before is in it
  std::uint64_t epoch = 1;
  std::string tidings_version;
  std::vector<file_line> files;
  std::vector<head_line> heads;
};
BOOST_DESCRIBE_STRUCT(manifest, (), (number, at, epoch, tidings_version, files, heads))

struct catalog_line {
  std::uint32_t number = 0;
  timestamp at{};
  std::uint64_t epoch = 1;
  std::uint64_t bytes = 0;   ///< all that it needs
  std::uint64_t added = 0;   ///< of these, what no earlier one had
  std::uint64_t records = 0; ///< in the log
  std::uint64_t practices = 0;
  std::int64_t took_ms = 0;
  std::string manifest_sha256;
  std::vector<practice_id> damaged; ///< practices whose records were damaged in the log already
};
BOOST_DESCRIBE_STRUCT(catalog_line, (),
                      (number, at, epoch, bytes, added, records, practices, took_ms, manifest_sha256, damaged))

struct catalog {
  std::vector<catalog_line> backups; ///< oldest first
  std::uint32_t key_generation = 0;  ///< G of `keys-G/`; 0: there are no key files
  timestamp keys_at{};
  std::vector<file_line> keys;
};
BOOST_DESCRIBE_STRUCT(catalog, (), (backups, key_generation, keys_at, keys))

struct claim {
  std::uint64_t epoch = 1;
  std::string owner; ///< log_epoch::owner
  timestamp at{};
};
BOOST_DESCRIBE_STRUCT(claim, (), (epoch, owner, at))

} // namespace tidings::backup
