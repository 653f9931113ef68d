// Weight and height: the old units and the new.
#include <cmath>

#include "actors/reply/answers/answers.hpp"
#include "actors/reply/answers/limits.hpp"
#include "actors/reply/answers/roles.hpp"

namespace tidings::reply_words {
namespace {

using namespace reply_limits;

constexpr double kg_of_pound = 0.45359237, pounds_of_stone = 14, cm_of_inch = 2.54, inches_of_foot = 12;

// k kg, s stones, l pounds, h half
constexpr role_row weight_rows[] = {
    {"kg", 'k'},          {"kgs", 'k'},    {"kilo", 'k'},   {"kilos", 'k'},  {"kilogram", 'k'}, {"kilograms", 'k'},
    {"kilogrammes", 'k'}, {"st", 's'},     {"stone", 's'},  {"stones", 's'}, {"sts", 's'},      {"stn", 's'},
    {"lb", 'l'},          {"lbs", 'l'},    {"pound", 'l'},  {"pounds", 'l'}, {"ibs", 'l'},      {"ib", 'l'},
    {"half", 'h'},        {"and", 'a'},    {"weight", ' '}, {"weigh", ' '},  {"weighed", ' '},  {"weighing", ' '},
    {"wt", ' '},          {"pwysau", ' '}, {"pwyso", ' '},  {"dwi", ' '},    {"yn", ' '},
};

// c cm, m metres, f feet, i inches
constexpr role_row height_rows[] = {
    {"cm", 'c'},     {"cms", 'c'},    {"centimetres", 'c'}, {"centimeters", 'c'}, {"centimetre", 'c'}, {"m", 'm'},
    {"metre", 'm'},  {"metres", 'm'}, {"meter", 'm'},       {"meters", 'm'},      {"mtr", 'm'},        {"mtrs", 'm'},
    {"ft", 'f'},     {"foot", 'f'},   {"feet", 'f'},        {"in", 'i'},          {"ins", 'i'},        {"inch", 'i'},
    {"inches", 'i'}, {"half", 'h'},   {"and", 'a'},         {"height", ' '},      {"tall", ' '},       {"taldra", ' '},
};

double to_tenth(double value) noexcept { return std::round(value * 10) / 10; }

reply_verdict sized(reply_meaning meaning, double amount, std::string_view unit, bool possible,
                    std::string_view doubt) {
  reply_verdict verdict = for_review(meaning, doubt);
  if (!possible)
    verdict = for_review(meaning, "unlikely in an adult: perhaps a slip, another unit or a child's");
  else if (doubt.empty())
    verdict = taken_down(meaning, meaning == reply_meaning::weight ? "one plain weight" : "one plain height");
  verdict.value = reply_value{to_tenth(amount), 0, unit, {}};
  return verdict;
}

reply_verdict weight(double kg, std::string_view doubt) {
  return sized(reply_meaning::weight, kg, "kg", kg >= weight_min && kg <= weight_max, doubt);
}
reply_verdict stones(double stone, double pounds, std::string_view doubt) {
  if (pounds >= pounds_of_stone) doubt = "a stone has 14 pounds, so these can't be right";
  return weight((stone * pounds_of_stone + pounds) * kg_of_pound, doubt);
}

reply_verdict height(double cm, std::string_view doubt) {
  return sized(reply_meaning::height, cm, "cm", cm >= height_min && cm <= height_max, doubt);
}
reply_verdict feet(double foot, double inches, std::string_view doubt) {
  if (inches >= inches_of_foot) doubt = "a foot has 12 inches, so these can't be right";
  return height((foot * inches_of_foot + inches) * cm_of_inch, doubt);
}

std::optional<reply_verdict> not_one(reply_meaning meaning, const role_list& roles) {
  if (roles.numbers() == 0) return std::nullopt;
  return for_review(meaning, roles.strange()       ? "has more in it than the measurement"
                             : roles.numbers() > 1 ? "more numbers than one measurement has"
                                                   : "not a measurement as we know them");
}

} // namespace

std::optional<reply_verdict> read_weight(const cut_text& text) {
  token_list tokens;
  read_tokens(text, true, tokens);
  const role_list roles{tokens, weight_rows};
  const std::string_view doubt = against_taking(text, tokens);
  const double first = roles.number(0), second = roles.number(1);
  if (roles.is_any({"nk"})) return weight(first, doubt);
  if (roles.is_any({"nl"})) return weight(first * kg_of_pound, doubt);
  if (roles.is_any({"ns"})) return stones(first, 0, doubt);
  if (roles.is_any({"nsh", "nahs", "nsah"})) return stones(first + 0.5, 0, doubt);
  if (roles.is_any({"nsn", "nsnl", "nsanl"}) && !roles.fraction(0)) return stones(first, second, doubt);
  if (roles.is_any({"nsn/n", "nsnn/nl", "nan/ns"})) return for_review(reply_meaning::weight, "has a fraction in it");
  if (roles.is_any({"n"})) { // 82 is kilograms, 180 is pounds, 12 is stones; most likely
    reply_verdict verdict = for_review(reply_meaning::weight, "a number without its unit");
    verdict.value = reply_value{first, 0, {}, {}};
    return verdict;
  }
  return not_one(reply_meaning::weight, roles);
}

std::optional<reply_verdict> read_height(const cut_text& text) {
  token_list tokens;
  read_tokens(text, true, tokens);
  const role_list roles{tokens, height_rows};
  const std::string_view doubt = against_taking(text, tokens, true);
  const double first = roles.number(0), second = roles.number(1);
  const bool whole = !roles.fraction(0);
  if (roles.is_any({"nc"})) return height(first, doubt);
  if (roles.is_any({"nm"})) return height(first * 100, doubt);
  if (roles.is_any({"nmn", "nmnc"}) && whole) return height(first * 100 + (second < 10 ? second * 10 : second), doubt);
  if (roles.is_any({"nf"}) && whole) return feet(first, 0, doubt);
  if (roles.is_any({"nfn", "nfni", "nfani"}) && whole) return feet(first, second, doubt);
  if (roles.is_any({"nfnhi", "nfnah", "nfnahi", "nfnih"}) && whole) return feet(first, second + 0.5, doubt);
  if (roles.is_any({"nfh", "nahf"}) && whole) return feet(first + 0.5, 0, doubt);
  if (roles.is_any({"ni"})) return height(first * cm_of_inch, doubt);
  // 5'10" is cut at its marks
  if (roles.is_any({"nn", "nni"}) && whole && first >= 4 && first <= 7 && second < inches_of_foot)
    return feet(first, second, doubt);
  if (roles.is_any({"n"}) && whole && first >= 100) return height(first, doubt); // nobody is 100 inches tall
  if (roles.is_any({"n"}) && !whole && first >= 1.3 && first < 2.2) return height(first * 100, doubt);
  if (roles.is_any({"n"})) { // 5.10 and 5.9 may be feet and inches or feet and tenths
    reply_verdict verdict = for_review(reply_meaning::height, "a number that may be in more than one unit");
    verdict.value = reply_value{first, 0, {}, {}};
    return verdict;
  }
  return not_one(reply_meaning::height, roles);
}

} // namespace tidings::reply_words
