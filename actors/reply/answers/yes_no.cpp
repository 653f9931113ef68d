#include "actors/reply/answers/answers.hpp"
#include "actors/reply/answers/roles.hpp"
#include "actors/reply/answers/word_list.hpp"

namespace tidings::reply_words {
namespace {

using words = std::string_view;

constexpr words yes_words[] = {"yes", "ydw", "ie", "oes", "do", "byddaf", "hoffwn", "definitely", "absolutely"};
constexpr words no_words[] = {"no", "nope", "nah", "na", "nage", "nac"};
/// As good as a yes, but to what?
constexpr words weak_words[] = {"ok", "iawn", "oce", "sure", "fine", ":thumbs", "agreed", "perfect"};
/// Beside either they change nothing.
constexpr words courtesies[] = {"hi",      "dear",   "doctor", "please",  "thanks", "thank", "you",    "very", "much",
                                ":thanks", ":smile", "x",      "regards", "kind",   "many",  "diolch", "plis", "fawr",
                                "ta",      "sorry",  "sori",   "sir",     "madam",  "best",  "mate",   "love", "helo"};
constexpr words after_yes[] = {"i",  "would", "do", "am",  "im",   "id",   "like",
                               "to", "that",  "it", "can", "have", "iwill"};
constexpr words after_no[] = {"i", "dont", "wont", "cant", "not", "im", "havent"};
constexpr words negations[] = {"dont", "wont", "cant", "not", "havent"};

bool plain_welsh_no(const word_list& said, std::size_t at) {
  return said.is(at, "nac") && said.is_any(at + 1, {"ydw", "oes", "ydy", "do"});
}

} // namespace

std::optional<reply_verdict> read_yes_no(const cut_text& text) {
  if (text.foreign || text.hidden || text.damaged) return std::nullopt;
  const word_list said{text};
  std::size_t at = 0;
  while (said.is_any(at, {"hi", "dear", "doctor", "sorry", "please", "thanks", "helo", "sori"})) ++at;
  const bool yes = said.is_any(at, yes_words), no = said.is_any(at, no_words), weak = said.is_any(at, weak_words);
  if (!yes && !no && !weak) return std::nullopt;
  const auto meaning = no ? reply_meaning::no : reply_meaning::yes;
  std::size_t next = at + (plain_welsh_no(said, at) ? 2 : 1);
  if (no && said.is_any(next, {"problem", "problems", "worries", "bother", "probs", "prob"}))
    return for_review(reply_meaning::yes, "\"no problem\" is a yes or a courtesy");
  while (said.is_any(next, yes ? std::span<const words>(yes_words) : std::span<const words>(no_words)) &&
         said.before(next) < gap::alternative)
    ++next;                                      // "yes yes"
  if (said.before(next) == gap::none && !weak) { // "yes I would", "no I don't"
    std::size_t tail = next;
    while (said.is_any(tail, yes ? std::span<const words>(after_yes) : std::span<const words>(after_no)) &&
           tail - next < 4)
      ++tail;
    const bool agrees = yes || said.is_any(tail - 1, negations); // "no I am" doesn't
    if (tail == said.size() && agrees && said.is_any(next, {"i", "im", "id", "iwill"})) next = tail;
  }
  while (said.is_any(next, courtesies)) ++next;
  token_list tokens;
  std::string_view doubt = against_taking(text, tokens);
  if (doubt.empty() && next < said.size()) doubt = "says more than yes or no";
  if (doubt.empty() && weak) doubt = "agrees, but doesn't say yes";
  if (doubt.empty() && yes && said.is_any(at, {"do"})) doubt = "a Welsh yes or half an English sentence"; // "do" alone
  if (doubt.empty()) return taken_down(meaning, no ? "a plain no" : "a plain yes");
  return for_review(meaning, doubt);
}

} // namespace tidings::reply_words
