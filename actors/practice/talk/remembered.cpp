#include "actors/practice/talk/remembered.hpp"

#include "actors/practice/budget.hpp"
#include "actors/practice/talk/inbox.hpp"
#include "schemas/london.hpp"

namespace tidings::talk {
namespace {

conversation_track* find(practice_state& state, const std::string& conversation) {
  const auto found = state.conversations.find(conversation);
  return found == state.conversations.end() ? nullptr : &found->second;
}

} // namespace

void remember(practice_state& state, const reply_received& e, timestamp at) {
  if (e.conversation.empty()) return;
  auto& kept = state.conversations[e.conversation];
  kept.status = conversation_status::unread;
  kept.last_reply_at = at;
  kept.patient = e.patient;
  kept.said_at = e.reported_at == timestamp{} ? at : e.reported_at;
  if (e.by == channel::email) {
    kept.by = channel::email;
    kept.address = e.from;
    kept.subject = e.subject;
    kept.thread = e.thread;
    kept.mailed_by = e.patient;
  } else {
    kept.by = channel::sms; // an answer by a link, too, is answered by text message
    kept.number = e.from;
  }
}

void remember(practice_state& state, const message_accepted& e, timestamp at) {
  auto* kept = find(state, e.talk.conversation);
  if (!kept) return;
  if (e.question == question_kind::which_appointment) kept->asked_back_at = at;
  if (e.kind != message_kind::auto_response || e.by == channel::email) return; // an address is counted by itself
  if (!is_of_today(kept->automatic_until, at)) {
    kept->automatic.clear();
    kept->automatic_until = end_of_london_day(at);
  }
  ++kept->automatic[e.asked_by];
}

void remember(practice_state& state, const operation_requested& e) {
  if (auto* kept = find(state, e.conversation)) kept->notes.insert(hand_code_mark(e.operation));
}

void remember(practice_state& state, const code_chosen& e) {
  if (auto* kept = find(state, e.conversation)) kept->notes.insert(hand_code_mark(e.operation));
}

void remember(practice_state& state, const number_disputed& e) {
  if (!e.conversation.empty()) state.conversations[e.conversation].disputed = true;
}

void remember(practice_state& state, const number_trusted& e) {
  if (auto* kept = find(state, e.conversation)) kept->disputed = false;
}

void remember(practice_state& state, const conversation_moved& e) {
  auto* kept = find(state, e.conversation);
  if (!kept) return;
  kept->status = e.status;
  kept->assigned_to = e.assigned_to;
}

void remember(practice_state& state, const conversation_noted& e) {
  if (auto* kept = find(state, e.conversation)) kept->notes.insert(e.note);
}

void forget(practice_state& state, const patient_erased& e) {
  for (const auto& mark : e.numbers) state.conversations.erase(mark);
  for (auto& [mark, kept] : state.conversations) {
    if (kept.patient == e.patient) kept.number = {};
    if (kept.mailed_by == e.patient) kept.address = kept.subject = kept.thread = {};
  }
}

} // namespace tidings::talk
