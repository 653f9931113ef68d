#include "actors/board/timeline.hpp"

#include "schemas/event_codec.hpp"

#include <algorithm>

namespace tidings {
namespace {

constexpr std::uint32_t gap_max = 64;        // reading on costs less than asking again
constexpr std::uint32_t stretch_max = 1'000; // events in one reading

} // namespace

std::vector<log_stretch> stretches_of(const practice_id& practice, std::vector<std::uint32_t> sequences) {
  std::sort(sequences.begin(), sequences.end());
  std::vector<log_stretch> list;
  for (const auto sequence : sequences) {
    if (!list.empty()) {
      auto& last = list.back();
      const auto end = last.after + last.limit;
      const auto whole = sequence - last.after;
      if (sequence <= end) continue;
      if (sequence - end <= gap_max && whole <= stretch_max) {
        last.limit = static_cast<std::uint32_t>(whole);
        continue;
      }
    }
    list.push_back({practice, sequence - 1ULL, 1});
  }
  return list;
}

view::message_page message_page_of(view::message head, const sequence_list& sequences,
                                   std::span<const log_entry> entries, reveal secrets) {
  std::vector<const log_entry*> mine;
  for (const auto& entry : entries)
    if (std::find(sequences.begin(), sequences.end(), entry.sequence) != sequences.end()) mine.push_back(&entry);
  std::sort(mine.begin(), mine.end(), [](const auto* a, const auto* b) { return a->sequence < b->sequence; });
  view::message_page page{.head = std::move(head), .body = {}, .timeline = {}, .subject = {}, .attachments = {}};
  timeline_writer writer;
  for (const auto* entry : mine) {
    const auto what = decode(entry->what);
    if (!what) {
      page.timeline.push_back({.sequence = entry->sequence,
                               .at = iso8601(entry->what.at),
                               .type = std::string(name_of(entry->what.type)),
                               .summary = "This event can't be read: " + what.error().detail + ".",
                               .reply = {},
                               .operation = {}});
      continue;
    }
    page.timeline.push_back(writer.line(*what, entry->sequence, entry->what.at));
    const auto* accepted = std::get_if<message_accepted>(&*what);
    if (accepted) page.attachments = accepted->attachments;
    if (accepted && secrets == reveal::yes) {
      page.subject = accepted->subject.reveal();
      page.body = accepted->text.reveal();
      page.head.to = accepted->to.reveal();
    }
  }
  return page;
}

} // namespace tidings
