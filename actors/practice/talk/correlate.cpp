#include "actors/practice/talk/correlate.hpp"

#include <algorithm>
#include <tuple>

namespace tidings::talk {
namespace {

constexpr minutes cut_off_default{60};

bool is_about_appointment(question_kind kind) {
  return kind == question_kind::confirm_cancel || kind == question_kind::confirm_only ||
         kind == question_kind::cancel_only;
}

bool was_attended(appointment_status status) {
  return status == appointment_status::arrived || status == appointment_status::in_progress ||
         status == appointment_status::finished;
}

/// Keeps one question an appointment, the latest.
void keep(std::vector<open_question>& all, const message_track& asked, const appointment_track& about) {
  const auto same = std::find_if(all.begin(), all.end(), [&](const auto& q) { return q.about == &about; });
  if (same == all.end())
    all.push_back({&asked, &about});
  else if (asked.changed_at > same->asked->changed_at)
    same->asked = &asked;
}

void keep_latest(std::vector<const message_track*>& all, const message_track& asked) {
  const auto same =
      std::find_if(all.begin(), all.end(), [&](const auto* one) { return one->what.question == asked.what.question; });
  if (same == all.end())
    all.push_back(&asked);
  else if (asked.changed_at > (*same)->changed_at)
    *same = &asked;
}

void look_at(const practice_state& state, const message_track& asked, timestamp now, correlation& found) {
  const auto at = state.appointments.find(asked.what.appointment);
  if (at == state.appointments.end()) return;
  const auto& about = at->second;
  const bool same =
      about.what.starts_at == asked.what.appointment_starts_at && about.what.patient == asked.what.patient;
  // Who was given it after whoever was asked may have cancelled it: for the first it has gone all the same.
  if (about.cancelled && about.what.patient == asked.what.patient) {
    if (!same || about.cancelled_at + regret_waits <= now) return;
    found.cancelled_last = std::max(found.cancelled_last, about.cancelled_at);
    if (about.what.starts_at > now) keep(found.cancelled, asked, about);
    return;
  }
  if (asked.what.appointment_starts_at <= now) {
    const bool was_to_come = asked.what.appointment_starts_at > found.written_at;
    const bool lately = asked.what.appointment_starts_at + past_waits >= std::min(found.written_at, now);
    if (!was_to_come && (!lately || (same && was_attended(about.what.status)))) return;
    found.past = true;
    found.past_last = std::max(found.past_last, asked.what.appointment_starts_at);
    return;
  }
  if (same && about.stands()) return keep(found.questions, asked, about);
  found.stale = true;
  found.stale_last = std::max(found.stale_last, asked.what.due_at);
}

/// A yes to it says something as long as its slot is to come; once they were told that it is gone, while that is news.
bool is_open_offer(const practice_state& state, const message_track& asked, timestamp written_at) {
  const auto found = state.slots.find(asked.what.talk.slot);
  if (found == state.slots.end() || found->second.what.starts_at <= written_at) return false;
  const auto& offers = found->second.offers;
  const auto mine = std::find_if(offers.begin(), offers.end(),
                                 [&](const offer_track& one) { return one.message == asked.what.message; });
  return mine != offers.end() && (mine->ended != offer_end::withdrawn || mine->asked_at + gone_is_news > written_at);
}

} // namespace

timestamp cut_off_of(const practice_settings& settings, const open_question& question) {
  const auto rule = std::find_if(settings.reminders.begin(), settings.reminders.end(),
                                 [&](const auto& one) { return one.id.value == question.asked->what.asked_by; });
  return question.about->what.starts_at - (rule == settings.reminders.end() ? cut_off_default : rule->cut_off);
}

correlation correlate(const practice_state& state, const std::string& number, timestamp written_at, timestamp now) {
  correlation found;
  found.written_at = written_at;
  if (const auto talk = state.conversations.find(state.marks.of_number(number)); talk != state.conversations.end())
    found.heard_last = talk->second.last_reply_at;
  if (const auto mine = state.patients_by_number.find(number); mine != state.patients_by_number.end())
    found.patients = mine->second;
  const auto asked = state.questions_by_number.find(number);
  if (asked == state.questions_by_number.end()) return found;
  for (const auto& id : asked->second) {
    const auto& track = state.messages.at(id);
    if (track.attempts == 0) continue;                             // never left us: nobody answers it
    if (written_at + reply_may_take < track.what.due_at) continue; // written before it left us
    if (!track.what.patient.empty()) found.patients.insert(track.what.patient);
    if (is_about_appointment(track.what.question))
      look_at(state, track, now, found);
    else if (track.what.question == question_kind::which_appointment) {
      if (track.what.due_at + which_lingers > written_at) found.asked_which = true;
      if (!track.answered && !track.overdue && now < track.what.expires_at) keep_latest(found.others, track);
    } else if (track.answered) {
      if (track.what.due_at + answered_lingers > written_at) keep_latest(found.answered, track);
    } else if (track.what.question == question_kind::slot_offer) {
      if (is_open_offer(state, track, written_at)) keep_latest(found.others, track);
    } else if (track.changed_at + answers_wait > now)
      keep_latest(found.others, track);
  }
  // The set is by id, and ids say nothing: what is listed to a patient goes by time.
  const auto sooner = [](const open_question& a, const open_question& b) {
    return std::tie(a.about->what.starts_at, a.about->what.id.value) <
           std::tie(b.about->what.starts_at, b.about->what.id.value);
  };
  std::sort(found.questions.begin(), found.questions.end(), sooner);
  std::sort(found.cancelled.begin(), found.cancelled.end(), sooner);
  return found;
}

} // namespace tidings::talk
