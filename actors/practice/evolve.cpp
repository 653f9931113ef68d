#include "actors/practice/budget.hpp"
#include "actors/practice/files/kept_files.hpp"
#include "actors/practice/groups.hpp"
#include "actors/practice/opt_outs.hpp"
#include "actors/practice/talk/question_link.hpp"
#include "actors/practice/talk/remembered.hpp"
#include "actors/practice/waiting_list/slots.hpp"
#include "actors/practice/whose.hpp"
#include "schemas/london.hpp"
#include "schemas/user_fold.hpp"

#include <algorithm>

namespace tidings {
namespace {

void index_patient(practice_state& state, const patient_details& patient) {
  for (const auto& key : keys_of(patient)) state.patients_by_number[key].insert(patient.id);
}

void forget_patient_number(practice_state& state, const patient_details& patient) {
  for (const auto& key : keys_of(patient)) {
    const auto at = state.patients_by_number.find(key);
    if (at == state.patients_by_number.end()) continue;
    at->second.erase(patient.id);
    if (at->second.empty()) state.patients_by_number.erase(at);
  }
}

void index_message(practice_state& state, const message_track& track) {
  const auto& what = track.what;
  // A call's question is answered by keys within that call, and by nothing else.
  if (what.question != question_kind::none && what.by != channel::voice)
    state.questions_by_number[what.to.reveal()].insert(what.message);
  if (track.state <= message_state::in_doubt) state.unsettled.insert(what.message);
  if (what.question == question_kind::which_appointment && !track.answered && !track.overdue)
    state.asked_back.insert(what.message);
  if (talk::has_link(what))
    if (auto secret = talk::link_secret(state.marks, what.message); !secret.empty())
      state.links[std::move(secret)] = what.message;
}

void forget_link(practice_state& state, const message_accepted& what) {
  if (talk::has_link(what)) state.links.erase(talk::link_secret(state.marks, what.message));
}

struct applier {
  practice_state& state;
  timestamp at;

  message_track* find(const message_id& id) {
    const auto found = state.messages.find(id);
    return found == state.messages.end() ? nullptr : &found->second;
  }
  void move_to(message_track& track, message_state next) {
    track.state = next;
    track.changed_at = at;
    if (next > message_state::in_doubt)
      state.unsettled.erase(track.what.message);
    else
      state.unsettled.insert(track.what.message);
    if (next > message_state::in_doubt)
      track.what.text = track.what.unsubscribe_url = secret_text{}; // never needed again
  }
  void list(const appointment& what) {
    auto& track = state.appointments[what.id];
    track.what = what;
    track.gone = false;
    waiting_list::note(state, what);
    state.appointments_by_patient[what.patient].insert(what.id);
  }

  void operator()(const appointment_booked& e) {
    list(e.what);
    // New among those that were in sight: booked since the last reading. New beyond them: perhaps long ago. One
    // reading's bookings come by their start, so that none of them puts another in sight.
    if (e.what.starts_at < state.last_start) state.appointments[e.what.id].booked_at = at;
    state.last_start = std::max(state.last_start, e.what.starts_at);
  }
  void operator()(const appointment_changed& e) {
    auto& track = state.appointments[e.what.id];
    if (track.what.patient != e.what.patient) state.appointments_by_patient[track.what.patient].erase(e.what.id);
    if (track.what.starts_at != e.what.starts_at || track.what.patient != e.what.patient) {
      track.confirmed = track.cancel_asked = track.cancelled = false;
    }
    if (track.what.patient != e.what.patient) track.reminded.clear(); // somebody else has yet to hear of it
    list(e.what);
  }
  void operator()(const appointment_gone& e) {
    if (const auto found = state.appointments.find(e.appointment); found != state.appointments.end())
      found->second.gone = true;
  }
  void operator()(const patient_updated& e) {
    auto& kept = state.patients[e.what.id];
    forget_patient_number(state, kept);
    kept = e.what;
    index_patient(state, kept);
  }

