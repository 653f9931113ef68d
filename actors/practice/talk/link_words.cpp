#include "actors/practice/talk/link_words.hpp"

#include <array>

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
  case question_kind::fft:
    return "Choose one of the six answers";
  case question_kind::fft_comment:
    return "Write less, or ring us";
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
  case question_kind::fft:
    return "Dewiswch un o'r chwe ateb";
  case question_kind::fft_comment:
    return "Ysgrifennwch lai, neu ffoniwch ni";
  default:
    return "Dewiswch ie neu na";
  }
}

std::string in_english(answer_problem problem, question_kind kind) {
  const std::string asks_for(asks_for_in_english(kind));
  switch (problem) {
  case answer_problem::too_long:
    return "This is too long. " + asks_for;
  case answer_problem::missing:
    return kind == question_kind::fft ? asks_for : asks_for + ", or tick that you can't answer this";
  case answer_problem::unreadable:
    break;
  }
  return "We can't take this down as it is. " + asks_for +
         ", or tick that you can't answer this: a person will read what you wrote";
}

std::string in_welsh(answer_problem problem, question_kind kind) {
  const std::string asks_for(asks_for_in_welsh(kind));
  switch (problem) {
  case answer_problem::too_long:
    return "Mae hyn yn rhy hir. " + asks_for;
  case answer_problem::missing:
    return kind == question_kind::fft ? asks_for : asks_for + ", neu ticiwch na allwch ateb hyn";
  case answer_problem::unreadable:
    break;
  }
  return "Ni allwn gofnodi hyn fel y mae. " + asks_for +
         ", neu ticiwch na allwch ateb hyn: bydd rhywun yn darllen yr hyn a ysgrifennoch";
}

} // namespace

std::string_view official_question(page_language language) {
  return language == page_language::cy ? "Yn gyffredinol, sut oedd eich profiad o'n gwasanaeth?"
                                       : "Overall, how was your experience of our service?";
}

std::string_view official_why(page_language language) {
  return language == page_language::cy ? "Dywedwch wrthym pam y rhoesoch eich ateb"
                                       : "Please can you tell us why you gave your answer?";
}

std::string_view official_answer(int score) {
  constexpr std::array<std::string_view, 6> answers{"Very good", "Good",      "Neither good nor poor",
                                                    "Poor",      "Very poor", "Don't know"};
  return answers.at(static_cast<std::size_t>(score - 1));
}

std::string words_for(answer_problem problem, question_kind asked, page_language language) {
  return language == page_language::cy ? in_welsh(problem, asked) : in_english(problem, asked);
}

} // namespace tidings::talk
