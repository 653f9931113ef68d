// The answer to our asking back: "Reply 1 for Tue 3 Mar 9:10am, 2 for Wed 4 Mar 2pm".
#include <algorithm>

#include "actors/reply/parser.hpp"
#include "actors/reply/words.hpp"

namespace tidings {
namespace {

using namespace reply_words;

constexpr std::string_view beside_it[] = {"hi",     "helo",   "please", "plis",   "thanks", ":thanks",
                                          ":smile", "diolch", "x",      "number", "option", "the",
                                          "answer", "is",     "its",    "it",     "my",     "sorry"};

std::optional<std::size_t> number_of(std::string_view word, std::size_t choices) {
  if (word.size() != 1 || word[0] < '1' || word[0] > '9') return std::nullopt;
  const auto number = static_cast<std::size_t>(word[0] - '0');
  return number <= choices ? std::optional(number) : std::nullopt;
}

} // namespace

std::optional<std::size_t> parse_choice(std::string_view text, std::size_t choices) {
  cut_text own;
  cut(text, own);
  if (own.foreign || own.hidden || own.damaged || own.quotation || own.question_marks > 0 || own.too_long ||
      own.starred || own.unfinished)
    return std::nullopt;
  std::optional<std::size_t> found;
  for (const word& one : own.all()) {
    if (found && static_cast<std::size_t>(&one - own.words.data()) == own.words_before_dots)
      return std::nullopt;                                   // "1... x"
    if (one.before == gap::alternative) return std::nullopt; // "1/2"
    if (const auto number = number_of(one.folded(), choices)) {
      if (found) return std::nullopt;
      found = number;
    } else if (std::ranges::find(beside_it, one.spelled()) == std::end(beside_it)) {
      return std::nullopt;
    }
  }
  return found;
}

} // namespace tidings
