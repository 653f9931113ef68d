#include "actors/board/answers.hpp"

#include "actors/board/conversation_page.hpp"
#include "actors/board/metrics.hpp"
#include "actors/board/notify_answers.hpp"
#include "actors/board/page_answers.hpp"
#include "actors/board/parked_groups.hpp"
#include "actors/board/patient_answers.hpp"
#include "actors/board/quality_answers.hpp"
#include "actors/board/queue_answers.hpp"
#include "actors/board/rollout_answer.hpp"
#include "actors/board/talks.hpp"
#include "actors/board/today_answer.hpp"
#include "actors/board/waiting_answer.hpp"

#include <algorithm>
#include <array>

namespace tidings {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

board_answer ok(value what) { return {200, boost::json::serialize(what)}; }

board_answer not_found(std::string what) { return board_error(404, "not_found", std::move(what)); }

template <class T> value listed(const char* name, const std::vector<T>& rows) { return object{{name, to_json(rows)}}; }

const std::string* given(const query_parameters& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() || found->second.empty() ? nullptr : &found->second;
}

// Rows whose `state` (and `practice`) is the one asked for.
template <class Row> std::vector<Row> filtered(std::vector<Row> rows, const query_parameters& parameters) {
  if (const auto* state = given(parameters, "state"))
    std::erase_if(rows, [&](const Row& row) { return row.state != *state; });
  if constexpr (requires(const Row& row) { row.practice; })
    if (const auto* practice = given(parameters, "practice"))
      std::erase_if(rows, [&](const Row& row) { return row.practice != *practice; });
  return rows;
}

value first_frames(const board_view& board) {
  const auto& notes = board.notes.newest_first();
  return object{{"history", to_json(board.ticks.seconds())},
                {"overview", to_json(overview_view(board.state, board.about))},
                {"practices", to_json(practice_views(board.state))},
                {"connectors", to_json(connector_views(board.state))},
                {"providers", to_json(provider_views(board.state))},
                {"notes", to_json(notes)}};
}

/// The rows of practices that whoever asks may see.
template <class Row>
std::vector<Row> shown(const board_view& board, std::vector<Row> rows, std::string Row::*practice) {
  if (board.within)
    std::erase_if(rows, [&](const Row& row) {
      const auto id = practice_id::parse(row.*practice);
      return !id || !board.shows(*id);
    });
  return rows;
}

/// The part of the overview that those practices make up. What is the whole broker's stays out.
view::overview overview_of(const board_view& board, const std::vector<view::practice>& practices) {
  auto whole = overview_view(board.state, board.about);
  view::overview part{.version = whole.version, .started_at = whole.started_at, .state = whole.state};
  part.to_go = whole.to_go;
  for (const auto& one : practices) {
    boost::mp11::mp_for_each<boost::describe::describe_members<view::totals, boost::describe::mod_public>>(
        [&](auto field) { part.all.*field.pointer += one.all.*field.pointer; });
    ++part.practices;
    part.practices_up += one.state == "up" ? 1 : 0;
    part.connectors_up += one.connector_state == "up" ? 1 : 0;
  }
  return part;
}

/// What is left for those who see some practices only; everything else is the host's.
bool can_be_cut(const std::string& resource) {
  constexpr std::array<std::string_view, 15> cut = {
      "overview", "practices",    "messages",   "replies",       "parked", "audit",    "conversations", "staff-items",
      "waiting",  "data-quality", "connectors", "parked-groups", "queues", "opt-outs", "today"};
  return std::find(cut.begin(), cut.end(), resource) != cut.end();
}

board_result practice_answer(const board_view& board, const std::string& text) {
  const auto id = practice_id::parse(text);
  const auto* row = id && board.shows(*id) ? board.state.find_practice(*id) : nullptr;
  if (!row || (!row->configured && !is_shown(*row) && row->last == 0)) return not_found("no practice has this code");
  std::vector<view::note> notes;
  for (const auto& note : board.notes.newest_first())
    if (note.practice == text && notes.size() < board_practice_notes_max) notes.push_back(note);
  return ok(object{{"practice", to_json(practice_view(*row))},
                   {"connector", to_json(connector_view(*row))},
                   {"notes", to_json(notes)},
                   {"paused", to_json(pause_of(*row))}});
}

board_result plain_answer(const board_view& board, const std::string& resource, const query_parameters& parameters) {
  const auto& state = board.state;
  if (board.within) {
    if (!can_be_cut(resource)) return board_error(403, "forbidden", "this is for host operators");
    const auto practices = shown(board, practice_views(state), &view::practice::id);
    if (resource == "practices") return ok(listed("practices", practices));
    if (resource == "overview")
      return ok(object{{"overview", to_json(overview_of(board, practices))}, {"history", array()}});
  }
  if (resource == "overview")
    return ok(
        object{{"overview", to_json(overview_view(state, board.about))}, {"history", to_json(board.ticks.seconds())}});
  if (resource == "practices") return ok(listed("practices", practice_views(state)));
  if (resource == "messages") return messages_answer(board, parameters);
  if (resource == "replies") return replies_answer(board, parameters);
  if (resource == "connectors")
    return ok(
        listed("connectors", filtered(shown(board, connector_views(state), &view::connector::practice), parameters)));
  if (resource == "providers") return ok(listed("providers", filtered(provider_views(state), parameters)));
  if (resource == "actors") return ok(listed("actors", filtered(actor_views(state), parameters)));
  if (resource == "parked") return parked_answer(board, parameters);
  if (resource == "rollout") return rollout_answer(board, parameters);
  if (resource == "queues") return queues_answer(board);
  if (resource == "parked-groups") return parked_groups_answer(board, parameters);
  if (resource == "audit") return audit_answer(board, parameters);
  if (resource == "notifications") return notifications_answer(board, parameters);
  if (resource == "received-texts") return received_texts_answer(board, parameters);
  if (resource == "conversations") return conversations_answer(board, parameters);
  if (resource == "today") return today_answer(board, parameters);
  if (resource == "waiting") return waiting_answer(board, parameters);
  if (resource == "data-quality") return quality_answer(board, parameters);
  if (resource == "opt-outs") return opt_outs_answer(board, parameters);
  if (resource == "staff-items") return staff_answer(board, parameters);
  if (resource == "notes") return ok(object{{"notes", to_json(board.notes.newest_first())}});
  if (resource == "history") return ok(object{{"history", to_json(board.ticks.seconds())}});
  if (resource == "snapshot") return ok(first_frames(board));
  if (resource == "metrics") return board_answer{200, metrics_text(board)};
  return not_found("there is no such resource");
}

} // namespace

board_answer board_error(int status, std::string_view code, std::string reason, std::string_view field) {
  return {status, boost::json::serialize(
                      object{{"errors", array{object{{"code", code}, {"reason", reason}, {"field", field}}}}})};
}

board_result answer_query(const board_view& board, const std::string& resource, const query_parameters& parameters) {
  const auto slash = resource.find('/');
  if (slash == std::string::npos) return plain_answer(board, resource, parameters);
  const auto kind = resource.substr(0, slash);
  const auto id = resource.substr(slash + 1);
  if (kind == "practices") return practice_answer(board, id);
  if (kind == "conversations") return conversation_answer(board, id, parameters);
  if (kind == "patient-history") return patient_history_answer(board, id, parameters);
  if (kind == "reports") return report_answer(board, id, parameters);
  if (kind == "fft") return fft_answer(board, id, parameters);
  if (kind == "messages") return message_answer(board, id, parameters);
  if (board.within) return not_found("there is no such resource"); // the rest is programs'
  if (kind == "notifications") return notification_answer(board, id, parameters);
  if (kind == "kept-files") return kept_file_answer(board, id, parameters);
  if (kind == "message-practice") return message_practice_answer(board, id);
  return not_found("there is no such resource");
}

} // namespace tidings
