// A patient's reply: whose it is, what it answers, what it means, and what may be done about it.
#include "actors/practice/decide.hpp"
#include "actors/practice/hours.hpp"
#include "actors/reply/parser.hpp"

#include <algorithm>

namespace tidings {
namespace {

constexpr minutes cut_off_default{60};

/// What was written longer ago than this came late: it was fetched after the provider couldn't reach us, or we were
/// down. Wide enough for clocks that differ.
constexpr minutes reply_may_take{10};

minutes cut_off_of(const practice_settings& settings, const std::string& rule) {
  for (const auto& one : settings.reminders)
    if (one.id.value == rule) return one.cut_off;
  return cut_off_default;
}

/// One question this number may be answering: the message that asked and its appointment as it stands now.
struct open_question {
  const message_track* asked = nullptr;
  const appointment_track* about = nullptr;
};

/// What we asked this number and what is still open. `stale`: something was asked about an appointment that has since
/// moved or gone, so that the patient may mean what no longer is.
struct correlation {
  std::vector<open_question> questions; ///< one an appointment, the latest message
  bool stale = false;
  std::set<patient_id> patients;
};

correlation correlate(const practice_state& state, const std::string& number, timestamp written_at, timestamp now) {
  correlation found;
  if (const auto mine = state.patients_by_number.find(number); mine != state.patients_by_number.end())
    found.patients = mine->second;
  const auto asked = state.questions_by_number.find(number);
  if (asked == state.questions_by_number.end()) return found;
  for (const auto& id : asked->second) {
    const auto& track = state.messages.at(id);
    if (track.attempts == 0) continue;                             // never left us: nobody answers it
    if (written_at + reply_may_take < track.what.due_at) continue; // written before it left us
    found.patients.insert(track.what.patient);
    const auto about = state.appointments.find(track.what.appointment);
    if (about == state.appointments.end() || about->second.what.starts_at + std::chrono::hours(24) < now) continue;
    if (about->second.cancelled) continue;
    if (!about->second.stands() || about->second.what.starts_at != track.what.appointment_starts_at ||
        about->second.what.patient != track.what.patient) {
      found.stale = true;
      continue;
    }
    const auto same = std::find_if(found.questions.begin(), found.questions.end(),
                                   [&](const auto& q) { return q.about == &about->second; });
    if (same == found.questions.end())
      found.questions.push_back({&track, &about->second});
    else if (track.changed_at > same->asked->changed_at)
      same->asked = &track;
  }
  return found;
}

reply_context context_of(const practice_settings& settings, const correlation& found, timestamp now) {
  reply_context context;
  context.vocabulary = settings.replies.compiled.get();
  context.patients = std::max<std::size_t>(found.patients.size(), 1);
  for (const auto& [asked, about] : found.questions) {
    context.question = asked->what.question;
    const auto parts = local_parts_of(about->what.starts_at);
    context.appointments.push_back({.label = about->what.clinician,
                                    .starts_at_ms = to_ms(about->what.starts_at),
                                    .weekday = parts.weekday,
                                    .day = parts.day,
                                    .month = parts.month,
                                    .hour = parts.hour,
                                    .minute = parts.minute,
                                    .days_ahead = days_between(now, about->what.starts_at)});
    if (now > about->what.starts_at - cut_off_of(settings, asked->what.asked_by)) context.past_cut_off = true;
  }
  return context;
}

/// The one question a reply can be about: the only one there is, or the one it names.
open_question chosen(const correlation& found, const reply_verdict& verdict) {
  if (verdict.appointment && *verdict.appointment < found.questions.size())
    return found.questions[*verdict.appointment];
  return found.questions.size() == 1 ? found.questions.front() : open_question{};
}

/// A patient who changes their mind is heard; but of two answers, the one that came late isn't the later one.
bool is_answered_otherwise(const appointment_track& about, reply_meaning meaning) {
  return meaning == reply_meaning::cancel ? about.confirmed : about.cancel_asked;
}

struct actor_on_reply {
  const practice_state& state;
  const practice_settings& settings;
  const reply_arrived& c;
  timestamp now;
  std::vector<event>& events;

  std::string by() const { return "reply " + to_text(c.reply); }

  void request(operation_kind kind, const appointment_track& about, std::string code, std::string text) {
    const auto name =
        to_text(c.reply) + '|' + about.what.id.value + '|' + std::to_string(static_cast<int>(kind)) + code;
    events.push_back(operation_requested{.operation = id_from_name<operation_id>("operation", name),
                                         .kind = kind,
                                         .patient = about.what.patient,
                                         .appointment = about.what.id,
                                         .expected_starts_at = about.what.starts_at,
                                         .expected_clinician = about.what.clinician,
                                         .code = std::move(code),
                                         .text = std::move(text),
                                         .reply = c.reply,
                                         .give_up_at = about.what.starts_at,
                                         .requested_at = now});
  }

