// snapshot = format:u8 crc:u32 version:u64 owner's format:u16 wake_at:i64 bytes
// Integers little-endian. crc: CRC-32 (zlib) of all that follows it.
#include "actors/event_log/snapshot_bytes.hpp"

#include <libdeflate.h>

#include <cstring>

namespace tidings {
namespace {
constexpr char format_number = 1;
constexpr std::size_t checked_from = 5;
constexpr std::size_t head_size = 23;

std::uint32_t crc_of(std::string_view value) {
  const auto checked = value.substr(checked_from);
  return libdeflate_crc32(0, checked.data(), checked.size());
}
template <class I> void store(std::string& to, std::size_t at, I x) { std::memcpy(to.data() + at, &x, sizeof x); }
template <class I> I load(std::string_view from, std::size_t at) {
  I x{};
  std::memcpy(&x, from.data() + at, sizeof x);
  return x;
}
} // namespace

std::string encode_snapshot(const stored_snapshot& what) {
  std::string value;
  value.reserve(head_size + what.bytes.size());
  value.resize(head_size);
  value += what.bytes;
  value[0] = format_number;
  store(value, 5, what.version);
  store(value, 13, what.format);
  store(value, 15, to_ms(what.wake_at));
  store(value, 1, crc_of(value));
  return value;
}

result<stored_snapshot> parse_snapshot(const practice_id& practice, std::string_view value) {
  if (value.size() < head_size || value[0] != format_number || load<std::uint32_t>(value, 1) != crc_of(value))
    return fail(error_code::log_damaged, "practice " + practice.str() + ": its snapshot is damaged");
  return stored_snapshot{practice, load<std::uint64_t>(value, 5), load<std::uint16_t>(value, 13),
                         from_ms(load<std::int64_t>(value, 15)), std::string(value.substr(head_size))};
}

} // namespace tidings
