// snapshot's entry:  "s" practice(12, padded) -> the snapshot's value as in snapshot_bytes.cpp, without its bytes
// message's entry:   "m" message(16) first sequence(u32, big-endian) -> practice(12, padded), sequences(u32 each,
// little-endian). An entry that can't be read is as good as none.
#include "actors/event_log/index_bytes.hpp"

#include "actors/event_log/snapshot_bytes.hpp"

#include <cstring>

namespace tidings {
namespace {
constexpr std::string_view snapshots = "s", places = "m";
constexpr std::size_t id_size = 16, place_key_size = 1 + id_size + 4;
} // namespace

std::string_view snapshot_index_prefix() { return snapshots; }

std::string snapshot_index_key(const practice_id& practice) {
  return std::string(snapshots) + std::string(practice.padded().data(), practice.padded().size());
}

index_row index_snapshot(const stored_snapshot& what) {
  return {snapshot_index_key(what.practice),
          encode_snapshot({what.practice, what.version, what.format, what.wake_at, {}, {}})};
}

std::optional<stored_snapshot> parse_indexed_snapshot(std::string_view key, std::string_view value) {
  if (!key.starts_with(snapshots)) return std::nullopt;
  const auto practice = parse_padded(key.substr(snapshots.size()));
  if (!practice) return std::nullopt;
  auto read = parse_snapshot(*practice, value);
  return read ? std::optional(std::move(*read)) : std::nullopt;
}

std::string place_index_key(const message_id& from) {
  std::string key(places);
  key.append(reinterpret_cast<const char*>(from.bytes.data()), from.bytes.size());
  return key;
}

index_row index_place(const message_place& what) {
  index_row row{place_index_key(what.message), std::string(what.practice.padded().data(), practice_id::size_max)};
  const auto first = what.sequences.empty() ? 0U : what.sequences.front();
  for (int shift = 24; shift >= 0; shift -= 8) row.key += static_cast<char>(first >> shift & 0xff);
  const auto head = row.value.size();
  row.value.resize(head + what.sequences.size() * sizeof(std::uint32_t));
  std::memcpy(row.value.data() + head, what.sequences.data(), row.value.size() - head);
  return row;
}

std::optional<message_place> parse_place(std::string_view key, std::string_view value) {
  if (key.size() != place_key_size || !key.starts_with(places) || value.size() < practice_id::size_max)
    return std::nullopt;
  const auto practice = parse_padded(value.substr(0, practice_id::size_max));
  value.remove_prefix(practice_id::size_max);
  if (!practice || value.size() % sizeof(std::uint32_t) != 0) return std::nullopt;
  message_place place;
  std::memcpy(place.message.bytes.data(), key.data() + places.size(), id_size);
  place.practice = *practice;
  place.sequences.resize(value.size() / sizeof(std::uint32_t));
  std::memcpy(place.sequences.data(), value.data(), value.size());
  return place;
}

} // namespace tidings
