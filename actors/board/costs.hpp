#pragma once
// What today cost, and what it would have cost otherwise. Pure.
#include "actors/board/state.hpp"

namespace tidings {

provider_spend spent_today(const practice_row& practice);
/// By all practices, of one provider.
provider_spend spent_today(const board_state& state, std::string_view provider);
std::uint64_t millipence_today(const board_state& state);

/// `none` | `within` | `warned` | `spent`
view::text budget_word(const practice_row& practice);

/// What today would have cost had this provider been down: its messages by the next one of each practice's route, or,
/// spread by weight, by the others at their average price. In plain English.
view::text if_down(const board_state& state, const std::string& provider);

} // namespace tidings
