#pragma once
// What an operator may want to see pass by, in plain English and without patients' data. Pure.
#include "actors/board/state.hpp"
#include "schemas/errors.hpp"

#include <deque>
#include <optional>
#include <vector>

namespace tidings {

/// @param state after the event was folded
std::optional<view::note> note_of(const board_state& state, const event& what, const practice_row& practice,
                                  timestamp at);

/// Nothing when the state is as before. @param before the connector as last reported, if ever
std::optional<view::note> connector_note(const view::connector* before, const view::connector& now, timestamp at);
std::optional<view::note> provider_note(const view::provider* before, const view::provider& now, timestamp at);
view::note practice_note(const practice_row& practice, bool added, timestamp at);
/// @param practice whose records are damaged; empty: the whole log can't be written to
view::note trouble_note(const practice_id& practice, const failure& why, timestamp at);

/// One for each actor that was restarted since `before`.
std::vector<view::note> restart_notes(const std::vector<view::actor>& before, const std::vector<view::actor>& now,
                                      timestamp at);

/// The newest notes, and how many may be shown in one second.
class note_list {
public:
  static constexpr std::size_t per_second_max = 20;

  /// @return the note to show now; nothing when this second had its share already
  const view::note* add(view::note one);
  /// Without showing it: it happened before we were looking.
  void add_quietly(view::note one);
  /// A new second begins. @return what was held back in the last one, in one line
  std::optional<view::note> next_second(timestamp at);

  const std::deque<view::note>& newest_first() const { return notes_; }

private:
  std::deque<view::note> notes_;
  std::size_t shown_ = 0;
  std::size_t held_back_ = 0;
};

} // namespace tidings
