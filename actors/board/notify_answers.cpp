#include "actors/board/notify_answers.hpp"

#include "actors/board/message_search.hpp"
#include "actors/board/older_messages.hpp"
#include "schemas/event_codec.hpp"
#include "schemas/json.hpp"
#include "schemas/notify.hpp"

#include <algorithm>
#include <tuple>

namespace tidings {
namespace {

using boost::json::object;

const std::string* given(const query_parameters& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() || found->second.empty() ? nullptr : &found->second;
}

/// Whoever finds nothing may send again: nothing is said to be missing before all of the log was read.
board_answer not_read_yet() {
  return board_error(503, "starting", "the event log is still being read; ask again in a few seconds");
}

board_answer no_notification() { return board_error(404, "not_found", "no message has this id"); }

template <class Row> bool is_newer(const Row& a, const Row& b) { return std::tie(a.at, a.id) > std::tie(b.at, b.id); }

/// A page of a practice's rows, newest first, of those older than `before`.
template <class Row, class Wanted>
std::vector<const Row*> page_of(const bounded_table<Row>& table, std::uint32_t practice, const Row* before,
                                Wanted&& wanted) {
  std::vector<const Row*> all;
  table.of_practice(practice, [&](const Row& row) {
    if (wanted(row) && (!before || is_newer(*before, row))) all.push_back(&row);
  });
  const auto count = std::min(all.size(), board_notify_page);
  const auto end = all.begin() + static_cast<std::ptrdiff_t>(count);
  std::partial_sort(all.begin(), end, all.end(), [](const Row* a, const Row* b) { return is_newer(*a, *b); });
  all.resize(count);
  return all;
}

/// The practice's number; nothing: the board knows nothing of it.
std::optional<std::uint32_t> practice_in(const board_state& state, const query_parameters& parameters) {
  const auto* text = given(parameters, "practice");
  const auto id = text ? practice_id::parse(*text) : std::nullopt;
  const auto found = id ? state.practice_numbers.find(*id) : state.practice_numbers.end();
  return found == state.practice_numbers.end() ? std::nullopt : std::optional(found->second);
}

/// The row that `older_than` names, if it is this practice's.
template <class Row, class Id>
const Row* older_than(const bounded_table<Row>& table, std::uint32_t practice, const std::string& text) {
  const auto id = parse_id<Id>(text);
  const auto* row = id ? table.find(*id) : nullptr;
  return row && row->practice == practice ? row : nullptr;
}

bool ended_unsent(const message_row& row) {
  return row.state == message_state::cancelled || row.state == message_state::expired;
}

view::notification notification_of(const message_row& row) {
  view::notification out{
      .id = to_text(row.id), .status = std::string(notify_status(row)), .created_at = iso8601(row.at)};
  if (row.sent_at != timestamp{}) out.sent_at = iso8601(row.sent_at);
  if (row.delivered_at != timestamp{})
    out.completed_at = iso8601(row.delivered_at);
  else if (is_end(row.state) && row.failed_at != timestamp{})
    out.completed_at = iso8601(row.failed_at);
  return out;
}

/// What the log has to tell of a row: its words, and when it ended if the row doesn't say.
std::vector<std::uint32_t> sequences_of(const message_row& row) {
  if (!ended_unsent(row)) return {row.events.front()};
  return {row.events.front(), row.events.back()};
}

/// A row that waits for the log.
struct wanted_row {
  view::notification shown;
  std::uint32_t first = 0, last = 0; ///< sequences
  bool ended_unsent = false;
};
wanted_row wanted_of(const message_row& row) {
  return {notification_of(row), row.events.front(), row.events.back(), ended_unsent(row)};
}

/// False: the log's words aren't those of a message that a program sent, or that this one did.
bool fill_in(wanted_row& row, std::span<const log_entry> entries, const std::optional<std::string>& asked_by) {
  bool found = false;
  for (const auto& entry : entries) {
    if (entry.sequence == row.last && row.ended_unsent) row.shown.completed_at = iso8601(entry.what.at);
    if (entry.sequence != row.first || entry.what.type != event_type::message_accepted) continue;
    const auto what = decode(entry.what);
    const auto* one = what ? std::get_if<message_accepted>(&*what) : nullptr;
    if (!one || one->api.key.empty() || to_text(one->message) != row.shown.id) continue;
    if (asked_by && one->asked_by != *asked_by) continue;
    row.shown.to = one->to.reveal();
    row.shown.body = one->text.reveal();
    row.shown.subject = one->subject.reveal();
    row.shown.unsubscribe_url = one->unsubscribe_url.reveal();
    row.shown.channel = boost::describe::enum_to_string(one->by, "");
    row.shown.reference = one->api.reference.reveal();
    row.shown.template_name = one->api.template_name;
    row.shown.template_version = one->api.template_version;
    found = true;
  }
  return found;
}

board_answer answer_of(std::vector<wanted_row> rows, const std::vector<log_entry>& entries,
                       const std::optional<std::string>& reference, const std::optional<std::string>& asked_by) {
  boost::json::array list;
  for (auto& row : rows)
    if (fill_in(row, entries, asked_by) && (!reference || row.shown.reference == *reference))
      list.push_back(to_json(row.shown));
  return {200, boost::json::serialize(object{{"notifications", std::move(list)}})};
}

/// A parameter's words, with commas between them.
std::vector<std::string> words_in(const query_parameters& parameters, const char* name) {
  std::vector<std::string> list;
  const auto* words = given(parameters, name);
  for (std::size_t from = 0; words && from <= words->size();) {
    const auto comma = std::min(words->find(',', from), words->size());
    list.push_back(words->substr(from, comma - from));
    from = comma + 1;
  }
  return list;
}

/// Which messages a program asks for.
struct notification_filter {
  std::optional<api_key_type> key_type;
  std::vector<std::string> statuses; ///< none: any
  std::vector<std::string> channels; ///< none: any
  std::optional<std::string> reference;
  std::optional<std::string> asked_by; ///< only what this one asked for

