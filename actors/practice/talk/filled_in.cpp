#include "actors/practice/talk/filled_in.hpp"

#include "actors/practice/talk/link_words.hpp"
#include "actors/practice/talk/question_link.hpp"

#include <algorithm>

namespace tidings::talk {
namespace {

const given_answer* find(const std::vector<given_answer>& given, const std::string& step) {
  const auto found = std::find_if(given.begin(), given.end(), [&](const auto& one) { return one.step == step; });
  return found == given.end() ? nullptr : &*found;
}

bool is_blank(const std::string& words) {
  return std::all_of(words.begin(), words.end(),
                     [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

void read(const practice_settings& settings, page_language language, field& one) {
  const auto problem = [&](answer_problem what) { one.problem = words_for(what, one.step->kind, language); };
  const auto& words = one.given->words.reveal();
  if (words.size() > link_words_max) return problem(answer_problem::too_long);
  if (is_blank(words)) {
    if (!one.given->cannot_say) problem(answer_problem::missing);
    return;
  }
  reply_context context;
  context.question = one.step->kind;
  context.vocabulary = settings.replies.compiled.get();
  one.verdict = parse_reply(words, context);
  one.found = measure_of(*one.step, one.verdict);
  one.alarming = !one.found && (one.verdict.urgent || one.verdict.meaning == reply_meaning::urgent);
  if (one.alarming) return; // said is said: a person sees it at once
  if (one.found && one.found->finding != measure_finding::implausible) return;
  one.found.reset();
  if (one.given->cannot_say) return; // a person reads what they wrote instead
  problem(answer_problem::unreadable);
}

/// The question after this one, as far as it can be told: null when there is none, or when it hangs on an answer that
/// isn't there yet.
const question_step* after(const question_set& set, const field& one) {
  const bool decides = !one.step->then.empty();
  if (one.found) return next_step(set, *one.step, one.verdict);
  const bool left_out = one.given && one.problem.empty();
  if (decides && !left_out) return nullptr;
  return next_step(set, *one.step, {});
}

} // namespace

bool filled_in::is_dangerous() const {
  return std::any_of(fields.begin(), fields.end(), [](const field& one) {
    return one.alarming || (one.found && one.found->finding == measure_finding::severe);
  });
}

filled_in fill_in(const practice_settings& settings, const question_set& set, const std::vector<given_answer>& given,
                  page_language language) {
  filled_in page;
  page.language = language;
  page.is_complete = true;
  // Answers lead only onwards (checked when the file is read): no question comes twice.
  for (const auto* step = set.steps.empty() ? nullptr : &set.steps.front();
       step && page.fields.size() < set.steps.size();) {
    auto& one = page.fields.emplace_back();
    one.step = step;
    one.given = find(given, step->id);
    if (one.given) read(settings, language, one);
    if (!one.given || !one.problem.empty()) page.is_complete = false;
    step = after(set, one);
  }
  return page;
}

} // namespace tidings::talk
