// The NHS Friends and Family Test: "Overall, how was your experience of our service?" with the answers 1 very good,
// 2 good, 3 neither good nor poor, 4 poor, 5 very poor, 6 don't know (NHS England, FFT guidance, 2020).
#include <algorithm>
#include <array>

#include "actors/reply/alarms.hpp"
#include "actors/reply/answers/answers.hpp"
#include "actors/reply/answers/word_list.hpp"

namespace tidings::reply_words {
namespace {

using words = std::string_view;

constexpr words numbers[] = {"one", "two", "three", "four", "five", "six"};
/// What may stand before the score: "my answer is 1".
constexpr words lead_ins[] = {"hi",   "dear", "doctor", "there",  "my",     "score",     "answer", "is",      "its",
                              "it",   "was",  "i",      "would",  "id",     "say",       "rating", "option",  "number",
                              "the",  "im",   "give",   "please", "thanks", "sorry",     "a",      "overall", "fft",
                              "helo", "rate", "choose", "chose",  "reply",  "experience"};
/// What makes a number before it no score: "1 hour", "5 stars", "2 of you", and the units of whatever else we ask
/// about.
constexpr words counted[] = {
    "stone",       "stones",    "sts",    "stn",     "kg",     "kgs",          "kilo",     "kilos",    "lb",
    "lbs",         "pound",     "foot",   "feet",    "ft",     "inch",         "inches",   "cm",       "m",
    "metre",       "metres",    "mmol",   "mmols",   "litre",  "litres",       "lpm",      "daily",    "cig",
    "cigs",        "cigarette", "fags",   "per",     "pint",   "unit",         "child",    "children", "men",
    "women",       "ladies",    "staff",  "half",    "missed", "different",    "separate", "attempt",  "visit",
    "appointment", "phonecall", "text",   "letter",  "tablet", "whole",        "full",     "hour",     "hours",
    "hr",          "hrs",       "min",    "mins",    "minute", "minutes",      "day",      "days",     "week",
    "weeks",       "month",     "months", "year",    "years",  "star",         "stars",    "out",      "of",
    "x",           "times",     "time",   "people",  "person", "am",           "pm",       "oclock",   "st",
    "nd",          "th",        "doctor", "doctors", "nurse",  "nurses",       "and",      "or",       "to",
    "point",       "more",      "calls",  "call",    "weeks",  "receptionist", "other",    "thing",    "things",
    "percent",     "hundred"};
constexpr words kind_words[] = {
    "excellent",   "great", "brilliant", "fantastic", "amazing",   "wonderful", "perfect",      "lovely",   "superb",
    "outstanding", "fab",   "fabulous",  "best",      "love",      "loved",     "helpful",      "friendly", "kind",
    "caring",      "happy", "pleased",   "efficient", "impressed", "good",      "professional", "smashing", "faultless",
    "delighted",   "super", "top",       "thorough",  "recommend", "nice"};
constexpr words harsh_words[] = {
    "terrible", "awful",     "rude",     "worst",        "disgusting",    "disgrace",     "disgraceful",
    "poor",     "bad",       "shocking", "appalling",    "complaint",     "complain",     "unhappy",
    "useless",  "dreadful",  "horrible", "disappointed", "disappointing", "unacceptable", "rubbish",
    "joke",     "unhelpful", "ignored",  "hate",         "pathetic",      "dismissive",   "angry",
    "upset",    "negligent", "neglect",  "misdiagnosed", "abysmal",       "worse"};
constexpr words negations[] = {"not",     "no",      "never",  "dont",   "cant",    "wont",    "without",
                               "couldnt", "wasnt",   "isnt",   "didnt",  "hardly",  "nothing", "nor",
                               "less",    "wouldnt", "doesnt", "havent", "nolonger"};
/// What a comment asks of somebody: it is more than feedback.
constexpr words wishes[] = {"cancel",    "cancelled", "cancelling",   "rebook",    "reschedule", "rearrange",
                            "complaint", "complain",  "compensation", "solicitor", "manager",    "prescription"};

/// "3 visits", "2 receptionists": as good as English tells it by a word alone. Being wrong costs a look.
constexpr bool is_plural(std::string_view word) noexcept {
  constexpr words no_plurals[] = {"always", "thanks", "perhaps", "sometimes", "besides",
                                  "needs",  "takes",  "seems",   "across"};
  return word.size() >= 4 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") &&
         !word.ends_with("is") && std::ranges::find(no_plurals, word) == std::end(no_plurals);
}

struct found_score {
  int score = 0;
  std::size_t end = 0;   ///< word behind it
  bool in_words = false; ///< "very good"
  bool spelled = false;  ///< "one"
};

class reader {
public:
  explicit reader(const cut_text& text) noexcept : text_{text}, said_{text} {}