  static checked<notification_filter> parse(const query_parameters& parameters) {
    notification_filter filter;
    const auto type = word_in<api_key_type>(parameters, "key_type");
    if (!type) return tl::make_unexpected(type.error());
    filter.key_type = *type;
    filter.statuses = words_in(parameters, "statuses");
    filter.channels = words_in(parameters, "channels");
    // An empty one is a reference too: nothing has it.
    if (const auto found = parameters.find("reference"); found != parameters.end()) filter.reference = found->second;
    if (const auto found = parameters.find("asked_by"); found != parameters.end()) filter.asked_by = found->second;
    return filter;
  }
  bool is_for(const message_row& row, const word_list& words) const {
    return !asked_by || words.text(row.asked_by) == *asked_by;
  }
  bool matches(const message_row& row, const word_list& words) const {
    if (!row.api || (key_type && *row.api != *key_type) || !is_for(row, words)) return false;
    if (reference && row.reference != std::hash<std::string>{}(*reference)) return false;
    const std::string_view by = boost::describe::enum_to_string(row.by, "");
    if (!channels.empty() && std::find(channels.begin(), channels.end(), by) == channels.end()) return false;
    return statuses.empty() || std::find(statuses.begin(), statuses.end(), notify_status(row)) != statuses.end();
  }
};

} // namespace

std::string_view notify_status(const message_row& row) {
  switch (row.state) {
  case message_state::accepted:
    return "created";
  case message_state::dispatching:
  case message_state::in_doubt:
    return "sending";
  case message_state::sent:
    return row.receipt == receipt_status::pending ? "pending" : "sending";
  case message_state::delivered:
    return "delivered";
  case message_state::permanent_failure:
    return "permanent-failure";
  case message_state::temporary_failure:
    return "temporary-failure";
  case message_state::cancelled:
    if (std::string_view(row.reason).starts_with(simulated_mark))
      return std::string_view(row.reason).substr(simulated_mark.size());
    return "technical-failure";
  case message_state::technical_failure:
  case message_state::expired:
    return "technical-failure";
  }
  return "technical-failure";
}

board_result notifications_answer(const board_view& board, const query_parameters& parameters) {
  if (!board.about.caught_up) return not_read_yet();
  const auto filter = notification_filter::parse(parameters);
  if (!filter) return filter.error();
  const auto practice = practice_in(board.state, parameters);
  const auto* mark = given(parameters, "older_than");
  const auto* before =
      practice && mark ? older_than<message_row, message_id>(board.state.messages, *practice, *mark) : nullptr;
  const auto& words = board.state.words;
  if (!practice || (mark && (!before || !filter->is_for(*before, words)))) return answer_of({}, {}, {}, {});
  std::vector<wanted_row> rows;
  std::vector<std::uint32_t> sequences;
  for (const auto* row : page_of(board.state.messages, *practice, before,
                                 [&](const message_row& one) { return filter->matches(one, words); })) {
    rows.push_back(wanted_of(*row));
    for (const auto sequence : sequences_of(*row)) sequences.push_back(sequence);
  }
  return board_wants_log{stretches_of(board.state.practices[*practice].id, std::move(sequences)),
                         [rows = std::move(rows), reference = filter->reference,
                          asked_by = filter->asked_by](const std::vector<log_entry>& entries) {
                           return answer_of(rows, entries, reference, asked_by);
                         }};
}

board_result notification_answer(const board_view& board, const std::string& id, const query_parameters& parameters) {
  const auto message = parse_id<message_id>(id);
  const auto practice = practice_in(board.state, parameters);
  const auto refusal = board.about.caught_up ? no_notification() : not_read_yet();
  if (!message || !practice) return refusal;
  const auto code = board.state.practices[*practice].id;
  const auto* own = given(parameters, "asked_by");
  const auto one_or = [asked_by = own ? std::optional(*own) : std::nullopt](const board_answer& otherwise,
                                                                            std::vector<wanted_row> rows,
                                                                            const std::vector<log_entry>& entries) {
    return rows.empty() || !fill_in(rows.front(), entries, asked_by)
               ? otherwise
               : answer_of(std::move(rows), entries, {}, asked_by);
  };
  if (const auto* row = board.state.messages.find(*message)) {
    if (row->practice != *practice || !row->api) return no_notification();
    return board_wants_log{stretches_of(code, sequences_of(*row)),
                           [row = wanted_of(*row), refusal, one_or](const std::vector<log_entry>& entries) {
                             return one_or(refusal, {row}, entries);
                           }};
  }
  auto digits = to_text(*message);
  std::erase(digits, '-');
  return board_wants_places{
      std::move(digits), 2, // the practice's, and perhaps the host's
      [refusal, code, one_or](std::vector<message_place> places) -> board_result {
        places = one_each(std::move(places));
        if (places.empty() || places.front().practice != code) return refusal;
        auto wanted = stretches_of(std::span<const message_place>(&places.front(), 1));
        return board_wants_log{
            std::move(wanted),
            [place = std::move(places.front()), refusal, one_or](const std::vector<log_entry>& entries) {
              const auto alone = folded_alone(place, entries);
              const auto* row = alone.messages.find(place.message);
              return one_or(refusal, row && row->api ? std::vector{wanted_of(*row)} : std::vector<wanted_row>(),
                            entries);
            }};
      }};
}

board_result received_texts_answer(const board_view& board, const query_parameters& parameters) {
  if (!board.about.caught_up) return not_read_yet();
  const auto practice = practice_in(board.state, parameters);
  const auto* mark = given(parameters, "older_than");
  const auto* before =
      practice && mark ? older_than<reply_row, reply_id>(board.state.replies, *practice, *mark) : nullptr;
  std::vector<view::received_text> rows;
  std::vector<std::uint32_t> sequences;
  if (practice && (!mark || before))
    for (const auto* row :
         page_of(board.state.replies, *practice, before, [](const reply_row& one) { return one.by == channel::sms; })) {
      rows.push_back({.id = to_text(row->id), .created_at = iso8601(row->at)});
      sequences.push_back(row->sequence);
    }
  auto where =
      practice ? stretches_of(board.state.practices[*practice].id, std::move(sequences)) : std::vector<log_stretch>();
  return board_wants_log{
      std::move(where), [rows = std::move(rows)](const std::vector<log_entry>& entries) mutable {
        std::map<std::string, view::received_text*> by_id;
        for (auto& row : rows) by_id[row.id] = &row;
        for (const auto& entry : entries) {
          if (entry.what.type != event_type::reply_received) continue;
          const auto what = decode(entry.what);
          const auto* one = what ? std::get_if<reply_received>(&*what) : nullptr;
          const auto row = one ? by_id.find(to_text(one->reply)) : by_id.end();
          if (row == by_id.end()) continue;
          row->second->from = one->from.reveal();
          row->second->to = one->to;
          row->second->body = one->text.reveal();
        }
        boost::json::array list;
        for (const auto& row : rows) list.push_back(to_json(row));
        return board_answer{200, boost::json::serialize(object{{"received_texts", std::move(list)}})};
      }};
}

} // namespace tidings
