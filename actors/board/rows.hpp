#pragma once
// The board's rows as the API shows them. Pure.
#include "actors/board/state.hpp"

namespace tidings {

view::message message_view(const board_state& state, const message_row& row);
/// How a reply came, for people: `sms`, `email`, `voice`, or `link` when it was filled in online.
std::string heard_by(channel by);
view::reply reply_view(const board_state& state, const reply_row& row);
view::staff_item staff_view(const board_state& state, const staff_row& row);
view::audit_entry audit_view(const log_entry& entry, const audited& what);
view::parked parked_view(const board_state& state, const parked_row& row);

/// Is it shown at all? A practice that is no longer configured is, until nothing of it is under way.
bool is_shown(const practice_row& row);
view::practice practice_view(const practice_row& row);
/// Worst first: state, then what is in doubt, parked or waits for a person, then the queue, then the code.
std::vector<view::practice> practice_views(const board_state& state);

view::connector connector_view(const practice_row& row);
/// Worst first.
std::vector<view::connector> connector_views(const board_state& state);
std::vector<view::provider> provider_views(const board_state& state);
/// Parents first.
std::vector<view::actor> actor_views(const board_state& state);

/// The event log's own counts, as last told.
struct log_figures {
  view::count events = 0, commits = 0, waiting = 0, streams = 0, bytes = 0;
};

struct board_about {
  std::string version;
  timestamp started_at{};
  bool caught_up = false;
  view::count to_go = 0; ///< events that are in the log and not yet here, while it catches up
  bool log_there = true;
  std::string log_trouble; ///< why nothing can be written now
  log_figures log;
};
view::overview overview_view(const board_state& state, const board_about& about);

} // namespace tidings