  void operator()(const message_accepted& e) {
    auto& track = state.messages[e.message];
    track.what = e;
    track.not_before = e.due_at;
    track.changed_at = at;
    index_message(state, track);
    remind(e.appointment, e.asked_by, e.appointment_starts_at, e.kind);
    if (e.question == question_kind::fft && !e.patient.empty()) state.fft_asked[e.patient] = at;
    talk::remember(state, e, at);
  }
  void operator()(const message_suppressed& e) {
    if (const auto found = state.appointments.find(e.appointment); found != state.appointments.end())
      found->second.reminded.insert(e.asked_by + '|' + std::to_string(to_ms(found->second.what.starts_at)));
  }
  void remind(const appointment_id& id, const std::string& rule, timestamp starts_at, message_kind kind) {
    if (kind != message_kind::reminder && kind != message_kind::confirmation && kind != message_kind::fft &&
        kind != message_kind::follow_up)
      return;
    if (const auto found = state.appointments.find(id); found != state.appointments.end())
      found->second.reminded.insert(rule + '|' + std::to_string(to_ms(starts_at)));
  }
  void operator()(const message_cancelled& e) { end(e.message, message_state::cancelled); }
  void operator()(const message_expired& e) { end(e.message, message_state::expired); }
  void operator()(const message_held& e) {
    if (auto* track = find(e.message)) track->held_until = e.until;
  }
  void operator()(const message_failed& e) { end(e.message, message_state::technical_failure); }
  void end(const message_id& id, message_state next) {
    if (auto* track = find(id)) move_to(*track, next);
  }

  static void now_by(message_track& track, const provider_id& provider) {
    auto& earlier = track.earlier;
    std::erase(earlier, provider);
    if (!track.provider.empty() && track.provider != provider) earlier.push_back(track.provider);
    track.provider = provider;
  }
  void operator()(const attempt_started& e) {
    if (auto* track = find(e.message)) {
      track->attempts = e.attempt;
      now_by(*track, e.provider);
      waiting_list::note_attempt(state, e.message, at);
      track->suspected = false;
      charge(state, *track, e.millipence, at);
      move_to(*track, message_state::dispatching);
    }
  }
  void operator()(const attempt_sent& e) {
    if (auto* track = find(e.message); track && track->state <= message_state::in_doubt)
      move_to(*track, message_state::sent);
  }
  void operator()(const attempt_failed& e) {
    if (auto* track = find(e.message); track && track->state <= message_state::in_doubt) {
      track->not_before = e.retry_at;
      waiting_list::note_attempt(state, e.message, {});
      refund(state, *track);
      move_to(*track, message_state::accepted);
    }
  }
  void operator()(const attempt_in_doubt& e) {
    if (auto* track = find(e.message); track && track->state == message_state::dispatching) {
      track->handed_over = false;
      move_to(*track, message_state::in_doubt);
    }
  }
  void operator()(const attempt_suspected& e) {
    auto* track = find(e.message);
    if (!track || track->state > message_state::in_doubt) return;
    track->attempts = e.attempt;
    now_by(*track, e.provider);
    track->suspected = true;
    track->handed_over = false;
    waiting_list::note_attempt(state, e.message, at);
    move_to(*track, message_state::in_doubt);
  }
  void operator()(const attempt_reconciled& e) {
    auto* track = find(e.message);
    if (!track || track->state != message_state::in_doubt) return;
    if (e.finding == look_up_finding::seen) move_to(*track, message_state::sent);
    if (e.finding == look_up_finding::never_seen) {
      track->not_before = at;
      waiting_list::note_attempt(state, e.message, {});
      refund(state, *track);
      move_to(*track, message_state::accepted);
    }
    if (e.finding == look_up_finding::unknown) track->handed_over = true;
  }
  void operator()(const receipt_received& e) {
    auto* track = find(e.message);
    if (!track || (track->receipt && *track->receipt >= e.status)) return;
    track->receipt = e.status;
    switch (e.status) { // a receipt proves that the provider has it, whatever we knew before
    case receipt_status::pending:
      if (!is_end(track->state)) move_to(*track, message_state::sent);
      break;
    case receipt_status::temporary_failure:
      move_to(*track, message_state::temporary_failure);
      break;
    case receipt_status::technical_failure:
      move_to(*track, message_state::technical_failure);
      break;
    case receipt_status::permanent_failure:
      move_to(*track, message_state::permanent_failure);
      break;
    case receipt_status::delivered:
      move_to(*track, message_state::delivered);
      break;
    }
  }

