#pragma once
// The files of a practice's keys, as bytes. Integers little-endian.
//
//   <ODS>.unlock   what opens the other: small, replaced as a whole, one copy in the world
//     "tidlock1"   8
//     practice    12   ODS code padded with zero bytes
//     erased      u8   1: the practice was erased, nothing follows
//     count       u8   practice keys: 1, or 2 in the middle of a change
//     each        u32 number, 60 the key wrapped by the master key
//     crc         u32  CRC-32 of all before
//
//   <ODS>.keys     grows at its end; rewritten when something is erased or rotated
//     "tidkeys1"   8
//     practice    12
//     number      u32  of the practice key that wraps all that follows
//     records     each 101 bytes:
//       kind      u8   1 data key, 2 erased, 3 uses, 4 marker's key, 5 generation
//       subject   16   whose it is: cut SHA-256
//       id        u64  data key, erased: the key's id; uses: the count
//       number    u32  data key, generation: the generation
//       at        i64  milliseconds
//       wrapped   60   nonce, key and tag (AES-256-GCM); bound to practice, kind, subject, id, number
//       crc       u32  CRC-32 of the 97 before
//
//   <ODS>.note     what a log from an older backup has to learn (`sealer::keep_note`); replaced as a whole
//     "tidnote1"   8
//     practice    12
//     note             to the checksum; marks and times, nothing secret
//     crc         u32  CRC-32 of all before
//
// A last record that is cut off was never relied on and is passed over; any other damage is a failure.
#include "actors/key_ring/cipher.hpp"
#include "schemas/ids.hpp"
#include "schemas/time.hpp"

#include <vector>

namespace tidings::key_file {

constexpr std::size_t wrapped_size = cipher::nonce_size + key_bytes::size + cipher::tag_size;
constexpr std::size_t record_size = 101;

using subject_id = std::array<std::uint8_t, 16>;
using wrapped_key = std::array<char, wrapped_size>;

enum class record_kind : std::uint8_t { data_key = 1, erased = 2, uses = 3, marker = 4, generation = 5 };

struct record {
  record_kind kind = record_kind::data_key;
  subject_id subject{};
  std::uint64_t id = 0;
  std::uint32_t number = 0;
  timestamp at{};
  wrapped_key wrapped{};
};

/// What a wrapped key is bound to.
std::string bound_to(const practice_id& practice, const record& what);

std::string header(const practice_id& practice, std::uint32_t practice_key);
void add(std::string& bytes, const record& what);

struct content {
  std::uint32_t practice_key = 0;
  std::vector<record> records;
  std::size_t size = 0; ///< of the whole records: what is behind is torn
};
result<content> read(const practice_id& practice, std::string_view bytes);

struct unlock {
  bool erased = false;
  struct practice_key {
    std::uint32_t number = 0;
    wrapped_key wrapped{};
  };
  std::vector<practice_key> keys;
};
std::string write(const practice_id& practice, const unlock& what);
result<unlock> read_unlock(const practice_id& practice, std::string_view bytes);
std::string bound_to(const practice_id& practice, std::uint32_t practice_key);

std::string note_name(const practice_id& practice);
std::string write_note(const practice_id& practice, std::string_view note);
result<std::string> read_note(const practice_id& practice, std::string_view bytes);

} // namespace tidings::key_file
