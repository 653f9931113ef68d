#include "actors/board/parked_groups.hpp"

#include "schemas/json.hpp"
#include "schemas/parked_views.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace tidings {
namespace {

bool is_of_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct grouped {
  const parked_row* newest = nullptr;
  view::count items = 0;
  std::set<std::string> practices;
  timestamp oldest_at = never;
};

} // namespace

std::string cause_in(std::string_view reason) {
  std::string cause;
  for (std::size_t at = 0; at < reason.size();) {
    auto end = at;
    while (end < reason.size() && is_of_word(reason[end])) ++end;
    const auto word = reason.substr(at, end - at);
    if (std::any_of(word.begin(), word.end(), is_digit))
      cause += '#';
    else
      cause += word;
    if (end < reason.size()) cause += reason[end++];
    at = end;
  }
  return cause;
}

item_id parked_group_of(const parked_row& row) {
  return id_from_name<item_id>("parked group", row.kind + '|' + cause_in(row.reason));
}

checked<parked_filter> parked_filter::parse(const query_parameters& parameters) {
  parked_filter made;
  if (const auto given = parameters.find("group"); given != parameters.end()) {
    made.group_ = parse_id<item_id>(given->second);
    if (!made.group_) return tl::make_unexpected(board_error(400, "bad_value", "is no group's id", "group"));
  }
  const auto given = parameters.find("ids");
  if (given == parameters.end()) return made;
  made.ids_.emplace();
  std::string_view left = given->second;
  while (!left.empty()) {
    const auto end = std::min(left.find(','), left.size());
    const auto id = parse_id<item_id>(left.substr(0, end));
    if (!id) return tl::make_unexpected(board_error(400, "bad_value", "is no item's id", "ids"));
    made.ids_->insert(*id);
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return made;
}

bool parked_filter::operator()(const parked_row& row) const {
  if (ids_ && !ids_->contains(row.id)) return false;
  return !group_ || parked_group_of(row) == *group_;
}

board_result parked_groups_answer(const board_view& board, const query_parameters& parameters) {
  const auto page = page_request::parse(parameters, board_page_max);
  if (!page) return page.error();
  std::map<item_id, grouped> groups;
  board.state.parked.newest_first(std::nullopt, [&](const parked_row& row, const row_key&) {
    const auto& practice = board.state.practices[row.practice].id;
    if (!board.shows(practice) || (page->practice && practice != *page->practice)) return true;
    auto& group = groups[parked_group_of(row)];
    if (!group.newest) group.newest = &row;
    ++group.items;
    group.practices.insert(practice.str());
    group.oldest_at = std::min(group.oldest_at, row.at);
    return true;
  });
  std::vector<view::parked_group> rows;
  rows.reserve(groups.size());
  for (const auto& [id, group] : groups)
    rows.push_back({.id = to_text(id),
                    .kind = group.newest->kind,
                    .reason = group.newest->reason,
                    .items = group.items,
                    .practices = {group.practices.begin(), group.practices.end()},
                    .oldest_at = iso8601(group.oldest_at),
                    .newest_at = iso8601(group.newest->at)});
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.items > b.items; });
  return board_answer{200, boost::json::serialize(boost::json::object{{"groups", to_json(rows)}})};
}

} // namespace tidings