  void operator()(const reply_received& e) {
    state.replies[e.reply] = at;
    if (auto* asked = find(e.answers); asked && e.automatic) {
      asked->answered = true;
      state.asked_back.erase(e.answers);
    }
    talk::remember(state, e, at);
  }
  void operator()(const opted_out& e) { opt_out(state, e, at); }
  void operator()(const opted_in& e) { opt_in(state, e); }
  void operator()(const appointment_confirmed& e) {
    if (const auto found = state.appointments.find(e.appointment); found != state.appointments.end())
      found->second.confirmed = true;
  }
  void operator()(const appointment_cancelled& e) {
    const auto found = state.appointments.find(e.appointment);
    if (found == state.appointments.end()) return;
    found->second.cancelled = true;
    found->second.cancelled_at = at;
  }
  void operator()(const operation_requested& e) {
    state.operations[e.operation] = e;
    talk::remember(state, e);
    note_consent_asked(state, e);
    if (e.kind != operation_kind::cancel_appointment) return;
    if (const auto found = state.appointments.find(e.appointment); found != state.appointments.end())
      found->second.cancel_asked = true;
  }
  void operator()(const operation_finished& e) {
    const auto open = state.operations.find(e.operation);
    if (open == state.operations.end()) return;
    note_consent_written(state, open->second, e.result);
    if (e.result == operation_result::withdrawn)
      if (const auto found = state.appointments.find(open->second.appointment); found != state.appointments.end())
        found->second.cancel_asked = false;
    state.operations.erase(open);
    state.withdrawals.erase(e.operation);
    state.begun.erase(e.operation);
  }
  void operator()(const operation_begun& e) {
    if (state.operations.contains(e.operation)) state.begun.insert(e.operation);
  }
  void operator()(const handed_to_staff& e) {
    state.staff_items.insert(e.item);
    // Only what we asked back ends here. Whether the message was sent is another matter: a reply to it may well come
    // to a person before its attempt was looked up.
    auto* track = find(e.message);
    if (!track || track->what.question != question_kind::which_appointment || e.reply.is_nil()) return;
    track->overdue = true;
    state.asked_back.erase(e.message);
  }
  void operator()(const staff_item_done& e) { state.staff_items.erase(e.item); }
  void operator()(const command_parked& e) { state.parked[e.item] = e.command; }
  void operator()(const parked_released& e) { state.parked.erase(e.item); }
  void operator()(const signed_in& e) { state.nonces[e.nonce] = at; }

