// Questions about a patient's health, asked one at a time. What is plain is filed; what can't be so is asked again
// once; what is out of the usual, or couldn't be read, a person sees.
#include "actors/practice/talk/act.hpp"
#include "actors/practice/talk/inbox.hpp"
#include "actors/practice/talk/measure.hpp"
#include "actors/practice/talk/question_link.hpp"

namespace tidings::talk {
namespace {

/// A question that nobody could ask any sooner is no use any more.
constexpr std::chrono::hours question_lasts{72};

std::map<std::string, std::string> values_for(const practice_state& state, const patient_id& patient) {
  std::map<std::string, std::string> values;
  if (const auto known = state.patients.find(patient); known != state.patients.end())
    add_words_of(known->second, values);
  return values;
}

outgoing question(const question_set& set, const question_step& step, std::uint32_t round, timestamp now) {
  outgoing what;
  what.kind = message_kind::survey;
  what.body = step.text;
  what.due_at = now;
  what.expires_at = now + question_lasts;
  what.question = step.kind;
  what.talk.set = set.id;
  what.talk.step = step.id;
  what.talk.round = round;
  return what;
}

/// The next question or the last word, of those that were asked for by `asked`.
void go_on(const reply_at_hand& reply, outcome& into, const message_track& asked, outgoing what) {
  what.message = message_of(reply, "question");
  what.number = reply.number;
  what.patient = asked.what.patient;
  what.values = values_for(reply.state, asked.what.patient);
  what.asked_by = by_questions;
  what.talk.about = reply.said.reply;
  if (auto made = say(reply.state, reply.settings, std::move(what))) into.add(std::move(*made));
}

void ask_next(const reply_at_hand& reply, outcome& into, const message_track& asked, const question_set& set,
              const question_step* next) {
  if (next) return go_on(reply, into, asked, question(set, *next, 1, reply.now));
  if (set.thanks.empty()) return;
  outgoing what;
  what.kind = message_kind::survey;
  what.body = set.thanks;
  what.due_at = reply.now;
  what.expires_at = reply.now + answer_lasts;
  what.talk.set = set.id;
  go_on(reply, into, asked, std::move(what));
}

void ask_again(const reply_at_hand& reply, outcome& into, const message_track& asked, const question_set& set,
               const question_step& step) {
  auto what = question(set, step, 2, reply.now);
  constexpr std::string_view place = "((question))";
  what.body = set.again;
  if (const auto at = what.body.find(place); at != std::string::npos) what.body.replace(at, place.size(), step.text);
  go_on(reply, into, asked, std::move(what));
  into.done = !into.events.empty();
}

} // namespace

void file_answer(const reply_at_hand& reply, outcome& into, const patient_id& patient, const question_step& step,
                 const reply_verdict& verdict) {
  const bool online = reply.said.by == channel::smart;
  for (auto& one : codes_of(step, verdict))
    into.add(file(reply, {.patient = patient,
                          .code = std::move(one.code),
                          .text = online ? "Reported by the patient online" : "Reported by the patient by text message",
                          .value = std::move(one.value),
                          .unit = std::move(one.unit),
                          .of = online ? step.id : std::string()}));
}

outcome take_measure(const reply_at_hand& reply, const message_track& asked, const reply_verdict& verdict) {
  outcome made;
  const auto& talk = asked.what.talk;
  const auto* set = find_set(reply.words(), talk.set);
  const auto* step = set ? find_step(*set, talk.step) : nullptr;
  if (!step || step->kind != asked.what.question) {
    made.why = "the question it answers is asked no more";
    return made;
  }
  const auto found = measure_of(*step, verdict);
  if (!found) return made;
  const bool last_try = talk.round >= 2;
  if (found->finding == measure_finding::implausible && !last_try) ask_again(reply, made, asked, *set, *step);
  // The order is that of what happened: the answer first, then what came of it.
  made.events.insert(made.events.begin(), answer_recorded{.reply = reply.said.reply,
                                                          .question = asked.what.message,
                                                          .patient = asked.what.patient,
                                                          .set = set->id,
                                                          .step = step->id,
                                                          .kind = step->kind,
                                                          .finding = found->finding,
                                                          .value = secret_text(found->text),
                                                          .unit = found->unit});
  if (found->finding == measure_finding::implausible) {
    made.why = made.done ? "asked again" : "asked again already, and it still can't be taken down";
    return made;
  }
  if (found->finding == measure_finding::severe) {
    made.urgent = true;
    made.why = "the value may be dangerous: it was not filed";
    return made;
  }
  file_answer(reply, made, asked.what.patient, *step, verdict);
  ask_next(reply, made, asked, *set, next_step(*set, *step, verdict));
  made.done = found->finding == measure_finding::usual;
  made.urgent = !made.done;
  if (made.urgent) made.why = "the value is out of the usual range: it was filed, and a person should look";
  return made;
}

decision begin_questions(const practice_state& state, const practice_settings& settings, const ask_questions& c,
                         timestamp now) {
  const auto* set = find_set(conversations_of(settings), c.set);
  if (!set || set->steps.empty()) return refused(error_code::not_found, "no question set has this name");
  const auto patient = state.patients.find(c.patient);
  if (patient == state.patients.end()) return refused(error_code::not_found, "no such patient at this practice");
  const auto number = mobile_of(patient->second);
  if (!number) return refused(error_code::refused, "no UK mobile number in the record");
  const bool by_link = set->ask_by == ask_way::link;
  if (by_link && conversations_of(settings).public_url.empty())
    return refused(error_code::refused, "no link can be made: the broker's endpoint has no public_url");
  auto what = by_link ? invitation(settings, *set, now) : question(*set, set->steps.front(), 1, now);
  what.message = id_from_name<message_id>("questions", settings.id.str() + '|' + c.patient.value + '|' + c.set + '|' +
                                                           c.idempotency_key);
  if (state.messages.contains(what.message)) return {{}, answer{.repeated = true, .id = to_text(what.message)}};
  const auto mine = state.patients_by_number.find(*number);
  if (mine != state.patients_by_number.end() && mine->second.size() > 1)
    return refused(error_code::refused,
                   "more than one patient has this number: nobody could tell whose answers they are");
  what.number = *number;
  what.patient = c.patient;
  what.values.merge(values_for(state, c.patient));
  const auto id = what.message;
  auto made = say(state, settings, std::move(what));
  if (!made) return refused(made.error().code, made.error().detail);
  made->asked_by = c.by;
  made->idempotency_key = c.idempotency_key;
  return {{std::move(*made)}, answer{.id = to_text(id)}};
}

} // namespace tidings::talk