  std::optional<reply_verdict> read() {
    constexpr auto meaning = reply_meaning::fft;
    std::size_t at = 0;
    while (said_.is_any(at, lead_ins) && score_at(at).score == 0) ++at;
    found_score found = score_at(at);
    if (found.score == 0) return at_the_end();
    reply_verdict verdict = taken_down(meaning, "an answer to the Friends and Family Test");
    verdict.score = found.score;
    if (const found_score same = score_at(found.end); same.score > 0 && same.in_words != found.in_words) {
      if (same.score != found.score) return doubt(meaning, "the number and the words disagree");
      found.end = same.end; // "1 - very good"
    }
    const std::size_t scored = found.end;
    while (said_.is_any(found.end, {"thanks", "please", ":thanks", ":smile", "x", "diolch"})) ++found.end;
    const std::size_t end = found.end;
    if (end < said_.size()) verdict.comment = from(end);
    std::string_view why = against_comment(end);
    if (why.empty() && text_.starred) why = "stars are counted the other way round";
    if (why.empty() && end < said_.size()) why = against_going_on(found);
    if (why.empty()) why = disagreement(found.score, scored);
    if (!why.empty()) {
      verdict.automatic = false;
      verdict.why = why;
    }
    return verdict;
  }

  std::string_view against_comment(std::size_t from) const noexcept {
    if (text_.foreign || text_.hidden || text_.damaged) return "has characters that may not be what they look like";
    if (text_.left_out || text_.quotation) return "quotes somebody";
    if (text_.too_long) return "is too long to be taken down unread";
    if (text_.question_marks > 0) return "asks something as well";
    for (std::size_t at = from; at < said_.size(); ++at)
      if (said_.is_any(at, wishes) ||
          (said_.is_any(at, {"call", "ring", "phone", "contact", "email"}) && said_.is_any(at + 1, {"me", "my"})))
        return "the comment asks for something";
    const alarm_set found = find_alarms(text_);
    if (found.has(alarm::abuse)) return "the comment has abuse in it";
    if (found.has(alarm::stop_word)) return "has a stop word, but not alone";
    if (found.has(alarm::urgent) || found.has(alarm::wrong_person)) return "has words a person must see";
    return {};
  }

  text_part from(std::size_t at) const noexcept {
    const std::size_t begin = text_.words[at].at;
    return {begin, text_.own_end > begin ? text_.own_end - begin : 0};
  }

private:
  found_score score_at(std::size_t at) const noexcept {
    const std::size_t n = at < said_.size() ? text_.words[at].folded().size() : 0;
    if (n == 1 && said_.is_number(at)) {
      const int digit = text_.words[at].folded()[0] - '0';
      if (digit >= 1 && digit <= 6) return {digit, at + 1, false};
    }
    for (std::size_t i = 0; i < std::size(numbers); ++i)
      if (said_.is(at, numbers[i])) return {static_cast<int>(i + 1), at + 1, false, true};
    return answer_at(at);
  }

  /// The official answers in words, as patients type them.
  found_score answer_at(std::size_t at) const noexcept {
    if (said_.is_any(at, {"neither", "niether", "nether", "neiter"})) {
      std::size_t end = at + 1;
      if (said_.is(end, "good")) ++end;
      if (end > at + 1 && said_.is_any(end, {"nor", "or", "not"})) ++end;
      if (end > at + 2 && said_.is_any(end, {"poor", "bad"})) ++end;
      return {3, end, true};
    }
    if (said_.is_any(at, {"dontknow", "unsure", "dk", "dunno"})) return {6, at + 1, true};
    if (said_.are(at, {"dont", "know"}) || said_.are(at, {"not", "sure"})) return {6, at + 2, true};
    std::size_t end = at;
    while (said_.is_any(end, {"very", "v", "verry", "vry", "vary", "veri"}) && end - at < 3) ++end;
    const bool very = end > at;
    if (said_.is_any(end, {"good", "gud", "goood", "god", "gd"}) && !(said_.is(end, "god") && !very))
      return {very ? 1 : 2, end + 1, true};
    if (said_.is_any(end, {"poor", "por", "pooor", "poorly"}) && !said_.is(end, "poorly"))
      return {very ? 5 : 4, end + 1, true};
    if (said_.is_any(at, {"vgood", "verygood"})) return {1, at + 1, true};
    if (said_.is_any(at, {"vpoor", "verypoor"})) return {5, at + 1, true};
    // Welsh: da iawn, da, gwael, gwael iawn, ddim yn gwybod
    if (said_.is_any(at, {"da", "gwael", "wael", "dda"})) {
      const bool bad = said_.is_any(at, {"gwael", "wael"});
      const bool more = said_.is_any(at + 1, {"iawn"}) || text_.ids[at + 1 < text_.count ? at + 1 : at] == iawn();
      if (at + 1 < said_.size() && more) return {bad ? 5 : 1, at + 2, true};
      return {bad ? 4 : 2, at + 1, true};
    }
    if (said_.are(at, {"ddim", "yn", "gwybod"})) return {6, at + 3, true};
    return {};
  }

