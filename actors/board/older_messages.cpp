#include "actors/board/older_messages.hpp"

#include "actors/board/fold.hpp"
#include "schemas/event_codec.hpp"

#include <algorithm>
#include <limits>

namespace tidings {

std::vector<message_place> one_each(std::vector<message_place> places) {
  std::stable_sort(places.begin(), places.end(), [](const auto& a, const auto& b) {
    return std::pair(a.message, a.practice.is_host()) < std::pair(b.message, b.practice.is_host());
  });
  std::vector<message_place> found;
  for (auto& one : places) {
    if (found.empty() || found.back().message != one.message)
      found.push_back(std::move(one));
    else if (found.back().practice == one.practice)
      found.back().sequences.insert(found.back().sequences.end(), one.sequences.begin(), one.sequences.end());
  }
  for (auto& one : found) {
    std::sort(one.sequences.begin(), one.sequences.end());
    one.sequences.erase(std::unique(one.sequences.begin(), one.sequences.end()), one.sequences.end());
  }
  return found;
}

std::vector<log_stretch> stretches_of(std::span<const message_place> places) {
  std::vector<log_stretch> all;
  for (const auto& one : places)
    for (auto& stretch : stretches_of(one.practice, one.sequences)) all.push_back(stretch);
  return all;
}

board_state folded_alone(const message_place& place, std::span<const log_entry> entries) {
  std::vector<const log_entry*> mine;
  for (const auto& entry : entries)
    if (entry.practice == place.practice && entry.sequence <= std::numeric_limits<std::uint32_t>::max() &&
        std::binary_search(place.sequences.begin(), place.sequences.end(), static_cast<std::uint32_t>(entry.sequence)))
      mine.push_back(&entry);
  std::sort(mine.begin(), mine.end(), [](const auto* a, const auto* b) { return a->sequence < b->sequence; });
  board_state alone;
  for (const auto* entry : mine)
    if (const auto what = decode(entry->what)) fold(alone, *what, entry->practice, entry->sequence, entry->what.at);
  return alone;
}

std::optional<view::message> older_message(const message_place& place, std::span<const log_entry> entries,
                                           const message_filter& filter) {
  const auto alone = folded_alone(place, entries);
  const auto* row = alone.messages.find(place.message);
  return row && filter.matches(*row, alone) ? std::optional(message_view(alone, *row)) : std::nullopt;
}

} // namespace tidings
