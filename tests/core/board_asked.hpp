#pragma once
// A story whose board is asked: the log is read at once, from the story.
#include "actors/board/answers.hpp"
#include "actors/board/pieces.hpp"
#include "board_story.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tidings::test {

inline std::vector<log_entry> read_for(const board_wants_log& wants, const board_story& story) {
  std::vector<log_entry> read;
  for (const auto& stretch : wants.stretches)
    for (const auto& entry : story.entries)
      if (entry.practice == stretch.practice && entry.sequence > stretch.after &&
          entry.sequence <= stretch.after + stretch.limit)
        read.push_back(entry);
  return read;
}

/// The log's index is what the board had written down.
inline board_answer answer_of(board_result got, const board_story& story) {
  if (auto* now = std::get_if<board_answer>(&got)) return *now;
  if (auto* wants = std::get_if<board_wants_log>(&got)) return wants->finish(read_for(*wants, story));
  auto& missing = std::get<board_wants_places>(got);
  std::vector<message_place> found;
  for (const auto& place : story.state.places) {
    auto digits = to_text(place.message);
    std::erase(digits, '-');
    if (digits.starts_with(missing.id_start)) found.push_back(place);
  }
  return answer_of(missing.finish(std::move(found)), story);
}

struct asked_board : board_story {
  tick_history ticks;
  note_list notes;
  board_about about{.caught_up = true};

  board_answer answer_to(const std::string& resource, const query_parameters& parameters, const board_state& of,
                         practice_scope_ptr within = nullptr) const {
    return answer_of(answer_query({of, ticks, notes, about, std::move(within), now}, resource, parameters), *this);
  }
  static boost::json::object shown_by(const board_answer& said) {
    EXPECT_EQ(said.status, 200) << said.body;
    return boost::json::parse(said.body).as_object();
  }
  /// The practice as a start would find it: its piece, read back.
  board_state restored() {
    const auto bytes = encode_piece(state, state.practice_numbers.find(practice)->second);
    board_state again;
    board_restorer restorer(again);
    const auto read = restorer.add(practice, state.find_practice(practice)->last, bytes);
    EXPECT_TRUE(read) << read.error().detail;
    restorer.finish();
    return again;
  }
};

} // namespace tidings::test
