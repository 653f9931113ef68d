#include "actors/practice/talk/appointment_texts.hpp"

#include "actors/practice/channels.hpp"
#include "actors/practice/hours.hpp"
#include "actors/practice/talk/question_link.hpp"
#include "actors/practice/talk/say.hpp"

#include <algorithm>

namespace tidings::talk {
namespace {

/// A booking is confirmed while it is news, a missed appointment spoken of while it is remembered.
constexpr std::chrono::hours booking_is_news{24}, missed_is_news{48}, visit_is_news{72};
constexpr std::chrono::hours month_longest{31 * 24};

bool listed(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}
bool covers(const std::vector<std::string>& only, const std::vector<std::string>& never, const std::string& session) {
  return (only.empty() || listed(only, session)) && !listed(never, session);
}

/// One text that an appointment may call for, and by which channels it may go.
struct wanted_text {
  message_kind kind{};
  std::string_view by;
  std::string body;
  timestamp from{};  ///< not before
  timestamp until{}; ///< nor after
  question_kind question = question_kind::none;
  std::string flaw; ///< why it can't be, whoever it is to
  sms_alphabet alphabet = sms_alphabet::by_default;
  std::vector<channel> channels = {channel::sms}; ///< most wanted first
  std::string subject = {};                       ///< of an e-mail
  std::string spoken = {};                        ///< read out in the place of `body`; empty: that
  std::vector<std::string> attachments = {};      ///< of an e-mail
  std::string with_link = {};                     ///< in the place of `body` by text message; empty: that
};

void use_template(const practice_settings& settings, const template_id& name, wanted_text& one) {
  const auto found = settings.templates.find(name);
  if (found == settings.templates.end()) {
    one.flaw = "template " + name.value + " is not configured";
    return;
  }
  one.body = found->second.body;
  one.alphabet = found->second.alphabet;
  one.subject = found->second.subject;
  one.attachments = found->second.attachments;
}

std::optional<wanted_text> confirmation_of(const practice_settings& settings, const appointment_track& track) {
  const auto& rule = conversations_of(settings).confirmation;
  const auto& what = track.what;
  if (rule.text.empty() || track.booked_at == timestamp{} || !track.stands() || track.cancel_asked ||
      !covers(rule.sessions, rule.not_sessions, what.session))
    return std::nullopt;
  wanted_text one{.kind = message_kind::confirmation, .by = by_booking};
  use_template(settings, rule.text, one);
  one.channels = rule.by;
  one.from = track.booked_at;
  one.until = std::min(track.booked_at + booking_is_news, what.starts_at - rule.notice_min);
  return one;
}

std::optional<wanted_text> after_missing(const practice_settings& settings, const appointment_track& track) {
  const auto& rule = conversations_of(settings).missed;
  const auto& what = track.what;
  if (rule.text.empty() || track.gone || what.status != appointment_status::did_not_attend ||
      !covers(rule.sessions, rule.not_sessions, what.session))
    return std::nullopt;
  wanted_text one{.kind = message_kind::follow_up, .by = by_missed};
  use_template(settings, rule.text, one);
  one.channels = rule.by;
  one.from = what.starts_at;
  one.until = what.starts_at + missed_is_news;
  return one;
}

std::optional<wanted_text> test_after(const practice_state& state, const practice_settings& settings,
                                      const appointment_track& track, timestamp now) {
  const auto& fft = conversations_of(settings).fft;
  const auto& what = track.what;
  if (!fft.ask || what.status != appointment_status::finished || !covers(fft.sessions, fft.not_sessions, what.session))
    return std::nullopt;
  if (const auto last = state.fft_asked.find(what.patient);
      last != state.fft_asked.end() && last->second + fft.months_between * month_longest > now)
    return std::nullopt;
  const auto end = what.starts_at + minutes(what.minutes);
  return wanted_text{.kind = message_kind::fft,
                     .by = by_fft,
                     .body = fft.question,
                     .from = end + fft.delay,
                     .until = end + fft.delay + visit_is_news,
                     .question = question_kind::fft,
                     .flaw = {},
                     .channels = fft.by,
                     .subject = fft.subject,
                     .spoken = fft.spoken,
                     .with_link = conversations_of(settings).public_url.empty() ? "" : fft.question_with_link};
}

message_id id_of(const practice_settings& settings, const wanted_text& text, const appointment& what) {
  return id_from_name<message_id>(text.by, settings.id.str() + '|' + what.id.value + '|' + what.patient.value + '|' +
                                               std::to_string(to_ms(what.starts_at)));
}

/// Whether chance has chosen it: the same for the same message, whenever it is asked.
bool is_drawn(const message_id& id, double share) { return (id.bytes[0] * 256 + id.bytes[1]) < share * 65'536; }

std::vector<wanted_text> texts_for(const practice_state& state, const practice_settings& settings,
                                   const appointment_track& track, timestamp now) {
  std::vector<wanted_text> all;
  const auto take = [&](std::optional<wanted_text> one) {
    if (!one || one->until <= now) return;
    const auto mark = std::string(one->by) + '|' + std::to_string(to_ms(track.what.starts_at));
    const auto id = id_of(settings, *one, track.what);
    if (track.reminded.contains(mark) || state.messages.contains(id)) return;
    if (one->kind == message_kind::fft && !is_drawn(id, conversations_of(settings).fft.share)) return;
    all.push_back(std::move(*one));
  };
  take(confirmation_of(settings, track));
  take(after_missing(settings, track));
  take(test_after(state, settings, track, now));
  return all;
}

timestamp due_at(const practice_state& state, const practice_settings& settings, const wanted_text& text,
                 const appointment& what, timestamp now) {
  const auto at = std::max(text.from, now);
  const auto by = likely_channel(state, settings, text.channels, what, text.kind);
  return keeps_hours(settings, text.kind, by) ? next_open(hours_of(settings.hours, text.kind), at) : at;
}

std::optional<event> made_of(const practice_state& state, const practice_settings& settings, const wanted_text& text,
                             const appointment& what, timestamp now) {
  const auto id = id_of(settings, text, what);
  const auto suppressed = [&](std::string reason) -> event {
    return message_suppressed{id, what.patient, what.id, std::string(text.by), std::move(reason)};
  };
  if (!text.flaw.empty()) return suppressed(text.flaw);
  if (auto why = excluded_by_all(settings, text.channels, what, text.kind)) return suppressed(std::move(*why));
  const auto patient = state.patients.find(what.patient);
  if (patient == state.patients.end()) return std::nullopt; // the connector is still reading the patient's details
  const auto to = way_to(state, settings, text.channels, patient->second, what, text.kind);
  if (!to) return suppressed(to.error());
  auto values = words_of(what);
  add_words_of(patient->second, values);
  const bool spoken = to->by == channel::voice && !text.spoken.empty();
  const bool mail = to->by == channel::email;
  // By e-mail and by telephone there is a way to answer at once.
  const bool by_link = to->by == channel::sms && !text.with_link.empty();
  if (by_link) values.merge(link_values(settings, now));
  talk_details talk;
  if (by_link) talk.step = std::string(link_step);
  auto said = say(state, settings,
                  {.message = id,
                   .kind = text.kind,
                   .number = to->to,
                   .patient = what.patient,
                   .body = spoken    ? text.spoken
                           : by_link ? text.with_link
                                     : text.body,
                   .values = std::move(values),
                   .asked_by = text.by,
                   .due_at = now,
                   .expires_at = text.until,
                   .question = text.question,
                   .about = &what,
                   .talk = std::move(talk),
                   .alphabet = text.alphabet,
                   .by = to->by,
                   .subject = mail ? text.subject : std::string(),
                   .attachments = mail ? text.attachments : std::vector<std::string>()});
  if (!said) return suppressed(said.error().detail);
  return std::move(*said);
}

} // namespace

std::vector<event> texts_due(const practice_state& state, const practice_settings& settings,
                             const std::set<appointment_id>& which, timestamp now) {
  std::vector<event> events;
  std::set<patient_id> tested; // two appointments of one day that ended together
  for (const auto& id : which) {
    const auto track = state.appointments.find(id);
    if (track == state.appointments.end()) continue;
    for (const auto& text : texts_for(state, settings, track->second, now)) {
      if (due_at(state, settings, text, track->second.what, now) > now) continue;
      if (text.kind == message_kind::fft && tested.contains(track->second.what.patient)) continue;
      auto made = made_of(state, settings, text, track->second.what, now);
      if (!made) continue;
      if (text.kind == message_kind::fft) tested.insert(track->second.what.patient);
      const auto* accepted = std::get_if<message_accepted>(&*made);
      const bool perhaps_sent = accepted && may_be_sent_already(state, text.from);
      const auto message = accepted ? accepted->message : message_id{};
      const auto by = accepted ? accepted->by : channel::sms;
      events.push_back(std::move(*made));
      if (perhaps_sent) events.push_back(suspected(settings, message, by));
    }
  }
  return events;
}

timestamp next_text(const practice_state& state, const practice_settings& settings, timestamp now) {
  timestamp next = never;
  for (const auto& [id, track] : state.appointments)
    for (const auto& text : texts_for(state, settings, track, now))
      // What is due now and isn't made waits for the patient's details.
      if (const auto at = due_at(state, settings, text, track.what, now); at > now && at < text.until)
        next = std::min(next, at);
  return next;
}

} // namespace tidings::talk
