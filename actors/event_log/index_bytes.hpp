#pragma once
// Bytes of the log's index: what can be found without reading whole streams or whole snapshots. Grammar:
// schemas/log_format.md.
#include "actors/event_log/engine.hpp"

namespace tidings {

/// One entry of the index.
struct index_row {
  std::string key;
  std::string value;
};

/// What `list_streams` needs to know of a practice's own snapshot, without its bytes.
index_row index_snapshot(const stored_snapshot& what);
/// Where the entry of this practice's snapshot is.
std::string snapshot_index_key(const practice_id& practice);
/// Begins the key of every snapshot's entry.
std::string_view snapshot_index_prefix();
/// `bytes` is empty. Nothing when this is no such entry.
std::optional<stored_snapshot> parse_indexed_snapshot(std::string_view key, std::string_view value);

/// One of the entries of a message; its key tells it apart by the first of its sequences.
index_row index_place(const message_place& what);
/// Where entries of messages begin whose ids aren't smaller than `from`.
std::string place_index_key(const message_id& from);
std::optional<message_place> parse_place(std::string_view key, std::string_view value);

} // namespace tidings