  void confirm(const appointment_track& about) {
    if (about.confirmed) return;
    events.push_back(appointment_confirmed{about.what.id, c.reply});
    request(operation_kind::confirm_appointment, about, {}, "Confirmed by patient by text message");
    if (!settings.codes.confirmed.empty())
      request(operation_kind::file_code, about, settings.codes.confirmed, "Appointment confirmed by text message");
  }

  void cancel(const appointment_track& about) {
    if (about.cancel_asked) return;
    request(operation_kind::cancel_appointment, about, {}, "Cancelled by patient by text message");
  }

  void opt_out(const std::string& number, const std::set<patient_id>& patients) {
    if (!is_opted_out(state, number)) events.push_back(opted_out{secret_text(number), by()});
    for (const auto& patient : patients)
      events.push_back(operation_requested{
          .operation = id_from_name<operation_id>("opt-out", to_text(c.reply) + '|' + patient.value),
          .kind = operation_kind::set_consent,
          .patient = patient,
          .code = {},
          .text = "no",
          .reply = c.reply,
          .give_up_at = now + std::chrono::hours(7 * 24),
          .requested_at = now});
  }
};

} // namespace

decision decide_reply(const practice_state& state, const practice_settings& settings, const reply_arrived& c,
                      timestamp now) {
  if (state.replies.contains(c.reply)) return {{}, answer{.repeated = true, .id = to_text(c.reply)}};
  const auto number = msisdn::parse_uk_mobile(c.from.reveal());
  const auto written_at = c.reported_at == timestamp{} ? now : c.reported_at;
  const auto found = number ? correlate(state, number->digits, written_at, now) : correlation{};
  auto verdict = parse_reply(c.text.reveal(), context_of(settings, found, now));
  const bool about_appointment = verdict.meaning == reply_meaning::confirm || verdict.meaning == reply_meaning::cancel;
  if (verdict.automatic && about_appointment && found.stale) {
    verdict.automatic = false;
    verdict.why += "; but an appointment we asked about has since moved or gone";
  }
  if (verdict.automatic && !number) {
    verdict.automatic = false;
    verdict.why += "; but the sender is not a mobile number";
  }
  const auto only = chosen(found, verdict);
  if (verdict.automatic && about_appointment && !only.about) verdict.automatic = false;
  if (verdict.automatic && about_appointment && written_at + reply_may_take < now &&
      is_answered_otherwise(*only.about, verdict.meaning)) {
    verdict.automatic = false;
    verdict.why += "; but it came late, and something else was answered since";
  }
  // Nothing here takes down scores and measurements: what nobody does isn't said to be done.
  if (!about_appointment && verdict.meaning != reply_meaning::opt_out) verdict.automatic = false;
  const bool urgent = verdict.urgent || verdict.meaning == reply_meaning::urgent;

  decision made;
  made.what.id = to_text(c.reply);
  made.events.push_back(reply_received{.reply = c.reply,
                                       .provider = c.provider,
                                       .from = c.from,
                                       .to = c.to,
                                       .text = c.text,
                                       .reported_at = c.reported_at,
                                       .meaning = verdict.meaning,
                                       .automatic = verdict.automatic,
                                       .why = verdict.why,
                                       .answers = only.asked ? only.asked->what.message : message_id{},
                                       .patient = found.patients.size() == 1 ? *found.patients.begin() : patient_id{},
                                       .appointment = only.about ? only.about->what.id : appointment_id{}});
  // Whoever was erased is not brought back by what they write; but a person learns that somebody wrote.
  if (number && found.patients.empty() && state.erased.numbers.contains(state.marks.of_number(number->digits))) {
    auto& kept = std::get<reply_received>(made.events.front());
    kept.from = kept.text = secret_text();
    made.events.push_back(handed_to_staff{item_for("reply", to_text(c.reply)),
                                          "a reply from a number whose patient was erased: its words are not kept",
                                          c.reply,
                                          {},
                                          {},
                                          urgent});
    return made;
  }
  actor_on_reply act{state, settings, c, now, made.events};
  if (verdict.automatic && verdict.meaning == reply_meaning::confirm)
    act.confirm(*only.about);
  else if (verdict.automatic && verdict.meaning == reply_meaning::cancel)
    act.cancel(*only.about);
  else if (verdict.automatic && verdict.meaning == reply_meaning::opt_out)
    act.opt_out(number->digits, found.patients);
  else if (verdict.meaning != reply_meaning::thanks && verdict.meaning != reply_meaning::empty)
    made.events.push_back(handed_to_staff{item_for("reply", to_text(c.reply)),
                                          verdict.why,
                                          c.reply,
                                          only.asked ? only.asked->what.message : message_id{},
                                          {},
                                          urgent});
  return made;
}

} // namespace tidings
