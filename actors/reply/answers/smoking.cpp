// Never, ex or current, and how much a day.
#include "actors/reply/answers/answers.hpp"
#include "actors/reply/answers/limits.hpp"
#include "actors/reply/answers/roles.hpp"
#include "actors/reply/answers/word_list.hpp"

namespace tidings::reply_words {
namespace {

constexpr auto meaning = reply_meaning::smoking;

// N never, E ex, C current, y yes, x no, o not, d a day, w a week, s smoke, q quit or stop, p pack, c cigarettes, v
// vape
constexpr role_row rows[] = {
    {"never", 'N'},  {"ex", 'E'},      {"former", 'E'},  {"exsmoker", 'E'},   {"stopped", 'q'},    {"quit", 'q'},
    {"gave", 'q'},   {"given", 'q'},   {"up", ' '},      {"current", 'C'},    {"smoker", 's'},     {"smoke", 's'},
    {"smoked", 'S'}, {"smoking", 's'}, {"smokes", '?'},  {"yes", 'y'},        {"no", 'x'},         {"dont", 'o'},
    {"non", 'o'},    {"not", 'o'},     {"nope", 'x'},    {"nonsmoker", 'X'},  {"day", 'd'},        {"daily", 'd'},
    {"per", ' '},    {"week", 'w'},    {"weekly", 'w'},  {"cigarettes", 'c'}, {"cigarette", 'c'},  {"cigs", 'c'},
    {"fags", 'c'},   {"ciggies", 'c'}, {"rollups", 'c'}, {"rollies", 'c'},    {"roll", 'c'},       {"ups", ' '},
    {"vape", 'v'},   {"vaping", 'v'},  {"vaper", 'v'},   {"ecig", 'v'},       {"ecigarette", 'v'}, {"ago", 'a'},
    {"years", 'a'},  {"year", 'a'},    {"months", 'a'},  {"since", 'a'},      {"in", ' '},         {"ive", ' '},
    {"yrs", 'a'},    {"have", ' '},    {"status", ' '},  {"erioed", 'N'},     {"ysmygu", 's'},     {"wedi", ' '},
    {"ddim", 'o'},   {"dwi", ' '},     {"yn", ' '},      {"been", ' '},       {"used", 'u'},       {"to", ' '},
};

reply_verdict status(std::string_view state, std::string_view doubt, double amount = 0, std::string_view unit = {}) {
  reply_verdict verdict = doubt.empty() ? taken_down(meaning, "one plain smoking status") : for_review(meaning, doubt);
  verdict.value = reply_value{amount, 0, unit, state};
  return verdict;
}

} // namespace

std::optional<reply_verdict> read_smoking(const cut_text& text) {
  if (text.foreign || text.hidden || text.damaged) return std::nullopt;
  token_list tokens;
  read_tokens(text, true, tokens);
  const word_list said{text};
  // The stop keywords that here may just as well be the answer. STOP itself stays one.
  if (tokens.count == 1 && said.is_any(0, {"quit", "end"}))
    return for_review(meaning, "may be a stop word, or tell that they have quit smoking");
  const role_list roles{tokens, rows};
  const std::string_view doubt = against_taking(text, tokens);
  const double amount = roles.number(0);
  if (said.are(0, {"my", "ex"})) return for_review(meaning, "may tell of somebody else"); // "my ex is a smoker"
  if (roles.is_any({"N", "Ns", "NS", "xN", "xNS", "xNs", "sN", "NSN"})) return status("never", doubt);
  if (roles.is_any({"E", "Es", "ES", "q", "qs", "xq", "xqs", "us", "xus", "xEs", "xE"})) return status("ex", doubt);
  if (roles.is_any({"qna", "qnaa", "qsna", "qsnaa", "Ena", "Enaa", "Esna", "Esnaa", "qn", "qsn", "qan", "qsan", "Esqn",
                    "Eqn", "xqnaa", "xqsnaa"}))
    return status("ex", doubt);
  if (roles.is_any({"Cs", "C", "s"})) { // "smoker", "I smoke"; "current" alone is the word of our question
    if (said.is(0, "smoking") && said.size() == 1) return status("current", "one word that may be our own");
    return status("current", doubt);
  }
  if (roles.is_any({"y", "ys", "yC", "yCs"})) return status("current", "yes: to which question?");
  if (roles.is_any({"x", "xs", "X", "xX", "o", "os", "xos", "oX"}))
    return status({}, "doesn't smoke: never has, or no more?");
  if (roles.is_any({"nd", "ncd", "nsd", "ynd", "yncd", "snd", "sncd", "Csnd", "Cnd", "n/d", "yn/d", "sn/d", "ysnd",
                    "ysncd", "csnd", "Csncd"})) {
    const bool possible = amount >= 1 && amount <= reply_limits::cigarettes_a_day_max && !roles.fraction(0);
    return status("current", possible ? doubt : "no such number a day is likely", amount, "cigarettes/day");
  }
  if (roles.is_any({"nw", "ncw", "ynw", "yncw", "snw", "sncw", "Csnw"}))
    return status("current", "an amount a week, not a day", amount, "cigarettes/week");
  if (roles.shape().find('v') != std::string_view::npos) return for_review(meaning, "vaping isn't smoking");
  const bool how_much = roles.shape().find_first_of("dwc") != std::string_view::npos;
  if (roles.numbers() > 0 && (how_much || !roles.strange()))
    return for_review(meaning, "an amount, but of what and how often?");
  const bool about_it = said.any(std::initializer_list<std::string_view>{"smoke", "smoker", "smoking", "smoked",
                                                                         "never", "ex", "quit", "stopped"});
  if (about_it) return for_review(meaning, "speaks of smoking, but not in one plain way");
  return std::nullopt;
}

} // namespace tidings::reply_words
