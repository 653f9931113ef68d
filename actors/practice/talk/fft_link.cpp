// The Friends and Family Test behind a link: the official question with its six answers, and why, which may be left
// empty. Counted as an answer by text message is, but as one that came in online.
#include "actors/practice/talk/link_page.hpp"
#include "actors/practice/talk/link_words.hpp"

#include <algorithm>

namespace tidings::talk {
namespace {

/// Nobody writes more without a letter.
constexpr std::size_t why_bytes_max = 4'000;
const std::string score_field = "score", why_field = "why";

struct filled_test {
  std::string score_words, why;
  int score = 0; ///< none of the six: 0
  std::string score_problem, why_problem;
  reply_verdict of_why;

  bool is_complete() const { return score > 0 && why_problem.empty(); }
  bool is_alarming() const { return of_why.urgent || of_why.meaning == reply_meaning::urgent; }
};

std::string words_at(const answer_by_link& c, const std::string& field) {
  const auto found =
      std::find_if(c.answers.begin(), c.answers.end(), [&](const given_answer& one) { return one.step == field; });
  return found == c.answers.end() ? std::string() : found->words.reveal();
}

bool is_blank(const std::string& words) { return words.find_first_not_of(" \t\r\n") == std::string::npos; }

reply_verdict read(const practice_settings& settings, const std::string& words, question_kind as) {
  reply_context context;
  context.question = as;
  context.vocabulary = settings.replies.compiled.get();
  return parse_reply(words, context);
}

filled_test fill_in(const practice_settings& settings, const answer_by_link& c, page_language language) {
  filled_test page;
  page.score_words = words_at(c, score_field);
  page.why = words_at(c, why_field);
  if (page.score_words.size() == 1 && page.score_words[0] >= '1' && page.score_words[0] <= '6')
    page.score = page.score_words[0] - '0';
  else
    page.score_problem = words_for(answer_problem::missing, question_kind::fft, language);
  if (page.why.size() > why_bytes_max)
    page.why_problem = words_for(answer_problem::too_long, question_kind::fft_comment, language);
  else if (!is_blank(page.why))
    page.of_why = read(settings, page.why, question_kind::fft_comment);
  return page;
}

answer ask(const practice_settings& settings, const filled_test& page, page_language language, bool sent) {
  view::question_page shown;
  shown.fields.push_back({.step = score_field,
                          .text = std::string(official_question(language)),
                          .language = language,
                          .kind = "fft",
                          .words = page.score_words,
                          .problem = sent ? page.score_problem : std::string()});
  shown.fields.push_back({.step = why_field,
                          .text = std::string(official_why(language)),
                          .language = language,
                          .kind = "fft_comment",
                          .words = page.why,
                          .problem = sent ? page.why_problem : std::string()});
  return show(settings, std::move(shown), language);
}

/// "Very good", and below it why: English for staff, as all that they read of answers.
std::string written_down(const filled_test& page) {
  auto all = std::string(official_answer(page.score));
  if (!is_blank(page.why)) all += "\n\n" + page.why;
  return all;
}

} // namespace

decision test_by_link(const practice_state& state, const practice_settings& settings, const message_track& asked,
                      const answer_by_link& c, timestamp now) {
  const auto language = language_of(c, page_language::en);
  const auto page = fill_in(settings, c, language);
  if (!c.sent || !page.is_complete()) return {{}, ask(settings, page, language, c.sent)};

  const auto said_there = said_by_link(asked, written_down(page), now);
  correlation whose;
  whose.patients = {asked.what.patient};
  const reply_at_hand reply{state, settings, said_there, asked.what.to.reveal(), whose, now};
  outcome done{.done = true};
  done.add(score_by_keys(state, said_there, asked, page.score));
  if (!is_blank(page.why)) {
    auto comment = take_comment(reply);
    std::move(comment.events.begin(), comment.events.end(), std::back_inserter(done.events));
    // What asks for something is more than a comment: a person reads it.
    const bool is_words = page.of_why.automatic && page.of_why.meaning == reply_meaning::comment;
    done.done = is_words;
    done.urgent = page.is_alarming();
  }
  view::question_page shown;
  shown.taken = true;
  if (page.is_alarming()) shown.emergency = said(settings, conversations_of(settings).texts.urgent);
  std::string why = "the Friends and Family Test by its link";
  if (done.urgent)
    why += "; words of an emergency";
  else if (!done.done)
    why += "; the comment may ask for something";
  return taken(asked, said_there, std::move(done), std::move(why),
               page.is_alarming() ? reply_meaning::urgent : reply_meaning::fft,
               show(settings, std::move(shown), language));
}

} // namespace tidings::talk
