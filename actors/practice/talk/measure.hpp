#pragma once
// What a patient measured, against the question that asked for it. Pure values, no state.
#include "actors/reply/parser.hpp"
#include "schemas/conversation_settings.hpp"

namespace tidings::talk {

struct measure {
  measure_finding finding = measure_finding::usual;
  std::string text; ///< as it is taken down: `135/85`, `82.5`, `ex`, `yes`
  std::string unit;
};

/// Nothing: the reply isn't of the kind that was asked for.
std::optional<measure> measure_of(const question_step& step, const reply_verdict& verdict);

/// One coded entry of it; a blood pressure has two.
struct coded {
  std::string code, value, unit;
};
std::vector<coded> codes_of(const question_step& step, const reply_verdict& verdict);

/// `yes`, `no`, `never`, `ex`, `current`; empty: it is a number.
std::string word_of(const reply_verdict& verdict);

/// The question that follows this answer; null: it was the last.
const question_step* next_step(const question_set& set, const question_step& step, const reply_verdict& verdict);

const question_set* find_set(const conversation_settings& words, std::string_view id);
const question_step* find_step(const question_set& set, std::string_view id);

} // namespace tidings::talk
