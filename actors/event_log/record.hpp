#pragma once
// Bytes of one record of the log. The grammar, with the reasons, stands in schemas/log_format.md.
#include "schemas/errors.hpp"
#include "schemas/events.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

using EVP_MD = struct evp_md_st;
using EVP_MD_CTX = struct evp_md_ctx_st;

namespace tidings {

/// SHA-256. All zeros stand for "no record before this one".
using record_hash = std::array<std::uint8_t, 32>;

/// A record without its payload, which follows it directly.
constexpr std::size_t record_head_size = 61;
using record_head = std::array<char, record_head_size>;

/// Practice and sequence: sorts by practice, then by sequence.
constexpr std::size_t record_key_size = 20;
using record_key = std::array<char, record_key_size>;

/// Longest payload of one event, in bytes. Ours have some hundreds; the bound keeps a damaged length from asking for
/// memory.
constexpr std::size_t payload_bytes_max = 16 * 1024 * 1024;

record_key key_of(const practice_id& practice, std::uint64_t sequence);
struct record_name {
  practice_id practice;
  std::uint64_t sequence = 0;
};
/// Nothing when these are not the bytes of a key.
std::optional<record_name> parse_key(std::string_view bytes);
/// A practice from its padded bytes; nothing when these are none.
std::optional<practice_id> parse_padded(std::string_view bytes);

/// The head of the record that keeps `entry` after the record with hash `previous`. The payload is only read.
record_head encode_head(const log_entry& entry, const record_hash& previous);
/// Head and payload in one piece.
std::string encode_record(const log_entry& entry, const record_hash& previous);

/// A record as it lies in memory; `payload` looks into the bytes it was parsed from.
struct record_view {
  std::uint64_t sequence = 0;
  event_type type{};
  std::uint16_t version = 0;
  timestamp at{};
  record_hash previous{};
  std::string_view payload;

  log_entry entry(const practice_id& practice) const {
    return {practice, sequence, {type, version, at, std::string(payload)}};
  }
};
/// Checks format, length and CRC. The failure is `log_damaged`, its detail doesn't name the record yet.
result<record_view> parse_record(std::string_view value);

/// Hashes records, one after the other. Keeps the fetched algorithm and one context, since fetching costs more than a
/// record's hash. For one thread.
class record_hasher {
public:
  record_hasher();
  /// Of the record that `head` and `payload` make in `practice`'s stream.
  record_hash operator()(const practice_id& practice, const record_head& head, std::string_view payload);
  /// Of a whole record.
  record_hash operator()(const practice_id& practice, std::string_view value);

private:
  record_hash hash(const practice_id& practice, std::string_view rest_of_head, std::string_view payload);
  std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> algorithm_;
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

} // namespace tidings
