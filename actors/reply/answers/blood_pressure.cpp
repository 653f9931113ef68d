#include <algorithm>

#include "actors/reply/answers/answers.hpp"
#include "actors/reply/answers/limits.hpp"
#include "actors/reply/answers/roles.hpp"

namespace tidings::reply_words {
namespace {

using namespace reply_limits;

// s systolic, d diastolic, p pulse, b beats a minute, u mmHg, / between the two
constexpr role_row rows[] = {
    {"over", '/'},    {"on", '/'},    {"by", '/'},        {"bp", ' '},       {"blood", ' '}, {"pressure", ' '},
    {"mmhg", 'u'},    {"mm", 'u'},    {"hg", 'u'},        {"systolic", 's'}, {"sys", 's'},   {"syst", 's'},
    {"top", 's'},     {"upper", 's'}, {"diastolic", 'd'}, {"dia", 'd'},      {"diast", 'd'}, {"bottom", 'd'},
    {"lower", 'd'},   {"pulse", 'p'}, {"hr", 'p'},        {"heart", 'p'},    {"rate", ' '},  {"p", 'p'},
    {"pr", 'p'},      {"bpm", 'b'},   {"and", 'a'},       {"left", ' '},     {"right", ' '}, {"arm", ' '},
    {"pwysedd", ' '}, {"gwaed", ' '}, {"dros", '/'},      {"number", ' '},
};

struct pair {
  double systolic = 0, diastolic = 0;
};

bool possible(const pair& p) noexcept {
  const double apart = p.systolic - p.diastolic;
  return p.systolic >= systolic_min && p.systolic <= systolic_max && p.diastolic >= diastolic_min &&
         p.diastolic <= diastolic_max && apart >= pulse_pressure_min && apart <= pulse_pressure_max;
}

bool severe(const pair& p) noexcept { return p.systolic >= systolic_severe || p.diastolic >= diastolic_severe; }

/// Two numbers side by side anywhere in it, whatever else is said.
bool any_severe(const role_list& roles) noexcept {
  for (std::size_t i = 0; i + 1 < roles.numbers(); ++i) {
    pair p{roles.number(i), roles.number(i + 1)};
    if (p.systolic < p.diastolic) std::swap(p.systolic, p.diastolic);
    if (possible(p) && severe(p)) return true;
  }
  return roles.numbers() == 1 && roles.number(0) >= systolic_severe && roles.number(0) <= systolic_max;
}

reply_value value_of(const pair& p) noexcept { return {p.systolic, p.diastolic, "mmHg", {}}; }

reply_verdict judged(const pair& p, std::string_view doubt) {
  constexpr auto meaning = reply_meaning::blood_pressure;
  reply_verdict verdict;
  if (p.diastolic >= p.systolic)
    verdict = for_review(meaning, "the first number of a blood pressure is the higher one: perhaps swapped");
  else if (!possible(p))
    verdict = for_review(meaning, "no such blood pressure is likely: perhaps a slip of the thumb");
  else if (severe(p))
    verdict = for_review_now(meaning, "severe hypertension: 180/120 or higher in either number (NICE NG136)");
  else if (p.systolic <= systolic_low)
    verdict = for_review_now(meaning, "low: a systolic of 90 or less (NEWS2)");
  else
    verdict = doubt.empty() ? taken_down(meaning, "one plain blood pressure") : for_review(meaning, doubt);
  verdict.value = value_of(p);
  return verdict;
}

/// "135/85 pulse 72", "hr 72 bpm": the pulse is no part of it.
void leave_out_pulse(role_list& roles) noexcept {
  for (const std::string_view run : {"pnb", "npb", "pn", "nb", "np"})
    if (roles.numbers() == 3 && roles.cut_out(run)) break;
  roles.drop('b');
}

} // namespace

std::optional<reply_verdict> read_blood_pressure(const cut_text& text) {
  constexpr auto meaning = reply_meaning::blood_pressure;
  token_list tokens;
  read_tokens(text, true, tokens);
  role_list roles{tokens, rows};
  if (roles.numbers() == 0) return std::nullopt;
  roles.drop('u');
  const bool any_danger = any_severe(roles);
  leave_out_pulse(roles);
  std::string_view doubt = against_taking(text, tokens);
  for (std::size_t i = 0; i < roles.numbers(); ++i)
    if (roles.fraction(i)) doubt = "has a decimal point: perhaps meant as a stroke";
  pair p{roles.number(0), roles.number(1)};
  if (roles.is_any({"n/n", "nn", "nan", "sndn", "snadn", "sn/dn", "nsnd", "ns/nd", "nsand"})) return judged(p, doubt);
  if (roles.is_any({"dnsn", "ndns", "dnasn"})) return judged({p.diastolic, p.systolic}, doubt);
  const bool strange = roles.strange() || roles.numbers() == 0;
  reply_verdict verdict = roles.numbers() == 1  ? for_review(meaning, "only one number of the two")
                          : roles.numbers() > 2 ? for_review(meaning, "more than one reading, or more numbers than two")
                                                : for_review(meaning, "has more in it than the reading");
  if (roles.numbers() == 2 && possible(p)) verdict.value = value_of(p);
  if (any_danger) {
    verdict.urgent = true;
    verdict.why += ", and one may be 180/120 or higher (NICE NG136)";
  }
  const bool a_pair = roles.numbers() > 2 || roles.shape().find("n/n") != std::string_view::npos ||
                      (roles.numbers() == 2 && possible(p));
  if (strange && !any_danger && !a_pair) return std::nullopt; // a sentence with a number in it
  return verdict;
}

} // namespace tidings::reply_words
