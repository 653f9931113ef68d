// A patient's reply: whose it is, what it answers, what it means, and what may be done about it (talk/).
#include "actors/practice/decide.hpp"
#include "actors/practice/talk/act.hpp"
#include "actors/practice/talk/details.hpp"

namespace tidings {
namespace {

using talk::outcome;
using talk::reply_at_hand;
using talk::understood;

/// Whose verdict is of no use to anybody: nothing was asked, nothing was said.
bool wants_nobody(const reply_verdict& verdict) {
  return verdict.meaning == reply_meaning::thanks || verdict.meaning == reply_meaning::empty;
}

bool is_plain_answer(const reply_verdict& verdict) {
  return verdict.meaning == reply_meaning::yes || verdict.meaning == reply_meaning::no;
}

/// An answer to a health question may be looked at though it isn't plain: it is asked again.
bool is_health_answer(const understood& what) {
  return what.answers && !talk::is_about_details(*what.answers) && !what.answers->what.talk.set.empty() &&
         what.answers->what.question != question_kind::fft_comment && what.verdict.meaning != reply_meaning::opt_out &&
         what.verdict.meaning != reply_meaning::urgent && what.verdict.meaning != reply_meaning::keyword;
}

/// A plain yes or no to a slot that came free.
bool is_offer_answer(const understood& what) {
  return what.answers && what.answers->what.question == question_kind::slot_offer && what.verdict.automatic &&
         (what.verdict.meaning == reply_meaning::yes || what.verdict.meaning == reply_meaning::no);
}

/// What is done about it, as far as it may be done without a person.
outcome act_on(const reply_at_hand& reply, const understood& what) {
  const auto& verdict = what.verdict;
  if (verdict.meaning == reply_meaning::wrong_person) return talk::dispute(reply);
  if (verdict.ambiguous) return talk::ask_which(reply, verdict, what.offer);
  if (what.choice > 0) return talk::choose(reply, *what.answers, what.choice);
  if (is_offer_answer(what)) return talk::answer_offer(reply, *what.answers, verdict.meaning == reply_meaning::yes);
  if (what.answers && talk::is_about_details(*what.answers) && is_plain_answer(verdict))
    return talk::take_details(reply, *what.answers, verdict);
  if (is_health_answer(what)) return talk::take_measure(reply, *what.answers, verdict);
  if (!verdict.automatic) return {};
  switch (verdict.meaning) {
  case reply_meaning::confirm:
    return what.about.about ? talk::confirm(reply, *what.about.about) : outcome{};
  case reply_meaning::cancel:
    return what.about.about ? talk::cancel(reply, *what.about.about) : outcome{};
  case reply_meaning::opt_out:
    return talk::opt_out(reply);
  case reply_meaning::opt_in:
    return talk::opt_in(reply);
  case reply_meaning::keyword:
    return talk::take_keyword(reply, verdict);
  case reply_meaning::fft:
    return what.answers ? talk::take_score(reply, *what.answers, verdict) : outcome{};
  case reply_meaning::comment:
    return what.answers ? talk::take_comment(reply) : outcome{};
  default:
    return {}; // what nobody does isn't said to be done
  }
}

/// What came after a cancellation of the same number that isn't written yet may regret it, whatever it says: the
/// cancellation is held back, and a person decides.
void hold_back_cancellations(const reply_at_hand& reply, const understood& what, outcome& made) {
  const auto& verdict = what.verdict;
  const bool doubtful = verdict.meaning == reply_meaning::confirm || verdict.meaning == reply_meaning::staff ||
                        verdict.meaning == reply_meaning::question;
  if (made.done || wants_nobody(verdict) || !doubtful) return;
  for (const auto& question : reply.found.questions) {
    if (!question.about->cancel_asked) continue;
    if (what.about.about && what.about.about != question.about) continue;
    auto held = talk::hold_back(reply, *question.about);
    made.urgent = true;
    if (!held.events.empty()) made.why = held.why;
    std::move(held.events.begin(), held.events.end(), std::back_inserter(made.events));
  }
}

/// A patient who changes their mind is heard; but of two answers, the one that came late isn't the later one.
void doubt_what_came_late(const practice_state& state, const std::string& mark, timestamp written_at,
                          understood& what) {
  auto& verdict = what.verdict;
  const bool acts = what.choice > 0 || (verdict.automatic && what.about.about);
  if (!acts) return;
  const auto known = state.conversations.find(mark);
  const bool heard_since = known != state.conversations.end() && known->second.last_reply_at > written_at;
  const auto* about = what.about.about;
  const bool answered_otherwise = about && ((verdict.meaning == reply_meaning::cancel && about->confirmed) ||
                                            (verdict.meaning == reply_meaning::confirm && about->cancel_asked));
  if (!heard_since && !answered_otherwise) return;
  verdict.automatic = false;
  what.choice = 0;
  verdict.why += "; but it came late, and something else was answered since";
}

reply_received record(const reply_arrived& c, const talk::correlation& found, const understood& what) {
  const auto* asked = what.answers ? what.answers : what.about.asked;
  return {.reply = c.reply,
          .provider = c.provider,
          .from = c.from,
          .to = c.to,
          .text = c.text,
          .reported_at = c.reported_at,
          .meaning = what.verdict.meaning,
          .automatic = false,
          .why = what.verdict.why,
          .answers = asked ? asked->what.message : message_id{},
          .patient = found.patients.size() == 1 ? *found.patients.begin() : patient_id{},
          .appointment = what.about.about ? what.about.about->what.id : appointment_id{},
          .by = c.by};
}

/// Whoever was erased is not brought back by what they write; but a person learns that somebody wrote.
decision from_erased(reply_received kept, bool urgent) {
  kept.from = kept.text = secret_text();
  const auto reply = kept.reply;
  return {{std::move(kept), handed_to_staff{item_for("reply", to_text(reply)),
                                            "a reply from a number whose patient was erased: its words are not kept",
                                            reply,
                                            {},
                                            {},
                                            urgent}},
          answer{.id = to_text(reply)}};
}

/// Not from a mobile: nothing acts, and nothing can be answered.
decision from_elsewhere(const reply_arrived& c, const understood& what) {
  auto kept = record(c, {}, what);
  const bool urgent = what.verdict.urgent || what.verdict.meaning == reply_meaning::urgent;
  if (what.verdict.automatic) kept.why += "; but the sender is not a mobile number";
  decision made{{kept}, answer{.id = to_text(c.reply)}};
  if (!wants_nobody(what.verdict))
    made.events.push_back(handed_to_staff{item_for("reply", to_text(c.reply)), kept.why, c.reply, {}, {}, urgent});
  return made;
}

} // namespace

decision decide_reply(const practice_state& state, const practice_settings& settings, const reply_arrived& c,
                      timestamp now) {
  if (state.replies.contains(c.reply)) return {{}, answer{.repeated = true, .id = to_text(c.reply)}};
  const auto number = msisdn::parse_uk_mobile(c.from.reveal());
  if (!number) return from_elsewhere(c, talk::understand(settings, {}, c.text.reveal(), {}, now));
  const auto written_at = c.reported_at == timestamp{} ? now : c.reported_at;
  const auto found = talk::correlate(state, number->digits, written_at, now);
  auto what = talk::understand(settings, found, c.text.reveal(), number->digits, now);
  const auto mark = state.marks.of_number(number->digits);
  if (written_at + talk::reply_may_take < now) doubt_what_came_late(state, mark, written_at, what);
  const bool alarming = what.verdict.urgent || what.verdict.meaning == reply_meaning::urgent;
  auto kept = record(c, found, what);
  if (found.patients.empty() && state.erased.numbers.contains(mark)) return from_erased(std::move(kept), alarming);
  kept.conversation = mark;

  const reply_at_hand reply{state, settings, c, number->digits, found, now};
  auto done = act_on(reply, what);
  done.urgent = done.urgent || alarming || what.taken_back;
  hold_back_cancellations(reply, what, done);
  kept.automatic = done.done;
  if (!done.why.empty()) kept.why += "; " + done.why;
  const bool for_staff = !done.done && !wants_nobody(what.verdict);
  if (for_staff) talk::answer_for_staff(reply, done, alarming);
  const handed_to_staff item{item_for("reply", to_text(c.reply)), kept.why, c.reply, kept.answers, {}, done.urgent};
  decision made{{std::move(kept)}, answer{.id = to_text(c.reply)}};
  std::move(done.events.begin(), done.events.end(), std::back_inserter(made.events));
  if (for_staff) made.events.push_back(item);
  return made;
}

} // namespace tidings
