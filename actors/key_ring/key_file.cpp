#include "actors/key_ring/key_file.hpp"

#include <zlib.h>

#include <bit>
#include <cstring>

namespace tidings::key_file {
namespace {

static_assert(std::endian::native == std::endian::little);
constexpr std::string_view keys_magic = "tidkeys1", unlock_magic = "tidlock1", note_magic = "tidnote1";
constexpr std::size_t header_size = 8 + practice_id::size_max + 4;

template <class T> void put(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}
template <class T> T take(std::string_view& in) {
  T value{};
  std::memcpy(&value, in.data(), sizeof value);
  in.remove_prefix(sizeof value);
  return value;
}
void put_practice(std::string& out, const practice_id& practice) {
  out.append(practice.padded().data(), practice.padded().size());
}
std::uint32_t crc_of(std::string_view bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}
tl::unexpected<failure> damaged(const practice_id& practice, std::string_view file, std::string why) {
  return fail(error_code::log_damaged, "the keys of practice " + practice.str() + " (" + practice.str() + "." +
                                           std::string(file) + "): " + std::move(why));
}
bool starts_right(std::string_view bytes, std::string_view magic, const practice_id& practice) {
  return bytes.starts_with(magic) &&
         bytes.substr(magic.size()).starts_with(std::string_view(practice.padded().data(), practice.padded().size()));
}

} // namespace

std::string bound_to(const practice_id& practice, const record& what) {
  std::string aad = "tidings data key 1";
  put_practice(aad, practice);
  put(aad, what.kind);
  put(aad, what.subject);
  put(aad, what.id);
  put(aad, what.number);
  return aad;
}

std::string bound_to(const practice_id& practice, std::uint32_t practice_key) {
  std::string aad = "tidings practice key 1";
  put_practice(aad, practice);
  put(aad, practice_key);
  return aad;
}

std::string header(const practice_id& practice, std::uint32_t practice_key) {
  std::string bytes(keys_magic);
  put_practice(bytes, practice);
  put(bytes, practice_key);
  return bytes;
}

void add(std::string& bytes, const record& what) {
  const auto start = bytes.size();
  put(bytes, what.kind);
  put(bytes, what.subject);
  put(bytes, what.id);
  put(bytes, what.number);
  put(bytes, to_ms(what.at));
  put(bytes, what.wrapped);
  put(bytes, crc_of(std::string_view(bytes).substr(start)));
}

result<content> read(const practice_id& practice, std::string_view bytes) {
  if (bytes.size() < header_size || !starts_right(bytes, keys_magic, practice))
    return damaged(practice, "keys", "this is not its key file");
  content found;
  auto in = bytes.substr(header_size - 4);
  found.practice_key = take<std::uint32_t>(in);
  found.size = header_size;
  found.records.reserve(in.size() / record_size);
  while (in.size() >= record_size) {
    auto one = in.substr(0, record_size);
    auto crc_at = one.substr(record_size - 4);
    const bool last = in.size() < 2 * record_size;
    if (take<std::uint32_t>(crc_at) != crc_of(one.substr(0, record_size - 4))) {
      if (last && in.size() == record_size) break; // as long as it should be, but its pages didn't all reach the disk
      return damaged(practice, "keys", "record " + std::to_string(found.records.size() + 1) + " is damaged");
    }
    record what;
    what.kind = take<record_kind>(one);
    what.subject = take<subject_id>(one);
    what.id = take<std::uint64_t>(one);
    what.number = take<std::uint32_t>(one);
    what.at = from_ms(take<std::int64_t>(one));
    what.wrapped = take<wrapped_key>(one);
    if (what.kind < record_kind::data_key || what.kind > record_kind::generation)
      return damaged(practice, "keys", "a record of a kind that this version doesn't know");
    found.records.push_back(what);
    in.remove_prefix(record_size);
    found.size += record_size;
  }
  return found;
}

std::string write(const practice_id& practice, const unlock& what) {
  std::string bytes(unlock_magic);
  put_practice(bytes, practice);
  put(bytes, static_cast<std::uint8_t>(what.erased ? 1 : 0));
  put(bytes, static_cast<std::uint8_t>(what.keys.size()));
  for (const auto& one : what.keys) {
    put(bytes, one.number);
    put(bytes, one.wrapped);
  }
  put(bytes, crc_of(bytes));
  return bytes;
}

result<unlock> read_unlock(const practice_id& practice, std::string_view bytes) {
  constexpr std::size_t fixed = 8 + practice_id::size_max + 2;
  if (bytes.size() < fixed + 4 || !starts_right(bytes, unlock_magic, practice))
    return damaged(practice, "unlock", "this is not its file");
  auto crc_at = bytes.substr(bytes.size() - 4);
  if (take<std::uint32_t>(crc_at) != crc_of(bytes.substr(0, bytes.size() - 4)))
    return damaged(practice, "unlock", "it is damaged");
  auto in = bytes.substr(fixed - 2);
  unlock found;
  found.erased = take<std::uint8_t>(in) == 1;
  const auto count = take<std::uint8_t>(in);
  if (in.size() != count * (4 + wrapped_size) + 4) return damaged(practice, "unlock", "it is damaged");
  for (int i = 0; i < count; ++i) {
    auto& one = found.keys.emplace_back();
    one.number = take<std::uint32_t>(in);
    one.wrapped = take<wrapped_key>(in);
  }
  return found;
}

std::string note_name(const practice_id& practice) { return practice.str() + ".note"; }

std::string write_note(const practice_id& practice, std::string_view note) {
  std::string bytes(note_magic);
  put_practice(bytes, practice);
  bytes += note;
  put(bytes, crc_of(bytes));
  return bytes;
}

result<std::string> read_note(const practice_id& practice, std::string_view bytes) {
  constexpr std::size_t fixed = 8 + practice_id::size_max;
  if (bytes.size() < fixed + 4 || !starts_right(bytes, note_magic, practice))
    return damaged(practice, "note", "this is not its file");
  auto crc_at = bytes.substr(bytes.size() - 4);
  if (take<std::uint32_t>(crc_at) != crc_of(bytes.substr(0, bytes.size() - 4)))
    return damaged(practice, "note", "it is damaged");
  return std::string(bytes.substr(fixed, bytes.size() - fixed - 4));
}

} // namespace tidings::key_file
