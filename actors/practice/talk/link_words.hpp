#pragma once
// What the page behind a link to questions says of an answer that isn't one, in the language of who fills it in.
#include "schemas/page_language.hpp"
#include "schemas/words.hpp"

#include <string>
#include <string_view>

namespace tidings::talk {

enum class answer_problem { too_long, missing, unreadable };

/// Of the Friends and Family Test (NHS England, FFT guidance, 2020). It has no official Welsh: this is ours.
std::string_view official_question(page_language language);
std::string_view official_why(page_language language);
/// 1 to 6, in English.
std::string_view official_answer(int score);

std::string words_for(answer_problem problem, question_kind asked, page_language language);

} // namespace tidings::talk
