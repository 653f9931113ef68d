#include "actors/practice/talk/inbox.hpp"

#include "actors/practice/talk/mail_talk.hpp"
#include "actors/practice/talk/say.hpp"

namespace tidings::talk {
namespace {

constexpr std::chrono::hours staff_answer_lasts{24};

const conversation_track* find(const practice_state& state, const std::string& conversation) {
  const auto found = state.conversations.find(conversation);
  return found == state.conversations.end() ? nullptr : &found->second;
}

std::string nowhere_to(const conversation_track& known, channel on) {
  if (known.number.reveal().empty() && known.address.reveal().empty()) return "the number was erased";
  return on == channel::email ? "no e-mail came in this conversation" : "no text message came in this conversation";
}

decision unknown() { return refused(error_code::not_found, "no such conversation at this practice"); }
decision repeated(std::string id) { return {{}, answer{.repeated = true, .id = std::move(id)}}; }

} // namespace

decision move(const practice_state& state, const move_conversation& c) {
  const auto* known = find(state, c.conversation);
  if (!known) return unknown();
  const auto status = c.status.value_or(known->status);
  auto whose = c.assigned_to.value_or(known->assigned_to);
  if (status == known->status && whose == known->assigned_to) return repeated(c.conversation);
  return {{conversation_moved{c.conversation, status, std::move(whose), c.by}}, answer{.id = c.conversation}};
}

decision note(const practice_state& state, const note_conversation& c) {
  const auto* known = find(state, c.conversation);
  if (!known) return unknown();
  if (known->notes.contains(c.note)) return repeated(to_text(c.note));
  if (c.text.reveal().empty() || c.text.reveal().size() > note_bytes_max)
    return refused(error_code::invalid_input, "text: 1 to 2000 bytes");
  if (known->notes.size() >= notes_max) return refused(error_code::refused, "this conversation has 200 notes already");
  return {{conversation_noted{c.conversation, c.note, c.text, c.by}}, answer{.id = to_text(c.note)}};
}

decision answer_by_staff(const practice_state& state, const practice_settings& settings, const answer_conversation& c,
                         timestamp now) {
  const auto* known = find(state, c.conversation);
  if (!known) return unknown();
  if (state.messages.contains(c.message)) return repeated(to_text(c.message));
  const auto on = c.on.value_or(known->by);
  if (on != channel::sms && on != channel::email)
    return refused(error_code::invalid_input, "by: an answer goes by sms or email");
  const bool mail = on == channel::email;
  const auto& to = mail ? known->address.reveal() : known->number.reveal();
  if (to.empty()) return refused(error_code::refused, nowhere_to(*known, on));
  outgoing what{.message = c.message,
                .kind = message_kind::now,
                .number = to,
                .patient = known->disputed ? patient_id{}
                           : mail          ? known->mailed_by
                                           : known->patient,
                .body = c.text.reveal(),
                .asked_by = c.by,
                .due_at = now + undo_window,
                .expires_at = now + staff_answer_lasts,
                .talk = {.conversation = c.conversation},
                .by = on};
  if (mail) {
    what.subject = as_it_stands(subject_of_answer(known->subject.reveal()));
    what.thread = known->thread;
  }
  if (!c.canned.empty()) {
    const auto& canned = conversations_of(settings).canned;
    const auto chosen = canned.find(c.canned);
    if (chosen == canned.end()) return refused(error_code::invalid_input, "canned: no reply has this name");
    what.body = chosen->second;
    if (const auto patient = state.patients.find(what.patient); patient != state.patients.end())
      add_words_of(patient->second, what.values);
  }
  if (what.body.empty()) return refused(error_code::invalid_input, "text: nothing to send");
  auto made = say(state, settings, std::move(what));
  if (!made) return refused(made.error().code, made.error().detail);
  return {{std::move(*made)}, answer{.id = to_text(c.message)}};
}

decision trust(const practice_state& state, const trust_number& c) {
  const auto* known = find(state, c.conversation);
  if (!known) return unknown();
  if (!known->disputed) return repeated(c.conversation);
  return {{number_trusted{c.conversation, c.by}}, answer{.id = c.conversation}};
}

decision take_fft(const practice_state& state, const record_fft& c) {
  if (c.score < 1 || c.score > 6)
    return refused(error_code::invalid_input, "score: 1 very good to 5 very poor, 6 don't know");
  if (c.answer.empty()) return refused(error_code::invalid_input, "answer: what tells it apart is missing");
  if (state.fft_scores.contains(c.answer)) return repeated(c.answer);
  return {{fft_answered{.answer = c.answer, .score = c.score, .method = c.method, .comment = c.comment, .by = c.by}},
          answer{.id = c.answer}};
}

} // namespace tidings::talk
