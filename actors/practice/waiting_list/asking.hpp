#pragma once
// Who is asked next about a slot that came free, when, and when that is over. One step at a time, each found from the
// state alone: a restart in between changes nothing. Pure.
#include "actors/practice/decide.hpp"

namespace tidings::waiting_list {

/// The next step of each slot that has one now.
std::vector<event> due(const practice_state& state, const practice_settings& settings, timestamp now);
/// When there is one; `never` when none is to come by itself.
timestamp next(const practice_state& state, const practice_settings& settings, timestamp now);

/// What texts may say of a slot.
std::map<std::string, std::string> words_of(const slot& what);

decision change(const practice_state& state, const practice_settings& settings, const change_waiting& c);
decision stop(const practice_state& state, const stop_slot& c);

/// More than this is no list that anybody waits on.
inline constexpr std::size_t waiting_max = 2'000;
inline constexpr std::size_t name_bytes_max = 100; ///< of a session or a clinician

} // namespace tidings::waiting_list
