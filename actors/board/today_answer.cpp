#include "actors/board/today_answer.hpp"

#include "actors/board/queue_answers.hpp"
#include "actors/board/rows.hpp"
#include "actors/board/today_visits.hpp"
#include "schemas/event_codec.hpp"
#include "schemas/json.hpp"
#include "schemas/london.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <unordered_set>

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

void list_items(const board_view& board, std::uint32_t number, const practice_row& practice, view::today& page) {
  std::vector<const staff_row*> items;
  board.state.staff_items.of_practice(number, [&](const staff_row& row) {
    items.push_back(&row);
    page.urgent += row.urgent ? 1 : 0;
  });
  std::sort(items.begin(), items.end(), [](const auto* a, const auto* b) {
    return std::tuple(!a->urgent, a->at, a->id) < std::tuple(!b->urgent, b->at, b->id);
  });
  if (items.size() > today_rows_max) items.resize(today_rows_max);
  for (const auto* row : items) page.items.push_back(staff_view(board.state, *row));
  for (const auto& [id, row] : practice.conversations) page.unread += row.status == conversation_status::unread ? 1 : 0;
}

// -- names --------------------------------------------------------------------------------------

struct name_plan {
  view::today_names page;
  std::vector<std::pair<std::uint32_t, std::string>> rows; ///< where the log has the record, the patient's key
};

/// Each patient of the day once, in the order of their visits, from the cursor on.
name_plan names_from(const practice_row& practice, const std::vector<diary_entry>& entries, std::size_t first) {
  name_plan plan;
  plan.page.practice = practice.id.str();
  std::unordered_set<std::uint64_t> seen;
  std::size_t place = 0;
  for (const auto& [key, row] : entries) {
    const auto known = practice.quality.patients.find(row->patient);
    if (known == practice.quality.patients.end() || !seen.insert(row->patient).second) continue;
    if (place++ < first) continue;
    if (plan.rows.size() == today_names_page_max) {
      plan.page.next = std::to_string(first + today_names_page_max);
      break;
    }
    plan.rows.emplace_back(known->second.sequence, key_text_of(row->patient));
  }
  return plan;
}

std::string whole_name(const patient_details& who) {
  auto name = who.first_name.reveal();
  if (!name.empty() && !who.last_name.reveal().empty()) name += ' ';
  return name + who.last_name.reveal();
}

board_answer names_page(const name_plan& plan, const std::vector<log_entry>& entries) {
  std::map<std::uint32_t, patient_details> read;
  for (const auto& entry : entries) {
    if (entry.what.type != patient_updated::type) continue;
    const auto what = decode(entry.what);
    if (const auto* record = what ? std::get_if<patient_updated>(&*what) : nullptr)
      read.emplace(static_cast<std::uint32_t>(entry.sequence), record->what);
  }
  auto page = plan.page;
  for (const auto& [sequence, key] : plan.rows)
    if (const auto found = read.find(sequence); found != read.end())
      page.patients.push_back({found->second.id.value, page.practice, key, whole_name(found->second)});
  return {200, boost::json::serialize(to_json(page))};
}

board_result names_answer(const practice_row& practice, const std::vector<diary_entry>& entries,
                          const std::string& cursor) {
  std::size_t first = 0;
  const auto end = cursor.data() + cursor.size();
  if (!cursor.empty())
    if (const auto got = std::from_chars(cursor.data(), end, first); got.ec != std::errc() || got.ptr != end)
      return board_error(400, "bad_value", "is not a cursor of an earlier answer", "before");
  auto plan = names_from(practice, entries, first);
  std::vector<std::uint32_t> wanted;
  for (const auto& [sequence, key] : plan.rows) wanted.push_back(sequence);
  if (wanted.empty()) return names_page(plan, {});
  return board_wants_log{
      stretches_of(practice.id, std::move(wanted)),
      [plan = std::move(plan)](const std::vector<log_entry>& read) { return names_page(plan, read); }};
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
  if (given(parameters, "reveal") == "1") return names_answer(*practice, entries, given(parameters, "before"));
  const auto number = board.state.practice_numbers.find(*id)->second;
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
