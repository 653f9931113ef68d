#pragma once
// The page of a question set as far as somebody has filled it in: which questions it asks so far, and what is wrong
// with each answer. By the same rules as an answer by text message. Pure values, no state.
#include "actors/practice/talk/measure.hpp"
#include "schemas/commands.hpp"

namespace tidings::talk {

struct field {
  const question_step* step = nullptr;
  const given_answer* given = nullptr; ///< null: it wasn't on the page yet
  reply_verdict verdict;
  std::optional<measure> found; ///< nothing: not read, or left for a person
  bool alarming = false;        ///< words of an emergency
  std::string problem;          ///< for whoever fills it in, in their language; empty: none
};

struct filled_in {
  std::vector<field> fields; ///< in the order of the set
  bool is_complete = false;  ///< nothing is left to ask, and nothing is wrong
  page_language language = page_language::en;

  /// Whoever wrote this may need help at once.
  bool is_dangerous() const;
};

/// Questions are asked up to the first whose answer decides how it goes on; the others come with the next page.
/// The language changes what is said of a wrong answer, and nothing of how one is read.
/// @param given  outlives what is returned, as `set` does
filled_in fill_in(const practice_settings& settings, const question_set& set, const std::vector<given_answer>& given,
                  page_language language);

} // namespace tidings::talk
