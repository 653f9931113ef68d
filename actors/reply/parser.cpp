#include "actors/reply/parser.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "actors/reply/act.hpp"
#include "actors/reply/alarms.hpp"
#include "actors/reply/answers/answers.hpp"
#include "actors/reply/keywords.hpp"
#include "actors/reply/languages.hpp"
#include "actors/reply/phrases.hpp"
#include "actors/reply/words.hpp"

namespace tidings {
namespace {

using namespace reply_words;

/// Longer answers are letters, not answers.
constexpr std::size_t act_words_max = 40;

reply_verdict by_hand(reply_meaning meaning, std::string_view why) {
  return {meaning, false, std::string{why}, std::nullopt};
}

/// One or two words, letter by letter as they were typed.
bool is_bare(const cut_text& text) noexcept {
  return !text.foreign && !text.hidden && !text.damaged && text.question_marks == 0 && text.count > 0 &&
         text.count <= 2 && std::ranges::none_of(text.all(), [](const word& w) { return w.accented; });
}

/// The words carriers and patients know, alone and exactly (GSMA and Twilio lists, without CANCEL: here that is an
/// appointment's word).
bool is_stop_keyword(const cut_text& text) noexcept {
  if (!is_bare(text)) return false;
  const std::string_view first = text.words[0].folded();
  if (text.count == 2) {
    if (text.words[1].before > gap::comma) return false;
    const std::string_view second = text.words[1].folded();
    return (first == "opt" && second == "out") || (first == "stop" && second == "all");
  }
  constexpr std::string_view keywords[] = {"stop", "stopall", "unsubscribe", "end", "quit", "optout"};
  return std::ranges::find(keywords, first) != std::end(keywords);
}

/// START as the same lists have it, without YES, and in Welsh. What takes a STOP back has to be as plain as that was:
/// "start please" is a wish to somebody.
bool is_start_keyword(const cut_text& text) noexcept {
  if (!is_bare(text) || text.count != 1 || text.quotation || text.unfinished) return false;
  constexpr std::string_view keywords[] = {"start", "unstop", "dechrau"};
  return std::ranges::find(keywords, text.words[0].folded()) != std::end(keywords);
}

bool only_numbers(const cut_text& text) noexcept {
  return std::ranges::all_of(text.all(), [](const word& w) {
    return !w.folded().empty() && std::ranges::all_of(w.folded(), [](char c) { return c < 'a'; });
  });
}

/// Why a reply whose every word is understood must still not act; empty if nothing is against it.
std::string_view against_acting(const cut_text& text) noexcept {
  if (text.foreign || text.hidden || text.damaged) return "has characters that may not be what they look like";
  if (text.quotation) return "quotes somebody";
  if (text.too_long || text.count > act_words_max) return "is too long to be acted on";
  return {};
}

/// Chooses the appointment, or says why a person must.
reply_verdict act_on_appointment(const act& wish, const reply_context& context) {
  const bool cancels = wish.kind == act_kind::cancel;
  reply_verdict verdict;
  verdict.meaning = cancels ? reply_meaning::cancel : reply_meaning::confirm;
  auto refuse = [&](std::string_view why) {
    verdict.why = cancels ? "asks to cancel, but " : "confirms, but ";
    verdict.why += why;
    return verdict;
  };
  const std::size_t open = context.appointments.size();
  if (context.question == question_kind::none) return refuse("no question of ours is open");
  if (asks_for_answer(context.question)) return refuse("we asked something else");
  if (!cancels && context.question == question_kind::cancel_only && !wish.explicit_word)
    return refuse("we only asked whether to cancel");
  if (open == 0) return refuse("no appointment we asked about is open");
  if (open > appointments_max) return refuse("too many appointments are open");
  const appointment_set all = open == appointments_max ? ~appointment_set{0} : (appointment_set{1} << open) - 1;
  const appointment_set fits = wish.fits & all;
  if (wish.names_time && fits == 0) {
    verdict.meaning = reply_meaning::staff;
    return refuse("names a day or time that is not (or can't be checked to be) the open appointment's");
  }
  verdict.fits = fits;
  verdict.names_time = wish.names_time;
  verdict.ambiguous = context.patients != 1 || std::popcount(fits) != 1;
  if (context.patients != 1) return refuse("more than one patient uses this number");
  if (std::popcount(fits) != 1) return refuse("more than one open appointment fits");
  if (context.past_cut_off) return refuse("it came after the cut-off");
  verdict.automatic = true;
  verdict.appointment = static_cast<std::size_t>(std::countr_zero(fits));
  verdict.why = cancels ? "plainly asks to cancel the open appointment" : "plainly confirms the open appointment";
  return verdict;
}

reply_verdict sorted_for_staff(const alarm_set& found, const cut_text& text) {
  if (found.has(alarm::rebook)) return by_hand(reply_meaning::rebook, "seems to want another day or time");
  if (text.question_marks > 0 || found.has(alarm::question)) return by_hand(reply_meaning::question, "asks something");
  if (found.has(alarm::negation))
    return by_hand(reply_meaning::staff, "has a \"not\" in it that may turn the meaning round");
  if (found.has(alarm::conditional)) return by_hand(reply_meaning::staff, "depends on something or is not decided");
  if (found.has(alarm::change_of_mind)) return by_hand(reply_meaning::staff, "may take back what was said before");
  if (found.has(alarm::other_person)) return by_hand(reply_meaning::staff, "mentions somebody else");
  if (found.has(alarm::joke)) return by_hand(reply_meaning::staff, "may not be meant seriously");
  if (found.has(alarm::quote)) return by_hand(reply_meaning::staff, "may repeat somebody's words, perhaps our own");
  if (found.has(alarm::alternative)) return by_hand(reply_meaning::staff, "leaves more than one thing open");
  if (found.has(alarm::stop_word)) return by_hand(reply_meaning::staff, "has a stop word, but not alone");
  if (text.count > 0 && only_numbers(text)) return by_hand(reply_meaning::staff, "only numbers");
  return by_hand(reply_meaning::staff, "has words whose meaning we can't be sure of");
}

/// "CANCEL" typed letter by letter: the whole reply spelled out and nothing else in it becomes the one word.
void join_letters(cut_text& text) noexcept {
  constexpr std::size_t letters_min = 3, letters_max = 6;
  if (text.count < letters_min || text.count > letters_max) return;
  std::array<char, letters_max> letters{};
  for (std::size_t i = 0; i < text.count; ++i) {
    if (text.words[i].length != 1 || text.words[i].accented) return;
    letters[i] = text.words[i].letters[0];
  }
  const word_id id = find_word({letters.data(), text.count}, false);
  if (id != id_of(own_word::cancel) && id != id_of(own_word::yes)) return;
  text.words[0].id = text.ids[0] = id;
  text.count = 1;
}

reply_verdict stopped() { return {reply_meaning::opt_out, true, "a stop keyword, alone", std::nullopt}; }
reply_verdict started() { return {reply_meaning::opt_in, true, "a start keyword, alone", std::nullopt}; }

/// What goes before everything else a reply may say.
std::optional<reply_verdict> alarmed(const alarm_set& found) {
  if (found.has(alarm::urgent)) return by_hand(reply_meaning::urgent, "has words of an emergency");
  if (found.has(alarm::wrong_person))
    return by_hand(reply_meaning::wrong_person, "may be the wrong number, or tell of a death");
  return std::nullopt;
}

reply_verdict judge(const cut_text& text, const alarm_set& found, const reply_context& context) {
  if (found.has(alarm::abuse)) return by_hand(reply_meaning::abuse, "has abuse or a threat in it");
  if (const std::string_view why = against_acting(text); !why.empty()) {
    reply_verdict verdict = sorted_for_staff(found, text);
    if (verdict.meaning == reply_meaning::staff) verdict.why = why;
    return verdict;
  }
  phrase_list list;
  cover(text, context.appointments, list);
  const act wish = read_act(text, list);
  switch (wish.kind) {
  case act_kind::cancel:
  case act_kind::confirm:
    if (wish.plain) return act_on_appointment(wish, context);
    if (wish.recognised)
      return by_hand(wish.kind == act_kind::cancel ? reply_meaning::cancel : reply_meaning::confirm, wish.doubt);
    if (found.has(alarm::rebook) || text.question_marks > 0 || found.has(alarm::question))
      return sorted_for_staff(found, text);
    return by_hand(reply_meaning::staff, wish.doubt);
  case act_kind::opt_out:
    return {reply_meaning::opt_out, wish.plain,
            std::string{wish.plain ? "plainly asks for no more messages" : wish.doubt}, std::nullopt};
  case act_kind::thanks:
    return by_hand(reply_meaning::thanks, wish.doubt);
  case act_kind::none:
    break;
  }
  if (found.only_word(alarm::start_word))
    return by_hand(reply_meaning::opt_in, "asks to be written to again, but not with the keyword alone");
  if (found.only_word(alarm::stop_word))
    return by_hand(reply_meaning::opt_out, "asks to stop, but not with the keyword alone");
  return sorted_for_staff(found, text);
}

/// Of a reply to another question, what may be said about appointments all the same: never more than for a person.
reply_verdict beside_the_question(const cut_text& text, const alarm_set& found, const reply_context& context) {
  reply_verdict verdict = judge(text, found, context);
  if (verdict.meaning == reply_meaning::confirm)
    return by_hand(reply_meaning::staff, "agrees to something, but we asked something else");
  const bool thanked = std::ranges::any_of(text.all(), [](const word& one) {
    return one.spelled() == "thanks" || one.spelled() == ":thanks" || one.spelled() == "diolch";
  });
  if (verdict.meaning == reply_meaning::thanks && !thanked) // "great" may be meant as an answer
    return by_hand(reply_meaning::staff, "kind words, but no answer to what we asked");
  return verdict;
}

/// A question about something else than an appointment is open.
reply_verdict judge_answer(const cut_text& text, const reply_context& context) {
  auto answer = read_answer(text, context);
  const bool may_have_quit_smoking = answer && answer->meaning == reply_meaning::smoking;
  if (is_stop_keyword(text) && !may_have_quit_smoking) return stopped();
  if (is_start_keyword(text)) return started();
  if (answer && answer->automatic) return *answer;
  const bool only_a_number = answer && only_numbers(text) && text.words[0].folded() != "999";
  if (only_a_number) return *answer; // a peak flow of 112 is no call for help
  const alarm_set found = find_alarms(text);
  if (auto raised = alarmed(found)) {
    if (answer) raised->value = answer->value, raised->score = answer->score, raised->comment = answer->comment;
    return *raised;
  }
  if (!answer) return beside_the_question(text, found, context);
  // Where any words are an answer, those that want something are more than one; and no answer hides a plain "stop".
  reply_verdict wish = beside_the_question(text, found, context);
  if (answer->meaning != reply_meaning::comment)
    return wish.meaning == reply_meaning::opt_out && wish.automatic ? wish : *answer;
  return wish.meaning == reply_meaning::staff || wish.meaning == reply_meaning::thanks ? *answer : wish;
}

reply_verdict judge_all(const cut_text& text, const reply_context& context) {
  if (context.keywords != nullptr)
    if (auto found = read_keyword(text, *context.keywords)) {
      const auto answer = read_answer(text, context);
      if (!answer || answer->meaning == reply_meaning::comment) return *found;
    }
  if (asks_for_answer(context.question)) return judge_answer(text, context);
  if (is_stop_keyword(text)) return stopped();
  if (is_start_keyword(text)) return started();
  const alarm_set found = find_alarms(text);
  if (auto raised = alarmed(found)) return *raised;
  return judge(text, found, context);
}

} // namespace

bool needs_review(const reply_verdict& verdict) noexcept {
  return !verdict.automatic && verdict.meaning != reply_meaning::thanks && verdict.meaning != reply_meaning::empty;
}

std::string_view to_string(reply_meaning meaning) noexcept {
  switch (meaning) {
  case reply_meaning::confirm:
    return "confirm";
  case reply_meaning::cancel:
    return "cancel";
  case reply_meaning::opt_out:
    return "opt_out";
  case reply_meaning::opt_in:
    return "opt_in";
  case reply_meaning::rebook:
    return "rebook";
  case reply_meaning::question:
    return "question";
  case reply_meaning::thanks:
    return "thanks";
  case reply_meaning::wrong_person:
    return "wrong_person";
  case reply_meaning::urgent:
    return "urgent";
  case reply_meaning::staff:
    return "staff";
  case reply_meaning::empty:
    return "empty";
  case reply_meaning::fft:
    return "fft";
  case reply_meaning::comment:
    return "comment";
  case reply_meaning::yes:
    return "yes";
  case reply_meaning::no:
    return "no";
  case reply_meaning::blood_pressure:
    return "blood_pressure";
  case reply_meaning::weight:
    return "weight";
  case reply_meaning::height:
    return "height";
  case reply_meaning::peak_flow:
    return "peak_flow";
  case reply_meaning::blood_glucose:
    return "blood_glucose";
  case reply_meaning::smoking:
    return "smoking";
  case reply_meaning::keyword:
    return "keyword";
  case reply_meaning::abuse:
    return "abuse";
  case reply_meaning::other_language:
    return "other_language";
  case reply_meaning::choice:
    return "choice";
  }
  return "staff";
}

reply_verdict parse_reply(std::string_view text, const reply_context& context) {
  cut_text own;
  own.added = context.vocabulary;
  cut(text, own);
  if (own.count == 0) {
    if (own.question_marks > 0) return by_hand(reply_meaning::question, "only a question mark");
    if (own.left_out) return by_hand(reply_meaning::staff, "only quoted text, nothing of the patient's own");
    if (own.foreign || own.hidden || own.damaged)
      return by_hand(reply_meaning::staff, "only characters that can't be read");
    return by_hand(reply_meaning::empty, "says nothing");
  }
  if (own.too_long && alarm_in_rest(text, context.vocabulary))
    return by_hand(reply_meaning::urgent, "has words of an emergency");
  join_letters(own);
  reply_verdict verdict = judge_all(own, context);
  if (verdict.meaning == reply_meaning::staff && is_other_language(text, own))
    verdict = by_hand(reply_meaning::other_language, "is neither in English nor in Welsh");
  return verdict;
}

} // namespace tidings
