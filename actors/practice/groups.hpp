#pragma once
// Groups as the clinical system lists them. Patients who join or leave by a text do so in talk/keyword.cpp.
#include "actors/practice/decide.hpp"

#include <string_view>

namespace tidings {

/// In `group_changed::by`: the clinical system's own list says so.
constexpr std::string_view by_list = "list";

decision decide_group(const practice_state&, const group_read&);

} // namespace tidings
