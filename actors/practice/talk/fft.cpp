// The answers to the Friends and Family Test: a score, and why. What is counted names nobody; the patient's own words
// stay in their reply, under the patient's key.
#include "actors/practice/talk/act.hpp"
#include "actors/practice/talk/mail_talk.hpp"

namespace tidings::talk {
namespace {

/// One answer a question: a second score to it is a change of mind.
std::string answer_of(const message_id& question) { return to_text(id_from_name<item_id>("fft", to_text(question))); }

/// As the monthly submission tells them apart: what isn't a text and isn't said by telephone came in online.
fft_method method_of(channel by) {
  if (by == channel::voice) return fft_method::telephone;
  return by == channel::sms ? fft_method::text_message : fft_method::online;
}

fft_answered counted(const practice_state& state, channel by, std::string answer, int score) {
  const auto before = state.fft_scores.find(answer);
  fft_answered one{.answer = std::move(answer), .score = static_cast<std::uint32_t>(score), .method = method_of(by)};
  if (before != state.fft_scores.end()) {
    one.replaces = true;
    one.replaced_score = before->second.score;
  }
  return one;
}

void ask_why(const reply_at_hand& reply, outcome& into, const message_track& asked) {
  const auto& body = reply.words().fft.comment;
  if (body.empty()) return;
  auto made = say(reply.state, reply.settings,
                  {.message = message_of(reply, by_fft),
                   .kind = message_kind::fft,
                   .number = reply.number,
                   .patient = asked.what.patient,
                   .body = body,
                   .asked_by = by_fft,
                   .due_at = reply.now,
                   .expires_at = reply.now + answer_lasts,
                   .question = question_kind::fft_comment,
                   .talk = {.conversation = {}, .about = reply.said.reply, .set = to_text(asked.what.message)},
                   .by = reply.said.by,
                   .subject = as_it_stands(subject_of_answer(reply.said.subject.reveal())),
                   .thread = reply.said.thread});
  if (made) into.add(std::move(*made));
}

} // namespace

outcome take_score(const reply_at_hand& reply, const message_track& asked, const reply_verdict& verdict) {
  outcome made{.done = true};
  const bool again = asked.what.question == question_kind::fft_comment; // asked why, they change their score
  const auto question = again ? parse_id<message_id>(asked.what.talk.set) : std::optional(asked.what.message);
  if (!question) return {};
  made.add(counted(reply.state, reply.said.by, answer_of(*question), verdict.score));
  if (!again && !verdict.comment) ask_why(reply, made, asked);
  return made;
}

fft_answered score_by_keys(const practice_state& state, const reply_arrived& said, const message_track& asked,
                           int score) {
  return counted(state, said.by, answer_of(asked.what.message), score);
}

outcome take_comment(const reply_at_hand& reply) {
  outcome made{.done = true};
  made.add(
      counted(reply.state, reply.said.by, to_text(id_from_name<item_id>("fft comment", to_text(reply.said.reply))), 0));
  return made;
}

} // namespace tidings::talk
