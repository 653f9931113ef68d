// Peak flow and blood glucose: one number, and a low one may be an emergency.
#include <algorithm>

#include "actors/reply/answers/answers.hpp"
#include "actors/reply/answers/limits.hpp"
#include "actors/reply/answers/roles.hpp"

namespace tidings::reply_words {
namespace {

using namespace reply_limits;

// u l/min
constexpr role_row peak_flow_rows[] = {
    {"l", 'u'},    {"lpm", 'u'}, {"min", 'u'},   {"minute", 'u'}, {"litres", 'u'}, {"liters", 'u'},
    {"lmin", 'u'}, {"per", 'u'}, {"peak", ' '},  {"flow", ' '},   {"pef", ' '},    {"pefr", ' '},
    {"pf", ' '},   {"and", ' '}, {"blows", ' '}, {"llif", ' '},   {"anadl", ' '},
};

// u mmol/l, g mg/dl, L and H what a meter shows beyond its range
constexpr role_row glucose_rows[] = {
    {"mmol", 'u'}, {"mmols", 'u'}, {"l", 'u'},       {"mmoll", 'u'},  {"mg", 'g'},      {"dl", 'g'},
    {"mgdl", 'g'}, {"blood", ' '}, {"sugar", ' '},   {"sugars", ' '}, {"glucose", ' '}, {"bg", ' '},
    {"bm", ' '},   {"bms", ' '},   {"fasting", ' '}, {"per", 'u'},    {"litre", 'u'},   {"low", 'L'},
    {"lo", 'L'},   {"high", 'H'},  {"siwgr", ' '},   {"gwaed", ' '},
};

/// "l/min" and "mmol/l": the slash between the letters.
template <std::size_t Rows> role_list without_units(const token_list& tokens, const role_row (&rows)[Rows]) noexcept {
  role_list roles{tokens, rows};
  roles.drop('u');
  return roles;
}

std::optional<reply_verdict> many_or_strange(reply_meaning meaning, const role_list& roles, bool low) {
  if (roles.numbers() == 0) return std::nullopt;
  reply_verdict verdict =
      for_review(meaning, roles.strange() ? "has more in it than the measurement" : "more than one number");
  if (low) {
    verdict.urgent = true;
    verdict.why += ", and one may be dangerous";
  }
  return verdict;
}

reply_value litres(double amount) noexcept { return {amount, 0, "l/min", {}}; }
reply_value millimoles(double amount) noexcept { return {amount, 0, "mmol/l", {}}; }

bool flow_possible(double flow) noexcept { return flow >= peak_flow_min && flow <= peak_flow_max; }
bool flow_low(double flow, double best) noexcept {
  return flow <= (best > 0 ? best * peak_flow_severe_share : peak_flow_low);
}

bool glucose_danger(double glucose) noexcept {
  return (glucose >= glucose_min && glucose < glucose_low) || (glucose >= glucose_very_high && glucose <= glucose_max);
}

/// "morning 420 evening 380" are two readings, not blows of one.
bool names_times(const token_list& tokens) noexcept {
  constexpr std::string_view times[] = {"morning", "afternoon", "evening", "today", "at", "now"};
  return std::ranges::any_of(
      tokens.all(), [&](const token& one) { return std::ranges::find(times, one.letters) != std::end(times); });
}

/// "mmol/l" and "l/min" in one breath: the slash belongs to the unit, so it is no alternative.
void mend_units(token_list& tokens) noexcept {
  for (std::size_t i = 1; i < tokens.count; ++i) {
    token& one = tokens.items[i];
    const bool unit = one.letters == "l" || one.letters == "min" || one.letters == "dl" || one.letters == "minute";
    if (unit && one.before == gap::alternative) one.before = gap::none;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < tokens.count; ++i) {
    const token& one = tokens.items[i];
    const bool of_a_unit = one.what == token::kind::slash && i > 0 && i + 1 < tokens.count &&
                           tokens.items[i - 1].what == token::kind::letters &&
                           tokens.items[i + 1].what == token::kind::letters;
    if (!of_a_unit) tokens.items[kept++] = one;
  }
  tokens.count = kept;
}

} // namespace

std::optional<reply_verdict> read_peak_flow(const cut_text& text, double best) {
  constexpr auto meaning = reply_meaning::peak_flow;
  token_list tokens;
  read_tokens(text, true, tokens);
  mend_units(tokens);
  const role_list roles = without_units(tokens, peak_flow_rows);
  bool any_low = false;
  double most = 0, least = peak_flow_max;
  for (std::size_t i = 0; i < roles.numbers(); ++i) {
    const double flow = roles.number(i);
    any_low = any_low || (flow_possible(flow) && flow_low(flow, best));
    most = std::max(most, flow);
    least = std::min(least, flow);
  }
  std::string_view doubt = against_taking(text, tokens);
  const bool blows = roles.is_any({"nn", "nnn"}) && most - least <= peak_flow_blows_apart_max && !names_times(tokens);
  if (!blows && !roles.is_any({"n"})) return many_or_strange(meaning, roles, any_low);
  for (std::size_t i = 0; i < roles.numbers(); ++i)
    if (roles.fraction(i) || !flow_possible(roles.number(i))) doubt = "no such peak flow is likely: perhaps a slip";
  const bool low = flow_possible(most) && flow_low(most, best);
  reply_verdict verdict =
      low ? for_review_now(meaning, best > 0 ? "half of the patient's best or less: acute severe asthma (BTS/SIGN 158)"
                                             : "very low for an adult: may be acute severe asthma (BTS/SIGN 158)")
      : doubt.empty() ? taken_down(meaning, blows ? "the best of the blows in it" : "one plain peak flow")
                      : for_review(meaning, doubt);
  verdict.value = litres(most);
  return verdict;
}

std::optional<reply_verdict> read_blood_glucose(const cut_text& text) {
  constexpr auto meaning = reply_meaning::blood_glucose;
  token_list tokens;
  read_tokens(text, true, tokens);
  mend_units(tokens);
  if (tokens.count == 1 && text.words[0].folded() == "hi") // as a meter says it; as a greeting it costs a look
    return for_review_now(meaning, "a meter shows HI when the glucose is above its range");
  const role_list roles = without_units(tokens, glucose_rows);
  if (roles.is_any({"L", "H"}))
    return for_review_now(meaning, "a meter shows LO or HI when the glucose is outside its range");
  bool danger = false;
  for (std::size_t i = 0; i < roles.numbers(); ++i) danger = danger || glucose_danger(roles.number(i));
  if (roles.is_any({"ngg", "ng"})) return for_review(meaning, "in mg/dl, which isn't used here");
  if (!roles.is_any({"n"})) return many_or_strange(meaning, roles, danger);
  const double glucose = roles.number(0);
  const std::string_view doubt = against_taking(text, tokens);
  reply_verdict verdict;
  if (glucose < glucose_min || glucose > glucose_max)
    verdict = for_review(meaning, "no such glucose is shown by a meter: perhaps a slip, or mg/dl");
  else if (glucose < glucose_low)
    verdict = for_review_now(meaning, "below 4 mmol/l: hypoglycaemia (JBDS 01)");
  else if (glucose >= glucose_very_high)
    verdict = for_review_now(meaning, "20 mmol/l or more: may be an emergency of diabetes (JBDS 02, 06)");
  else if (glucose > glucose_high)
    verdict = for_review(meaning, "above 15 mmol/l: sick-day rules ask for a person");
  else
    verdict = doubt.empty() ? taken_down(meaning, "one plain blood glucose") : for_review(meaning, doubt);
  verdict.value = millimoles(glucose);
  return verdict;
}

} // namespace tidings::reply_words
