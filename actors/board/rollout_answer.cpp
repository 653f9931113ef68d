#include "actors/board/rollout_answer.hpp"

#include "actors/board/csv.hpp"
#include "schemas/json.hpp"
#include "schemas/rollout_views.hpp"

#include <boost/json/serialize.hpp>

namespace tidings {
namespace {

template <class F> void for_each_phase(F&& f) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<rollout_phase>>([&](auto one) { f(one.value); });
}

template <class Enum> std::string word(Enum x) { return boost::describe::enum_to_string(x, ""); }

view::rollout_row row_of(const practice_row* served, const practice_id& practice, const rollout_cells& cells) {
  view::rollout_row row{
      .practice = practice.str(), .name = served ? served->name : std::string(), .served = !!served, .cells = {}};
  for_each_phase([&](rollout_phase phase) {
    const auto found = cells.find({practice, phase});
    const auto cell = found == cells.end() ? rollout_cell{} : found->second;
    row.cells.push_back({word(phase), word(cell.state), cell.planned_on, cell.owner, cell.note, cell.revision});
  });
  return row;
}

view::rollout page_of(const board_state& state) {
  const auto* host = state.find_practice(practice_id::host());
  static const rollout_cells none;
  const auto& cells = host ? host->rollout : none;
  std::map<practice_id, const practice_row*> practices;
  for (const auto& row : state.practices)
    if (row.configured && !row.id.is_host()) practices[row.id] = &row;
  for (const auto& [where, cell] : cells) practices.try_emplace(where.practice, nullptr);
  view::rollout page;
  for_each_phase([&](rollout_phase phase) { page.phases.push_back(word(phase)); });
  for (const auto& [id, served] : practices) page.practices.push_back(row_of(served, id, cells));
  return page;
}

std::string csv_of(const view::rollout& page) {
  std::string text = "Practice,Name,Served,Phase,State,Planned on,Owner,Note\r\n";
  for (const auto& row : page.practices)
    for (const auto& cell : row.cells) {
      text += row.practice;
      text += ',';
      text += csv_cell(row.name);
      text += row.served ? ",yes," : ",no,";
      text += cell.phase;
      text += ',';
      text += cell.state;
      text += ',';
      text += cell.planned_on;
      text += ',';
      text += csv_cell(cell.owner);
      text += ',';
      text += csv_cell(cell.note);
      text += "\r\n";
    }
  return text;
}

} // namespace

board_result rollout_answer(const board_view& board, const query_parameters& parameters) {
  const auto page = page_of(board.state);
  const auto format = parameters.find("format");
  if (format != parameters.end() && format->second == "csv") return board_answer{200, csv_of(page)};
  return board_answer{200, boost::json::serialize(to_json(page))};
}

} // namespace tidings
