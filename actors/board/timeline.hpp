#pragma once
// One message's page, from its events as they stand in the log. Pure.
#include "actors/board/state.hpp"
#include "schemas/json.hpp"

#include <span>

namespace tidings {

/// A stretch of a practice's stream: at most `limit` events after sequence `after`.
struct log_stretch {
  practice_id practice;
  std::uint64_t after = 0;
  std::uint32_t limit = 0;
  bool operator==(const log_stretch&) const = default;
};

/// The fewest readings that hold all of `sequences` without reading long gaps between them.
std::vector<log_stretch> stretches_of(const practice_id& practice, std::vector<std::uint32_t> sequences);

/// What an event means for the reader of a message's page, in one line of plain English.
struct timeline_writer {
  /// Remembers what later lines refer to; call in the stream's order.
  view::timeline_entry line(const event& what, std::uint64_t sequence, timestamp at);

private:
  std::map<operation_id, operation_requested> operations_;
  channel by_ = channel::sms;
};

/// @param entries of the practice's stream, in any order; those not among `sequences` are left out
/// @param secrets `yes`: `body` and the whole number are filled in
view::message_page message_page_of(view::message head, const sequence_list& sequences,
                                   std::span<const log_entry> entries, reveal secrets);

/// `Tue 24 Nov, 09:10` in Europe/London.
std::string london_text(timestamp at);

} // namespace tidings
