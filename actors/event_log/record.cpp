// record  = format:u8 crc:u32 type:u16 version:u16 time:i64 sequence:u64 previous:32 length:u32 payload
// Integers little-endian. crc: CRC-32 (zlib) of all that follows it.
// hash(record) = SHA-256(practice padded to 12 ‖ record from `type` on)
#include "actors/event_log/record.hpp"

#include <libdeflate.h>
#include <openssl/evp.h>

#include <cstring>

namespace tidings {
namespace {

constexpr char format_number = 1;
constexpr std::size_t crc_at = 1;
constexpr std::size_t checked_from = 5; ///< `type`: first byte under CRC and hash
constexpr std::size_t length_at = record_head_size - 4;

template <class I> void store(char*& at, I x) {
  std::memcpy(at, &x, sizeof x);
  at += sizeof x;
}
template <class I> I load(const char*& at) {
  I x{};
  std::memcpy(&x, at, sizeof x);
  at += sizeof x;
  return x;
}

std::uint32_t crc_of(std::string_view rest_of_head, std::string_view payload) {
  const auto crc = libdeflate_crc32(0, rest_of_head.data(), rest_of_head.size());
  return payload.empty() ? crc : libdeflate_crc32(crc, payload.data(), payload.size());
}

std::string_view rest_of(const char* head) { return {head + checked_from, record_head_size - checked_from}; }

} // namespace

record_key key_of(const practice_id& practice, std::uint64_t sequence) {
  record_key key{};
  std::memcpy(key.data(), practice.padded().data(), practice_id::size_max);
  for (std::size_t i = 0; i < 8; ++i) // big-endian: sorts as the number does
    key[practice_id::size_max + i] = static_cast<char>(sequence >> (56 - 8 * i));
  return key;
}

std::optional<practice_id> parse_padded(std::string_view bytes) {
  if (bytes.size() != practice_id::size_max) return std::nullopt;
  const auto name = bytes.substr(0, bytes.find('\0'));
  const auto practice = name == "host" ? practice_id::host() : practice_id::parse(name).value_or(practice_id{});
  if (practice.empty() || std::string_view(practice.padded().data(), practice_id::size_max) != bytes)
    return std::nullopt;
  return practice;
}

std::optional<record_name> parse_key(std::string_view bytes) {
  if (bytes.size() != record_key_size) return std::nullopt;
  const auto practice = parse_padded(bytes.substr(0, practice_id::size_max));
  if (!practice) return std::nullopt;
  std::uint64_t sequence = 0;
  for (const char c : bytes.substr(practice_id::size_max)) sequence = sequence << 8 | static_cast<unsigned char>(c);
  return record_name{*practice, sequence};
}

record_head encode_head(const log_entry& entry, const record_hash& previous) {
  record_head head;
  head[0] = format_number;
  char* at = head.data() + checked_from;
  store(at, static_cast<std::uint16_t>(entry.what.type));
  store(at, entry.what.version);
  store(at, to_ms(entry.what.at));
  store(at, entry.sequence);
  std::memcpy(at, previous.data(), previous.size());
  at += previous.size();
  store(at, static_cast<std::uint32_t>(entry.what.payload.size()));
  const auto crc = crc_of(rest_of(head.data()), entry.what.payload);
  std::memcpy(head.data() + crc_at, &crc, sizeof crc);
  return head;
}

std::string encode_record(const log_entry& entry, const record_hash& previous) {
  const auto head = encode_head(entry, previous);
  std::string value;
  value.reserve(head.size() + entry.what.payload.size());
  value.append(head.data(), head.size()).append(entry.what.payload);
  return value;
}

result<record_view> parse_record(std::string_view value) {
  const auto damaged = [](std::string_view what) { return fail(error_code::log_damaged, std::string(what)); };
  if (value.size() < record_head_size) return damaged("it is shorter than a record's head");
  if (value[0] != format_number)
    return damaged("its format " + std::to_string(static_cast<unsigned char>(value[0])) +
                   " is not known to this version");
  const char* at = value.data() + crc_at;
  const auto crc = load<std::uint32_t>(at);
  const auto payload = value.substr(record_head_size);
  if (crc != crc_of(rest_of(value.data()), payload)) return damaged("its checksum doesn't hold");
  record_view seen;
  seen.type = static_cast<event_type>(load<std::uint16_t>(at));
  seen.version = load<std::uint16_t>(at);
  seen.at = from_ms(load<std::int64_t>(at));
  seen.sequence = load<std::uint64_t>(at);
  std::memcpy(seen.previous.data(), at, seen.previous.size());
  at = value.data() + length_at;
  if (load<std::uint32_t>(at) != payload.size()) return damaged("its length is not that of its payload");
  seen.payload = payload;
  return seen;
}

record_hasher::record_hasher()
    : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free), context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {}

record_hash record_hasher::operator()(const practice_id& practice, const record_head& head, std::string_view payload) {
  return hash(practice, rest_of(head.data()), payload);
}

record_hash record_hasher::operator()(const practice_id& practice, std::string_view value) {
  return hash(practice, rest_of(value.data()), value.substr(record_head_size));
}

record_hash record_hasher::hash(const practice_id& practice, std::string_view rest_of_head, std::string_view payload) {
  std::array<char, practice_id::size_max + record_head_size - checked_from> first;
  std::memcpy(first.data(), practice.padded().data(), practice_id::size_max);
  std::memcpy(first.data() + practice_id::size_max, rest_of_head.data(), rest_of_head.size());
  record_hash digest{};
  EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr);
  EVP_DigestUpdate(context_.get(), first.data(), first.size());
  EVP_DigestUpdate(context_.get(), payload.data(), payload.size());
  EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
  return digest;
}

} // namespace tidings