  // Read again after the erasure, the events before this one come without the patient's data: what is forgotten here
  // has to go by ids alone, so that both ways lead to the same state.
  void operator()(const patient_erased& e) {
    state.erased.patients.try_emplace(e.patient, at);
    state.erased.numbers.insert(e.numbers.begin(), e.numbers.end());
    state.erased.opted_out.insert(e.opted_out.begin(), e.opted_out.end());
    for (const auto& item : e.parked) state.parked.erase(item);
    if (const auto found = state.patients.find(e.patient); found != state.patients.end()) {
      forget_patient_number(state, found->second);
      state.patients.erase(found);
    }
    if (const auto mine = state.appointments_by_patient.find(e.patient); mine != state.appointments_by_patient.end()) {
      for (const auto& id : mine->second) state.appointments.erase(id);
      state.appointments_by_patient.erase(mine);
    }
    std::erase_if(state.opted_out,
                  [&](const auto& number) { return state.erased.opted_out.contains(state.marks.of_number(number)); });
    for (const auto& id : e.messages)
      if (auto* track = find(id)) forget_words(*track);
    talk::forget(state, e);
    forget_stops(state, e);
    state.fft_asked.erase(e.patient);
    waiting_list::forget(state, e.patient);
    for (auto group = state.groups.begin(); group != state.groups.end();) {
      group->second.erase(e.patient.value);
      for (const auto& mark : e.numbers) group->second.erase(mark);
      group = group->second.empty() ? state.groups.erase(group) : std::next(group);
    }
    for (auto& [group, listed] : state.groups_listed) listed.erase(e.patient);
  }
  void forget_words(message_track& track) {
    if (const auto asked = state.questions_by_number.find(track.what.to.reveal());
        asked != state.questions_by_number.end()) {
      asked->second.erase(track.what.message);
      if (asked->second.empty()) state.questions_by_number.erase(asked);
    }
    forget_link(state, track.what);
    track.what.question = question_kind::none;
    track.what.to = track.what.text = track.what.unsubscribe_url = secret_text();
    track.what.talk = {};
    state.asked_back.erase(track.what.message);
  }
  void operator()(const practice_erased& e) { state.erased.practices.try_emplace(e.practice, at); }
  void operator()(const keys_rotated&) {}
  void operator()(const user_changed& e) { fold_user(state.users, e); }
  void operator()(const sign_in_tried& e) { fold_user(state.users, e); }
  void operator()(const pause_changed& e) {
    if (e.paused)
      state.pauses[e.provider] = {e.by, e.why, at};
    else
      state.pauses.erase(e.provider);
  }
  void operator()(const rollout_changed& e) { state.rollout[e.where] = e.what; }
  void operator()(const answer_recorded& e) {
    if (auto* asked = find(e.question)) asked->answered = true;
  }
  void operator()(const fft_answered& e) {
    if (e.score > 0) state.fft_scores[e.answer] = {e.score, at};
  }
  void operator()(const keyword_taken&) {}
  void operator()(const group_changed& e) {
    if (e.by == by_list) {
      auto& listed = state.groups_listed[e.group];
      if (e.joined)
        listed.insert(e.patient);
      else
        listed.erase(e.patient);
    }
    const auto member = e.patient.empty() ? state.marks.of_number(e.number.reveal()) : e.patient.value;
    if (member.empty()) return; // erased since
    if (e.joined)
      state.groups[e.group].insert(member);
    else if (const auto group = state.groups.find(e.group); group != state.groups.end())
      group->second.erase(member);
  }
  void operator()(const number_disputed& e) { talk::remember(state, e); }
  void operator()(const number_trusted& e) { talk::remember(state, e); }
  void operator()(const code_chosen& e) { talk::remember(state, e); }
  void operator()(const details_answered&) {} // number_trusted or number_disputed follows
  void operator()(const withdrawal_requested& e) { state.withdrawals[e.operation] = e.reply; }
  void operator()(const conversation_moved& e) { talk::remember(state, e); }
  void operator()(const conversation_noted& e) { talk::remember(state, e); }
  void operator()(const file_kept& e) { files::note(state, e); }
  void operator()(const file_opened& e) { files::note(state, e); }
  void operator()(const file_ended& e) { files::note(state, e); }
  void operator()(const slot_freed& e) { waiting_list::note(state, e, at); }
  void operator()(const waiting_changed& e) { waiting_list::note(state, e, at); }
  void operator()(const slot_offered& e) { waiting_list::note(state, e, at); }
  void operator()(const offer_ended& e) { waiting_list::note(state, e, at); }
  void operator()(const slot_closed& e) { waiting_list::note(state, e); }
  void operator()(const audited& e) {
    state.audited.push_back(e.what.request);
    if (state.audited.size() > audited_max) state.audited.erase(state.audited.begin());
  }
  void operator()(const epoch_began& e) { state.epoch = {e.epoch, true, {}}; }
  void operator()(const epoch_released&) {
    state.epoch.fenced = false;
    state.epoch.released_at = at;
  }
};

} // namespace

void index_all(practice_state& state) {
  for (const auto& [id, patient] : state.patients) index_patient(state, patient);
  for (const auto& [id, track] : state.appointments) state.appointments_by_patient[track.what.patient].insert(id);
  for (const auto& [id, track] : state.messages) index_message(state, track);
  waiting_list::index(state);
}

void evolve(practice_state& state, const event& what, timestamp at) { std::visit(applier{state, at}, what); }

void prune(practice_state& state, timestamp now) {
  for (auto it = state.messages.begin(); it != state.messages.end();) {
    const auto& track = it->second;
    // A question can be answered as long as there is its appointment.
    const bool may_be_answered =
        track.what.question != question_kind::none && state.appointments.contains(track.what.appointment);
    if (!is_end(track.state) || track.changed_at + messages_kept > now || may_be_answered) {
      ++it;
      continue;
    }
    if (const auto asked = state.questions_by_number.find(track.what.to.reveal());
        asked != state.questions_by_number.end()) {
      asked->second.erase(it->first);
      if (asked->second.empty()) state.questions_by_number.erase(asked);
    }
    state.asked_back.erase(it->first);
    forget_link(state, track.what);
    it = state.messages.erase(it);
  }
  std::erase_if(state.appointments, [&](const auto& entry) {
    if (entry.second.what.starts_at + appointments_kept > now) return false;
    const auto mine = state.appointments_by_patient.find(entry.second.what.patient);
    if (mine != state.appointments_by_patient.end()) {
      mine->second.erase(entry.first);
      if (mine->second.empty()) state.appointments_by_patient.erase(mine);
    }
    return true;
  });
  files::prune(state);
  waiting_list::prune(state, now);
  std::erase_if(state.replies, [&](const auto& entry) { return entry.second + replies_kept <= now; });
  std::erase_if(state.conversations, [&](const auto& entry) {
    return !entry.second.disputed && entry.second.last_reply_at + conversations_kept <= now;
  });
  std::erase_if(state.fft_asked, [&](const auto& entry) { return entry.second + fft_kept <= now; });
  std::erase_if(state.fft_scores, [&](const auto& entry) { return entry.second.at + replies_kept <= now; });
  std::erase_if(state.nonces, [&](const auto& entry) { return entry.second + std::chrono::hours(24) <= now; });
}

bool is_disputed(const practice_state& state, const std::string& number) {
  if (state.conversations.empty()) return false;
  const auto found = state.conversations.find(state.marks.of_number(number));
  return found != state.conversations.end() && found->second.disputed;
}

std::optional<std::string> mobile_of(const patient_details& patient) {
  auto number = msisdn::parse_uk_mobile(patient.mobile.reveal());
  if (!number) return std::nullopt;
  return std::move(number->digits);
}

} // namespace tidings
