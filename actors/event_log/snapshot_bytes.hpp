#pragma once
// Bytes of a snapshot, kept under its practice's padded code. Grammar: schemas/log_format.md.
#include "actors/event_log/engine.hpp"

namespace tidings {

std::string encode_snapshot(const stored_snapshot& what);
/// Checks format and CRC; `log_damaged` otherwise.
result<stored_snapshot> parse_snapshot(const practice_id& practice, std::string_view value);

} // namespace tidings
