// What messages cost, as schemas/events.hpp has it and as the practice itself counts it.
#include "actors/board/folder.hpp"
#include "schemas/london.hpp"

#include <algorithm>
#include <limits>

namespace tidings {

void board_folder::charge(message_row& row, const attempt_started& e) {
  if (!is_of_today(practice.spend_until, at)) {
    practice.spend.clear();
    practice.spend_until = end_of_london_day(at);
  }
  row.segments = e.segments;
  row.millipence =
      static_cast<std::uint32_t>(std::min<std::uint64_t>(e.millipence, std::numeric_limits<std::uint32_t>::max()));
  row.charged_until = practice.spend_until;
  auto& report = reported(row, at);
  report.segments += row.segments;
  report.millipence += row.millipence;
  auto& spend = practice.spend[row.provider];
  ++spend.messages;
  spend.segments += row.segments;
  spend.millipence += row.millipence;
}

void board_folder::refund(message_row& row) {
  const auto found = practice.spend.find(row.provider);
  if (row.charged_until == practice.spend_until && row.charged_until != timestamp{} && found != practice.spend.end()) {
    auto& spend = found->second;
    spend.messages -= std::min<view::count>(spend.messages, 1);
    spend.segments -= std::min<view::count>(spend.segments, row.segments);
    spend.millipence -= std::min<view::count>(spend.millipence, row.millipence);
  }
  if (row.charged_until != timestamp{}) {
    auto& report = reported(row, row.charged_until - millis(1)); // the end of that day is the next one's begin
    report.segments -= std::min<std::uint64_t>(report.segments, row.segments);
    report.millipence -= std::min<std::uint64_t>(report.millipence, row.millipence);
  }
  row.segments = row.millipence = 0;
  row.charged_until = {};
}

void board_folder::operator()(const message_held& e) {
  auto* row = accepted_row(e.message);
  if (!row) return;
  concerns(row);
  row->reason = shortened(e.reason);
  if (row->state != message_state::accepted || std::exchange(row->held, true)) return;
  ++practice.held;
}

void board_folder::let_go(message_row& row) {
  if (std::exchange(row.held, false)) --practice.held;
}

void forget_past_spend(board_state& state, timestamp now) {
  for (auto& practice : state.practices) {
    if (is_of_today(practice.spend_until, now)) continue;
    practice.spend.clear();
    practice.spend_until = {};
  }
}

} // namespace tidings
