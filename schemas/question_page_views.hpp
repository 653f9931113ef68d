#pragma once
// What the page behind a link to a set of health questions shows. The practice makes it, the endpoint draws it; it says
// nothing of the patient but what they have just typed.
#include "schemas/page_language.hpp"
#include "schemas/secret.hpp"

#include <boost/describe/class.hpp>

#include <string>
#include <vector>

namespace tidings::view {

struct question_field {
  std::string step;
  std::string text;
  page_language language = page_language::en; ///< of `text`
  std::string kind;                           ///< question_kind's word
  std::string words;                          ///< as typed before; empty: nothing yet
  bool cannot_say = false;                    ///< ticked before
  std::string problem;                        ///< what is wrong with it, for the patient; empty: nothing
};
BOOST_DESCRIBE_STRUCT(question_field, (), (step, text, language, kind, words, cannot_say, problem))

struct question_page {
  std::string practice; ///< its name
  std::string phone;
  page_language language = page_language::en; ///< of the page's own words
  bool taken = false;                         ///< everything is taken down: nothing is asked any more
  std::vector<question_field> fields;
  std::string thanks; ///< the practice's own words, once taken
  page_language thanks_language = page_language::en;
  std::string emergency; ///< what to do at once, when an answer may be dangerous; empty: none is
};
BOOST_DESCRIBE_STRUCT(question_page, (), (practice, phone, language, taken, fields, thanks, thanks_language, emergency))

} // namespace tidings::view
