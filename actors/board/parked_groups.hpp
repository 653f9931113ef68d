#pragma once
// Parked items that have their cause in common. Pure.
#include "actors/board/message_search.hpp"

#include <set>

namespace tidings {

/// What a reason says without the ids and numbers in it: two items of one fault differ in those.
std::string cause_in(std::string_view reason);
/// The id of an item's group, made from its kind and cause: the same in every broker and after a restart.
item_id parked_group_of(const parked_row& row);

/// `group`: its id; `ids`: items' ids with commas between them. Without either: all.
class parked_filter {
public:
  static checked<parked_filter> parse(const query_parameters& parameters);
  bool operator()(const parked_row& row) const;

private:
  std::optional<item_id> group_;
  std::optional<std::set<item_id>> ids_;
};

/// GET /parked-groups
board_result parked_groups_answer(const board_view& board, const query_parameters& parameters);

} // namespace tidings