  static word_id iawn() noexcept { return find_word("iawn", false); }

  /// May the words behind the score follow it? After punctuation anything may.
  std::string_view against_going_on(const found_score& found) const noexcept {
    const std::size_t at = found.end;
    if (said_.before(at) == gap::alternative) return "gives more than one answer";
    if (said_.is_number(at)) return "gives more than one number";
    if (takes_back(at, found.in_words)) return "the answer is taken back";
    if (said_.is(at, "for") && any_score(at)) return "gives a score to each of several things";
    if (said_.spelled(at).empty() && said_.before(at) <= gap::comma)
      return "has a sign beside the score, perhaps stars";
    if (found.in_words) {
      if (said_.is_any(at, {"morning", "afternoon", "evening", "day", "luck", "grief", "god", "question"}))
        return "may be another sense of the word";
      constexpr words may_follow[] = {"service",   "experience", "care",        "indeed",    "overall", "but",
                                      "as",        "because",    "staff",       "and",       "all",     "always",
                                      "from",      "with",       "appointment", "treatment", "surgery", "practice",
                                      "reception", "though",     "although",    "very"};
      if (said_.before(at) == gap::none && !said_.is_any(at, may_follow)) return "the answer is part of a sentence";
      return {};
    }
    if (found.spelled && said_.before(at) == gap::none) return "the number may be part of a sentence";
    const bool an_amount = said_.is(at, "a") && said_.is_any(at + 1, {"day", "week", "month", "year", "time"});
    if (said_.before(at) <= gap::comma &&
        (an_amount || said_.is_any(at, counted) || (found.score > 1 && is_plural(said_.spelled(at)))))
      return "the number may count something else";
    return {};
  }

  /// "Good, not very good", "1 not 2"; but "5 not good" goes on.
  bool takes_back(std::size_t at, bool in_words) const noexcept {
    if (!said_.is_any(at, negations)) return false;
    const found_score other = score_at(at + 1);
    return other.score > 0 && (in_words || !other.in_words);
  }

  /// "1 for the nurse, 5 for the wait".
  bool any_score(std::size_t from) const noexcept {
    for (std::size_t at = from; at < said_.size(); ++at)
      if (const found_score other = score_at(at); other.score > 0 && !other.in_words && !other.spelled) return true;
    return false;
  }

  /// The scale is often read upside down: "5 excellent", "1 awful".
  std::string_view disagreement(int score, std::size_t from) const noexcept {
    bool kind = false, harsh = false;
    for (std::size_t at = from; at < said_.size(); ++at) {
      const bool turned =
          (at > from && said_.is_any(at - 1, negations)) || (at > from + 1 && said_.is_any(at - 2, negations));
      kind = kind || (said_.is_any(at, kind_words) && !turned);
      harsh = harsh || (said_.is_any(at, harsh_words) && !turned);
      const bool thanked = said_.is_any(at, {":thanks", ":smile", ":thumbs"}) ||
                           (said_.is(at, "thanks") && at + 1 < said_.size() && said_.before(at + 1) == gap::none);
      kind = kind || thanked;
    }
    if (kind && score >= 4 && score <= 5) return "a poor score, but kind words: perhaps the scale was read upside down";
    if (harsh && score <= 2) return "a good score, but harsh words: perhaps the scale was read upside down";
    return {};
  }

  /// "Very long wait. 4": as good as surely, but a person looks.
  std::optional<reply_verdict> at_the_end() {
    const std::size_t last = said_.size() - 1;
    if (last == 0 || said_.before(last) < gap::comma) return std::nullopt;
    const found_score found = score_at(last);
    if (found.score == 0 || found.in_words) return std::nullopt;
    for (std::size_t at = 0; at < last; ++at)
      if (said_.is_number(at)) return std::nullopt;
    reply_verdict verdict = for_review(reply_meaning::fft, "the score seems to stand at the end");
    verdict.score = found.score;
    verdict.comment = from(0);
    return verdict;
  }

  std::optional<reply_verdict> doubt(reply_meaning meaning, std::string_view why) {
    reply_verdict verdict = for_review(meaning, why);
    verdict.comment = from(0);
    return verdict;
  }

  const cut_text& text_;
  word_list said_;
};

} // namespace

std::optional<reply_verdict> read_fft(const cut_text& text) { return reader{text}.read(); }

std::optional<reply_verdict> read_fft_comment(const cut_text& text) {
  const reader words{text};
  const std::string_view why = words.against_comment(0);
  const bool a_score = text.count == 1 && text.words[0].length == 1 && word_list{text}.is_number(0);
  reply_verdict verdict = !why.empty() ? for_review(reply_meaning::comment, why)
                          : a_score    ? for_review(reply_meaning::comment, "only a number where words were asked for")
                                       : taken_down(reply_meaning::comment, "the words we asked for");
  verdict.comment = words.from(0);
  return verdict;
}

} // namespace tidings::reply_words
