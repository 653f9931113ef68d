#pragma once
// Messages that have fallen out of the board's memory: made again from their events in the log. Pure.
#include "actors/board/message_search.hpp"

#include <span>

namespace tidings {

/// A shorter start of an id could be anybody's, and three digits may be a number's end.
constexpr std::size_t board_older_digits_min = 8;
/// Messages of one search that are made again from the log.
constexpr std::uint32_t board_older_max = 20;

/// One place a message; of several practices' the one that isn't the host's: there lie only stray receipts.
std::vector<message_place> one_each(std::vector<message_place> places);

/// Where the log has to be read for these.
std::vector<log_stretch> stretches_of(std::span<const message_place> places);

/// The message's events out of `entries`, folded by themselves.
board_state folded_alone(const message_place& place, std::span<const log_entry> entries);

/// The message's events out of `entries`, folded anew; nothing when its beginning isn't among them, or when it isn't
/// what is asked for.
std::optional<view::message> older_message(const message_place& place, std::span<const log_entry> entries,
                                           const message_filter& filter);

} // namespace tidings
