#include "actors/board/queue_answers.hpp"

#include "schemas/json.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <tuple>

namespace tidings {
namespace {

std::optional<view::pause> shown(const pause_tracks& all, const provider_id& which) {
  const auto found = all.find(which);
  if (found == all.end()) return std::nullopt;
  return view::pause{found->second.by, found->second.why, iso8601(found->second.since)};
}

view::maybe moment(timestamp at) { return at == never || at == timestamp{} ? view::maybe() : iso8601(at); }

/// When the message was asked for that waits longest. Looks at all of the practice's: an operator asks, not a clock.
timestamp oldest_of(const board_state& state, const practice_row& practice) {
  auto oldest = never;
  state.messages.of_practice(state.practice_numbers.find(practice.id)->second, [&](const message_row& row) {
    if (row.state == message_state::accepted && !row.suppressed) oldest = std::min(oldest, row.at);
  });
  return oldest;
}

view::practice_queue queue_of(const board_state& state, const practice_row& practice) {
  const auto now = [&](message_state which) { return practice.count.now[static_cast<std::size_t>(which)]; };
  return {.id = practice.id.str(),
          .name = practice.name,
          .waiting = now(message_state::accepted),
          .ready = practice.ready,
          .later = practice.later,
          .budget = practice.held,
          .in_flight = now(message_state::dispatching),
          .in_doubt = now(message_state::in_doubt),
          .oldest_at = moment(oldest_of(state, practice)),
          .paused = pause_of(practice),
          .fenced = practice.fenced};
}

/// Practices that send texts by this account and no other.
view::count alone_with(const board_state& state, const std::string& provider) {
  return static_cast<view::count>(
      std::count_if(state.practices.begin(), state.practices.end(), [&](const practice_row& row) {
        return row.configured && row.route.size() == 1 && row.route.front() == provider;
      }));
}

view::provider_queue queue_of(const board_state& state, const view::provider& provider, const provider_row& row) {
  return {.id = provider.id,
          .type = provider.type,
          .state = provider.state,
          .breaker = provider.breaker,
          .reason = provider.reason,
          .waiting = row.queued,
          .in_flight = row.in_flight,
          .window = provider.window,
          .oldest_at = moment(row.oldest),
          .alone = alone_with(state, provider.id),
          .paused = pause_of(state, provider_id(provider.id))};
}

template <class Row> void in_order(std::vector<Row>& rows) {
  // Times are written so that they sort as texts; who waits for nothing comes last.
  const auto rank = [](const Row& row) {
    return std::tuple(!row.paused, !row.oldest_at, row.oldest_at.value_or(std::string()), row.id);
  };
  std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return rank(a) < rank(b); });
}

} // namespace

std::optional<view::pause> pause_of(const practice_row& practice) { return shown(practice.pauses, provider_id{}); }

std::optional<view::pause> pause_of(const board_state& state, const provider_id& provider) {
  const auto* host = state.find_practice(practice_id::host());
  return host ? shown(host->pauses, provider) : std::nullopt;
}

board_result queues_answer(const board_view& board) {
  view::queues page;
  for (const auto& row : board.state.practices)
    if (is_shown(row) && !row.id.is_host() && board.shows(row.id)) page.practices.push_back(queue_of(board.state, row));
  in_order(page.practices);
  if (!board.within)
    for (const auto& provider : provider_views(board.state))
      page.providers.push_back(queue_of(board.state, provider, board.state.providers.at(provider.id)));
  in_order(page.providers);
  return board_answer{200, boost::json::serialize(to_json(page))};
}

} // namespace tidings
