#pragma once
// The page's own words, in each of its languages. The practice's words come with its questions.
#include "schemas/page_language.hpp"

#include <array>
#include <span>
#include <string_view>

namespace tidings::web::questions {

struct choice {
  std::string_view words; ///< what is sent, read like an answer by text message; the same in every language
  std::string_view shown;
};

struct page_words {
  std::string_view code; ///< for `lang`
  std::string_view about, error;
  std::string_view other_code, other; ///< the other language, by its own name
  std::string_view your_practice;

  std::string_view title, problem_title, nothing_sent, more_below;
  std::string_view before_practice, after_practice; ///< "<practice> asks you …"
  std::string_view not_at_once, send, cannot_say, not_for_you;
  std::string_view ring, on; ///< "ring <practice> on <number>", within a sentence

  std::array<choice, 2> yes_or_no;
  std::array<choice, 3> smoking;
  std::array<choice, 6> fft;
  std::string_view blood_pressure, weight, height, peak_flow, blood_glucose;

  std::string_view test_title, test_after_practice, why_hint; ///< of the Friends and Family Test

  std::string_view thanks_title, read_now, emergency, arrived, to_add;
  std::string_view no_link_title, no_link, have_sent, have_not;
  std::string_view later_title, later, go_back;

  std::span<const choice> choices_of(std::string_view kind) const;
  std::string_view hint_of(std::string_view kind) const;
};

const page_words& words_in(page_language language);

} // namespace tidings::web::questions
