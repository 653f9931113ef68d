#include "actors/board/conversation_page.hpp"

#include "actors/board/names.hpp"
#include "actors/board/talks.hpp"
#include "schemas/conversation_page_views.hpp"
#include "schemas/event_codec.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>

namespace tidings {
namespace {

/// What is known of the conversation before its events are read.
struct page_plan {
  view::conversation head;
  std::string id;
  std::map<message_id, std::string> states; ///< of its messages, now
  std::set<std::uint32_t> sequences;
  bool cut = false;
  reveal secrets = reveal::no;
  std::uint32_t record = 0; ///< where the log has the record of the only patient whose number it is; zero: none
};

void plan_messages(page_plan& plan, const board_state& state, std::uint32_t practice) {
  std::vector<const message_row*> mine;
  state.messages.of_practice(practice, [&, wanted = talk_hash(plan.id)](const message_row& row) {
    if (row.talk == wanted && !row.events.empty()) mine.push_back(&row);
  });
  std::sort(mine.begin(), mine.end(),
            [](const auto* a, const auto* b) { return a->events.front() > b->events.front(); });
  if (mine.size() > board_talk_messages_max) {
    plan.cut = true;
    mine.resize(board_talk_messages_max);
  }
  for (const auto* row : mine) {
    plan.states.emplace(row->id, message_view(state, *row).state);
    plan.sequences.insert(row->events.begin(), row->events.end());
  }
}

/// What an event adds to its line besides the words that the timeline has for it.
struct line_filler {
  const page_plan& plan;
  view::conversation_line& line;
  view::conversation_page& page;

  bool shown() const { return plan.secrets == reveal::yes; }
  static std::string word(channel by) { return boost::describe::enum_to_string(by, ""); }
  void tell_where(channel by, const secret_text& to) {
    (by == channel::email ? page.address : page.number) = to.reveal();
  }
  /// The way of the latest reply comes first.
  void offer(const std::string& way) {
    std::erase(page.ways, way);
    page.ways.insert(page.ways.begin(), way);
  }
  void operator()(const message_accepted& e) {
    line.message = to_text(e.message);
    line.by = e.asked_by;
    line.channel = word(e.by);
    if (const auto now = plan.states.find(e.message); now != plan.states.end()) line.state = now->second;
    if (e.due_at != timestamp{}) line.due_at = iso8601(e.due_at);
    if (!shown()) return;
    line.body = e.text.reveal();
    line.subject = e.subject.reveal();
    tell_where(e.by, e.to);
  }
  void operator()(const reply_received& e) {
    line.reply = to_text(e.reply);
    line.channel = word(e.by);
    offer(e.by == channel::email ? "email" : "sms");
    if (!shown()) return;
    line.body = e.text.reveal();
    line.subject = e.subject.reveal();
    tell_where(e.by, e.from);
  }
  void operator()(const conversation_noted& e) {
    line.by = e.by;
    if (shown()) line.body = e.text.reveal();
  }
  template <class Other> void operator()(const Other&) {}
};

/// Two marks may have one hash, if ever so rarely: another patient's text must not show.
bool is_of_another(const event& what, const std::string& conversation) {
  const auto* sent = std::get_if<message_accepted>(&what);
  return sent && sent->talk.conversation != conversation;
}

void tell_whose(view::conversation_page& page, const log_entry& entry) {
  const auto what = decode(entry.what);
  const auto* record = what ? std::get_if<patient_updated>(&*what) : nullptr;
  if (!record) return;
  page.patient = record->what.id.value;
  page.name = whole_name(record->what);
}

board_answer page_from(const page_plan& plan, const std::vector<log_entry>& entries) {
  std::map<std::uint64_t, const log_entry*> mine; // stretches may overlap
  for (const auto& entry : entries)
    if (plan.sequences.contains(static_cast<std::uint32_t>(entry.sequence))) mine.emplace(entry.sequence, &entry);
  view::conversation_page page{.head = plan.head, .number = {}, .lines = {}, .cut = plan.cut};
  timeline_writer writer;
  for (const auto& entry : entries)
    if (plan.record != 0 && entry.sequence == plan.record) tell_whose(page, entry);
  for (const auto& [sequence, entry] : mine) {
    const auto what = decode(entry->what);
    if (!what || is_of_another(*what, plan.id)) continue;
    const auto words = writer.line(*what, sequence, entry->what.at);
    auto& line = page.lines.emplace_back(
        view::conversation_line{.sequence = sequence, .at = words.at, .type = words.type, .summary = words.summary});
    line.reply = words.reply;
    std::visit(line_filler{plan, line, page}, *what);
  }
  return {200, boost::json::serialize(to_json(page))};
}

} // namespace

board_result conversation_answer(const board_view& board, const std::string& id, const query_parameters& parameters) {
  const auto named = parameters.find("practice");
  const auto practice = named == parameters.end() ? std::nullopt : practice_id::parse(named->second);
  const auto* row = practice && board.shows(*practice) ? board.state.find_practice(*practice) : nullptr;
  const auto found = row ? row->conversations.find(id) : decltype(row->conversations.find(id)){};
  if (!row || found == row->conversations.end()) {
    if (!board.about.caught_up)
      return board_error(503, "starting", "the event log is still being read; ask again in a few seconds");
    return board_error(404, "not_found", "no conversation of this practice has this id");
  }
  const auto& talk = found->second;
  const auto asked = parameters.find("reveal");
  people_finder people;
  people.ask(talk);
  people.look(row->quality);
  const auto whose = people.of(talk);
  page_plan plan{.head = conversation_view(board.state, *row, id, talk, whose),
                 .id = id,
                 .states = {},
                 .sequences = {talk.events.begin(), talk.events.end()},
                 .cut = talk.events.size() >= board_talk_events_max,
                 .secrets = asked != parameters.end() && asked->second == "1" ? reveal::yes : reveal::no};
  plan_messages(plan, board.state, board.state.practice_numbers.find(*practice)->second);
  if (const auto one = row->quality.patients.find(whose.patient);
      plan.secrets == reveal::yes && one != row->quality.patients.end())
    plan.record = one->second.sequence;
  std::vector<std::uint32_t> wanted(plan.sequences.begin(), plan.sequences.end());
  if (plan.record != 0) wanted.push_back(plan.record);
  return board_wants_log{
      stretches_of(*practice, std::move(wanted)),
      [plan = std::move(plan)](const std::vector<log_entry>& entries) { return page_from(plan, entries); }};
}

} // namespace tidings
