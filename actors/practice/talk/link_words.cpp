#include "actors/practice/talk/link_words.hpp"

#include <string_view>

namespace tidings::talk {
namespace {

std::string_view asks_for_in_english(question_kind kind) {
  switch (kind) {
  case question_kind::blood_pressure:
    return "Write both numbers of your blood pressure, like 120/80";
  case question_kind::weight:
    return "Write your weight, like 72.5 kg or 11 st 6 lb";
  case question_kind::height:
    return "Write your height, like 172 cm or 5 ft 8 in";
  case question_kind::peak_flow:
    return "Write your peak flow as one number, like 420";
  case question_kind::blood_glucose:
    return "Write your blood glucose as one number, like 5.6";
  case question_kind::smoking:
    return "Choose whether you smoke";
  default:
    return "Choose yes or no";
  }
}

std::string_view asks_for_in_welsh(question_kind kind) {
  switch (kind) {
  case question_kind::blood_pressure:
    return "Ysgrifennwch ddau rif eich pwysedd gwaed, fel 120/80";
  case question_kind::weight:
    return "Ysgrifennwch eich pwysau, fel 72.5 kg neu 11 st 6 lb";
  case question_kind::height:
    return "Ysgrifennwch eich taldra, fel 172 cm neu 5 ft 8 in";
  case question_kind::peak_flow:
    return "Ysgrifennwch eich llif brig fel un rhif, fel 420";
  case question_kind::blood_glucose:
    return "Ysgrifennwch lefel y glwcos yn eich gwaed fel un rhif, fel 5.6";
  case question_kind::smoking:
    return "Dewiswch a ydych yn ysmygu";
  default:
    return "Dewiswch ie neu na";
  }
}

std::string in_english(answer_problem problem, const std::string& asks_for) {
  switch (problem) {
  case answer_problem::too_long:
    return "This is too long. " + asks_for;
  case answer_problem::missing:
    return asks_for + ", or tick that you can't answer this";
  case answer_problem::unreadable:
    break;
  }
  return "We can't take this down as it is. " + asks_for +
         ", or tick that you can't answer this: a person will read what you wrote";
}

std::string in_welsh(answer_problem problem, const std::string& asks_for) {
  switch (problem) {
  case answer_problem::too_long:
    return "Mae hyn yn rhy hir. " + asks_for;
  case answer_problem::missing:
    return asks_for + ", neu ticiwch na allwch ateb hyn";
  case answer_problem::unreadable:
    break;
  }
  return "Ni allwn gofnodi hyn fel y mae. " + asks_for +
         ", neu ticiwch na allwch ateb hyn: bydd rhywun yn darllen yr hyn a ysgrifennoch";
}

} // namespace

std::string words_for(answer_problem problem, question_kind asked, page_language language) {
  return language == page_language::cy ? in_welsh(problem, std::string(asks_for_in_welsh(asked)))
                                       : in_english(problem, std::string(asks_for_in_english(asked)));
}

} // namespace tidings::talk
