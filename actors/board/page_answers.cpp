#include "actors/board/page_answers.hpp"

#include "actors/board/audit_filter.hpp"
#include "actors/board/csv.hpp"
#include "actors/board/message_search.hpp"
#include "actors/board/older_messages.hpp"
#include "actors/board/parked_groups.hpp"
#include "schemas/event_codec.hpp"

#include <algorithm>

namespace tidings {
namespace {

using boost::json::object;
using boost::json::value;

board_answer ok(value what) { return {200, boost::json::serialize(what)}; }

board_answer page_of(const char* name, value rows, value next) {
  return ok(object{{name, std::move(rows)}, {"next", std::move(next)}});
}

/// A page being filled: it takes rows until it is full, and knows whether there are more.
struct page_filler {
  const page_request& page;
  std::size_t taken = 0;
  bool more = false;
  std::string last;

  template <class Row> bool take(const Row&, const row_key& key, bool urgent = false) {
    if (taken == page.limit) {
      more = true;
      return false;
    }
    ++taken;
    last = cursor_text(key, urgent);
    return true;
  }
  value next() const { return more ? value(boost::json::string(last)) : value(nullptr); }
};

// Goes through a table, newest first, and shows at most a page of what `wanted` lets through.
template <class Table, class Wanted, class Show>
value page_through(const Table& table, const page_request& page, Wanted&& wanted, Show&& show) {
  page_filler filler{page};
  table.newest_first(page.before, [&](const auto& row, const row_key& key) {
    if (!wanted(row)) return true;
    if (!filler.take(row, key)) return false;
    show(row);
    return true;
  });
  return filler.next();
}

// Rows of one practice only. An unknown practice has none.
struct of_practice {
  const board_view& board;
  std::optional<std::uint32_t> number;
  bool any = true;
  template <class Row> bool operator()(const Row& row) const {
    if (!any && (!number || *number != row.practice)) return false;
    return board.shows(board.state.practices[row.practice].id);
  }
};
of_practice filter_of(const board_view& board, const page_request& page) {
  if (!page.practice) return {board, {}, true};
  const auto& numbers = board.state.practice_numbers;
  const auto found = numbers.find(*page.practice);
  return {board, found == numbers.end() ? std::nullopt : std::optional(found->second), false};
}

// Rows whose secrets stand in one event each.
using wanted_events = std::map<practice_id, std::vector<std::uint32_t>>;
std::vector<log_stretch> stretches_of(wanted_events where) {
  std::vector<log_stretch> all;
  for (auto& [practice, sequences] : where)
    for (auto& stretch : stretches_of(practice, std::move(sequences))) all.push_back(stretch);
  return all;
}

template <class Event, class F> void for_each_event(const std::vector<log_entry>& entries, F&& f) {
  for (const auto& entry : entries) {
    if (entry.what.type != Event::type) continue;
    const auto what = decode(entry.what);
    if (const auto* one = what ? std::get_if<Event>(&*what) : nullptr) f(*one);
  }
}

/// Null too when it is another's: it is then looked for and not found, like one that never was.
const message_row* message_called(const board_view& board, const std::string& text) {
  const auto id = parse_id<message_id>(text);
  const auto* row = id ? board.state.messages.find(*id) : nullptr;
  return row && board.shows(board.state.practices[row->practice].id) ? row : nullptr;
}

board_answer no_message(const board_view& board) {
  if (!board.about.caught_up)
    return board_error(503, "starting", "the event log is still being read; ask again in a few seconds");
  return board_error(404, "not_found", "no message has this id");
}

/// The message isn't in memory: the log's index knows where its events stand, if it ever was.
template <class Found> board_result look_further_back(const board_view& board, const std::string& text, Found&& found) {
  const auto id = parse_id<message_id>(text);
  if (!id) return no_message(board);
  auto digits = to_text(*id);
  std::erase(digits, '-');
  return board_wants_places{std::move(digits), 2, // the practice's, and perhaps the host's
                            [refusal = no_message(board), within = board.within,
                             found = std::forward<Found>(found)](std::vector<message_place> places) {
                              places = one_each(std::move(places));
                              std::erase_if(places,
                                            [&](const message_place& one) { return !is_within(within, one.practice); });
                              return places.empty() ? board_result(refusal) : found(std::move(places.front()), refusal);
                            }};
}

/// Can the log's index be of use to this search?
bool is_for_the_log(const board_state& state, const std::optional<search_term>& term) {
  return state.dropped > 0 && term && term->digits().size() >= board_older_digits_min;
}

value message_page_of_rows(const std::vector<view::message>& rows, value next, const char* further) {
  return object{{"messages", to_json(rows)}, {"next", std::move(next)}, {"further_back", further}};
}

/// Behind what is in memory comes what the log's index finds, made again from its events.
board_result older_messages_answer(std::vector<view::message> newer, const std::string& digits,
                                   const std::optional<practice_id>& practice, const message_filter& filter,
                                   const practice_scope_ptr& within) {
  return board_wants_places{
      digits, board_older_max,
      [newer = std::move(newer), practice, filter, within](std::vector<message_place> places) -> board_result {
        places = one_each(std::move(places));
        std::erase_if(places, [&](const auto& one) {
          return !is_within(within, one.practice) || (practice && one.practice != *practice) ||
                 std::any_of(newer.begin(), newer.end(),
                             [&](const auto& row) { return row.id == to_text(one.message); });
        });
        auto wanted = stretches_of(std::span<const message_place>(places));
        return board_wants_log{std::move(wanted), [newer, places = std::move(places), filter](const auto& entries) {
                                 auto rows = newer;
                                 for (const auto& place : places)
                                   if (auto row = older_message(place, entries, filter))
                                     rows.push_back(std::move(*row));
                                 return ok(message_page_of_rows(rows, nullptr, "searched"));
                               }};
      }};
}

} // namespace

board_result messages_answer(const board_view& board, const query_parameters& parameters) {
  const auto page = page_request::parse(parameters);
  if (!page) return page.error();
  const auto term = search_term::parse(parameters);
  if (!term) return term.error();
  const auto filter = message_filter::parse(parameters);
  if (!filter) return filter.error();
  const auto ours = filter_of(board, *page);
  std::vector<view::message> rows;
  wanted_events where;
  auto next = page_through(
      board.state.messages, *page,
      [&](const message_row& row) {
        return ours(row) && filter->matches(row, board.state) && (!*term || (*term)->matches(row));
      },
      [&](const message_row& row) {
        rows.push_back(message_view(board.state, row));
        where[board.state.practices[row.practice].id].push_back(row.events.front());
      });
  const bool revealing = flag_in(parameters, "reveal") && !rows.empty();
  if (next.is_null() && !revealing && is_for_the_log(board.state, *term))
    return older_messages_answer(std::move(rows), (*term)->digits(), page->practice, *filter, board.within);
  const auto* further = board.state.dropped == 0 ? "nothing" : "not_searched";
  if (!revealing) return ok(message_page_of_rows(rows, std::move(next), further));
  return board_wants_log{stretches_of(std::move(where)), [rows = std::move(rows), next = std::move(next),
                                                          further](const std::vector<log_entry>& entries) mutable {
                           std::map<std::string, view::message*> by_id;
                           for (auto& row : rows) by_id[row.id] = &row;
                           for_each_event<message_accepted>(entries, [&](const message_accepted& e) {
                             if (const auto row = by_id.find(to_text(e.message)); row != by_id.end())
                               row->second->to = e.to.reveal();
                           });
                           return ok(message_page_of_rows(rows, next, further));
                         }};
}

board_result message_answer(const board_view& board, const std::string& id, const query_parameters& parameters) {
  const auto* row = message_called(board, id);
  const auto secrets = flag_in(parameters, "reveal") ? reveal::yes : reveal::no;
  if (!row)
    return look_further_back(board, id, [secrets](message_place place, const board_answer& refusal) -> board_result {
      auto wanted = stretches_of(std::span<const message_place>(&place, 1));
      return board_wants_log{std::move(wanted), [place = std::move(place), secrets, refusal](const auto& entries) {
                               const auto head = older_message(place, entries, {});
                               if (!head) return refusal;
                               const sequence_list events(place.sequences.begin(), place.sequences.end());
                               return ok(to_json(message_page_of(*head, events, entries, secrets)));
                             }};
    });
  return board_wants_log{
      stretches_of(board.state.practices[row->practice].id, {row->events.begin(), row->events.end()}),
      [head = message_view(board.state, *row), events = row->events, secrets](const std::vector<log_entry>& entries) {
        return ok(to_json(message_page_of(head, events, entries, secrets)));
      }};
}

board_result kept_file_answer(const board_view& board, const std::string& id, const query_parameters& parameters) {
  const auto wanted = parameters.find("file");
  const auto bytes_in = [file = wanted == parameters.end() ? std::string() : wanted->second,
                         refusal = no_message(board)](const std::vector<log_entry>& entries) {
    auto answer = refusal;
    for_each_event<file_kept>(entries, [&](const file_kept& e) {
      if (e.file == file && !e.bytes.reveal().empty()) // empty: its key has been destroyed
        answer = {200, e.bytes.reveal()};
    });
    return answer;
  };
  const auto* row = message_called(board, id);
  if (!row)
    return look_further_back(board, id, [bytes_in](const message_place& place, const board_answer&) -> board_result {
      return board_wants_log{stretches_of(std::span<const message_place>(&place, 1)), bytes_in};
    });
  return board_wants_log{
      stretches_of(board.state.practices[row->practice].id, {row->events.begin(), row->events.end()}), bytes_in};
}

board_result message_practice_answer(const board_view& board, const std::string& id) {
  const auto* row = message_called(board, id);
  if (!row)
    return look_further_back(board, id, [](const message_place& place, const board_answer&) -> board_result {
      return ok(object{{"practice", place.practice.text()}});
    });
  return ok(object{{"practice", board.state.practices[row->practice].id.text()}});
}

board_result replies_answer(const board_view& board, const query_parameters& parameters) {
  const auto page = page_request::parse(parameters);
  if (!page) return page.error();
  const auto meaning = word_in<reply_meaning>(parameters, "meaning");
  if (!meaning) return meaning.error();
  const auto state = word_in<reply_state>(parameters, "state");
  if (!state) return state.error();
  const auto ours = filter_of(board, *page);
  std::vector<view::reply> rows;
  wanted_events where;
  auto next = page_through(
      board.state.replies, *page,
      [&](const reply_row& row) {
        return ours(row) && (!*meaning || row.meaning == **meaning) && (!*state || row.state == **state);
      },
      [&](const reply_row& row) {
        rows.push_back(reply_view(board.state, row));
        where[board.state.practices[row.practice].id].push_back(row.sequence);
      });
  if (!flag_in(parameters, "reveal") || rows.empty()) return page_of("replies", to_json(rows), std::move(next));
  return board_wants_log{stretches_of(std::move(where)), [rows = std::move(rows), next = std::move(next)](
                                                             const std::vector<log_entry>& entries) mutable {
                           std::map<std::string, view::reply*> by_id;
                           for (auto& row : rows) by_id[row.id] = &row;
                           for_each_event<reply_received>(entries, [&](const reply_received& e) {
                             const auto row = by_id.find(to_text(e.reply));
                             if (row == by_id.end()) return;
                             row->second->body = e.text.reveal();
                             row->second->from = e.from.reveal();
                           });
                           return page_of("replies", to_json(rows), next);
                         }};
}

// Urgent ones first, then the others, each newest first.
board_result staff_answer(const board_view& board, const query_parameters& parameters) {
  const auto page = page_request::parse(parameters, board_page_max);
  if (!page) return page.error();
  const auto ours = filter_of(board, *page);
  std::vector<view::staff_item> rows;
  page_filler filler{*page};
  const auto go_through = [&](bool urgent, const std::optional<row_key>& before) {
    board.state.staff_items.newest_first(before, [&](const staff_row& row, const row_key& key) {
      if (row.urgent != urgent || !ours(row)) return true;
      if (!filler.take(row, key, urgent)) return false;
      rows.push_back(staff_view(board.state, row));
      return true;
    });
  };
  const bool begun = page->before.has_value();
  if (!begun || page->before_urgent) go_through(true, page->before);
  if (!filler.more) go_through(false, begun && !page->before_urgent ? page->before : std::nullopt);
  return page_of("staff_items", to_json(rows), filler.next());
}

// The rows say which entries; the entries say the rest.
board_result audit_answer(const board_view& board, const query_parameters& parameters) {
  const bool as_csv = parameters.contains("format");
  auto page = page_request::parse(parameters);
  if (!page) return page.error();
  if (as_csv) page->limit = csv_rows_max;
  const auto wanted = audit_filter::parse(parameters);
  if (!wanted) return wanted.error();
  const auto user = parameters.find("user");
  const auto ours = filter_of(board, *page);
  wanted_events where;
  std::vector<request_id> order;
  auto next = page_through(
      board.state.audit, *page,
      [&](const audit_row& row) {
        return ours(row) && (user == parameters.end() || board.state.words.text(row.user) == user->second) &&
               row.at >= wanted->since && row.at < wanted->until && (!wanted->kind || row.kind == *wanted->kind);
      },
      [&](const audit_row& row) {
        order.push_back(row.id);
        where[board.state.practices[row.practice].id].push_back(row.sequence);
      });
  if (order.empty())
    return as_csv ? board_answer{200, audit_csv({})} : page_of("audit", boost::json::array(), std::move(next));
  return board_wants_log{
      stretches_of(std::move(where)), [order = std::move(order), next, as_csv](const std::vector<log_entry>& entries) {
        std::map<request_id, view::audit_entry> by_request;
        for (const auto& entry : entries) {
          const auto what = entry.what.type == event_type::audited ? decode(entry.what) : result<event>(event());
          if (const auto* one = what ? std::get_if<audited>(&*what) : nullptr)
            by_request.emplace(one->what.request, audit_view(entry, *one));
        }
        std::vector<view::audit_entry> rows;
        for (const auto& id : order)
          if (const auto row = by_request.find(id); row != by_request.end()) rows.push_back(row->second);
        return as_csv ? board_answer{200, audit_csv(rows)} : page_of("audit", to_json(rows), next);
      }};
}

board_result parked_answer(const board_view& board, const query_parameters& parameters) {
  const auto page = page_request::parse(parameters, board_page_max);
  if (!page) return page.error();
  const auto wanted = parked_filter::parse(parameters);
  if (!wanted) return wanted.error();
  std::vector<view::parked> rows;
  auto next = page_through(
      board.state.parked, *page,
      [&, ours = filter_of(board, *page)](const parked_row& row) { return ours(row) && (*wanted)(row); },
      [&](const parked_row& row) { rows.push_back(parked_view(board.state, row)); });
  return page_of("parked", to_json(rows), std::move(next));
}

} // namespace tidings
