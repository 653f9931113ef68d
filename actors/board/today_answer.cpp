#include "actors/board/today_answer.hpp"

#include "actors/board/names.hpp"
#include "actors/board/people.hpp"
#include "actors/board/queue_answers.hpp"
#include "actors/board/rows.hpp"
#include "actors/board/talks.hpp"
#include "actors/board/today_visits.hpp"
#include "schemas/json.hpp"
#include "schemas/london.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <tuple>

namespace tidings {
namespace {

std::string given(const query_parameters& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

constexpr bool is_failure(message_state state) {
  return state == message_state::permanent_failure || state == message_state::technical_failure ||
         state == message_state::temporary_failure;
}

// -- messages -----------------------------------------------------------------------------------

/// It was asked for, went out, arrived or failed since; or it is still under way.
bool moved_today(const message_row& row, timestamp since) {
  if (row.test) return false;
  if (!row.suppressed && !is_end(row.state)) return true;
  return std::max({row.at, row.sent_at, row.delivered_at, row.failed_at}) >= since;
}

/// What staff may have to do something about: it failed today, or its time went by.
bool went_wrong(const message_row& row, timestamp since) {
  if (row.suppressed) return false;
  if (is_failure(row.state)) return row.failed_at >= since;
  return row.state == message_state::expired && row.at >= since;
}

void count_messages(const board_view& board, std::uint32_t number, timestamp since, view::today& page) {
  // Every message in memory is looked at while pages are open: numbers, no words.
  std::array<view::count, names_in<message_state>> counts{};
  view::count suppressed = 0;
  std::vector<const message_row*> failures;
  board.state.messages.of_practice(number, [&](const message_row& row) {
    if (!moved_today(row, since)) return;
    ++(row.suppressed ? suppressed : counts[static_cast<std::size_t>(row.state)]);
    if (went_wrong(row, since)) failures.push_back(&row);
  });
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<message_state>>([&](auto one) {
    const auto messages = counts[static_cast<std::size_t>(one.value)];
    if (messages > 0) page.messages.push_back({one.name, messages});
  });
  if (suppressed > 0) page.messages.push_back({"suppressed", suppressed});
  page.failed = failures.size();
  std::sort(failures.begin(), failures.end(), [](const auto* a, const auto* b) {
    return std::tuple(std::max(a->at, a->failed_at), a->id) > std::tuple(std::max(b->at, b->failed_at), b->id);
  });
  if (failures.size() > today_rows_max) failures.resize(today_rows_max);
  for (const auto* row : failures) page.failures.push_back(message_view(board.state, *row));
}

// -- what waits for a person --------------------------------------------------------------------

/// Urgent ones first, then the oldest.
std::vector<const staff_row*> items_of(const board_state& state, std::uint32_t number, view::count* urgent = nullptr) {
  std::vector<const staff_row*> items;
  state.staff_items.of_practice(number, [&](const staff_row& row) {
    items.push_back(&row);
    if (urgent) *urgent += row.urgent ? 1 : 0;
  });
  std::sort(items.begin(), items.end(), [](const auto* a, const auto* b) {
    return std::tuple(!a->urgent, a->at, a->id) < std::tuple(!b->urgent, b->at, b->id);
  });
  if (items.size() > today_rows_max) items.resize(today_rows_max);
  return items;
}

/// Whom an item is about: whose number its reply came from, else whom its message was to.
struct about_row {
  const std::string* conversation = nullptr;
  std::string from;
  known_people whose;
};

std::vector<about_row> about_items(const board_state& state, const practice_row& practice,
                                   const std::vector<const staff_row*>& items) {
  struct place {
    std::uint64_t talk = 0, patient = 0; ///< hashes; patient: of a message
    std::string from;
  };
  std::vector<place> places;
  std::map<std::uint64_t, const std::pair<const std::string, conversation_row>*> talks;
  for (const auto* item : items) {
    const auto* reply = item->reply.is_nil() ? nullptr : state.replies.find(item->reply);
    const auto* message = item->message.is_nil() ? nullptr : state.messages.find(item->message);
    auto& one = places.emplace_back();
    if (reply) {
      one.talk = reply->talk;
      one.from = reply_view(state, *reply).from;
    } else if (message) {
      one.talk = message->talk;
      one.patient = message->patient;
    }
    if (one.talk != 0) talks[one.talk] = nullptr;
  }
  if (!talks.empty())
    for (const auto& talk : practice.conversations)
      if (const auto wanted = talks.find(talk_hash(talk.first)); wanted != talks.end()) wanted->second = &talk;
  people_finder people;
  for (const auto& [hash, talk] : talks)
    if (talk) people.ask(talk->second);
  people.look(practice.quality);
  std::vector<about_row> found;
  for (auto& one : places) {
    auto& about = found.emplace_back();
    about.from = std::move(one.from);
    const auto talk = one.talk == 0 ? talks.end() : talks.find(one.talk);
    if (talk != talks.end() && talk->second) {
      about.conversation = &talk->second->first;
      about.whose = people.of(talk->second->second);
    }
    if (practice.quality.patients.contains(one.patient)) about.whose = {1, one.patient};
  }
  return found;
}

void list_items(const board_view& board, std::uint32_t number, const practice_row& practice, view::today& page) {
  const auto items = items_of(board.state, number, &page.urgent);
  const auto about = about_items(board.state, practice, items);
  for (std::size_t i = 0; i < items.size(); ++i) {
    page.items.push_back(staff_view(board.state, *items[i]));
    page.about.push_back({.item = page.items.back().id,
                          .conversation = about[i].conversation ? *about[i].conversation : std::string(),
                          .from = about[i].from,
                          .patient = key_text_of(about[i].whose.patient),
                          .people = about[i].whose.people});
  }
  for (const auto& [id, row] : practice.conversations) page.unread += row.status == conversation_status::unread ? 1 : 0;
}

/// Of the day's visits in their order, then of what waits for a person.
std::vector<std::uint64_t> patients_of_day(const board_state& state, std::uint32_t number, const practice_row& practice,
                                           const std::vector<diary_entry>& entries) {
  std::vector<std::uint64_t> patients;
  for (const auto& [key, row] : entries) patients.push_back(row->patient);
  for (const auto& one : about_items(state, practice, items_of(state, number))) patients.push_back(one.whose.patient);
  return patients;
}

} // namespace

day_span span_of_day(const practice_row& practice, timestamp now) {
  constexpr std::chrono::hours longest_day{25},
      half_a_day{12}; // clocks change in the night: noon is 12 h from midnight
  const auto end = end_of_london_day(now);
  auto next = never;
  for (const auto& [key, row] : practice.diary)
    if (row.starts_at >= end && row.starts_at < end + today_next_day_within && row.stands())
      next = std::min(next, row.starts_at);
  const auto midnight = end_of_london_day(next == never ? end : next), noon = midnight - half_a_day;
  const auto until = next == never || next < noon ? noon : midnight;
  return {end_of_london_day(end - longest_day - millis(1)), until};
}

board_result today_answer(const board_view& board, const query_parameters& parameters) {
  const auto id = practice_id::parse(given(parameters, "practice"));
  const auto* practice = id && board.shows(*id) ? board.state.find_practice(*id) : nullptr;
  if (!practice && !board.about.caught_up)
    return board_error(503, "starting", "the event log is still being read; ask again in a few seconds");
  if (!practice) return board_error(404, "not_found", "no practice has this code");
  const auto day = span_of_day(*practice, board.now);
  auto entries = entries_of_day(*practice, day);
  const auto number = board.state.practice_numbers.find(*id)->second;
  if (given(parameters, "reveal") == "1")
    return names_answer(*practice, patients_of_day(board.state, number, *practice, entries), parameters);
  view::today page;
  page.practice = id->str();
  page.now = iso8601(board.now);
  page.from = iso8601(day.from);
  page.until = iso8601(day.until);
  page.standing = practice_view(*practice);
  page.system_reason = connector_view(*practice).reason;
  page.paused = pause_of(*practice);
  if (entries.size() > today_visits_max) {
    page.left_out = entries.size() - today_visits_max;
    entries.resize(today_visits_max);
  }
  const auto leaving = being_cancelled(board.state, number);
  for (const auto& entry : entries)
    page.visits.push_back(visit_view({board.state, *practice, leaving, board.now}, entry));
  count_messages(board, number, day.from, page);
  page.due = due_soon(board.state, *practice, board.now);
  page.hours = today_hours_ahead.count();
  page.rules_known = practice->settings != nullptr;
  page.later = practice->later;
  list_items(board, number, *practice, page);
  return board_answer{200, boost::json::serialize(to_json(page))};
}

} // namespace tidings
