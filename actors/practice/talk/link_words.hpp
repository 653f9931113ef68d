#pragma once
// What the page behind a link to questions says of an answer that isn't one, in the language of who fills it in.
#include "schemas/page_language.hpp"
#include "schemas/words.hpp"

#include <string>

namespace tidings::talk {

enum class answer_problem { too_long, missing, unreadable };

std::string words_for(answer_problem problem, question_kind asked, page_language language);

} // namespace tidings::talk
