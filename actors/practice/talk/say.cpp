#include "actors/practice/talk/say.hpp"

#include "actors/practice/channels.hpp"
#include "actors/practice/hours.hpp"
#include "actors/practice/personalise.hpp"
#include "actors/practice/talk/mail_talk.hpp"
#include "schemas/london.hpp"

namespace tidings {

const conversation_settings& conversations_of(const practice_settings& settings) {
  static const conversation_settings defaults;
  return settings.replies.conversations ? *settings.replies.conversations : defaults;
}

namespace talk {
namespace {

using counts = std::map<std::string, std::uint32_t>;

/// What went to it today without a person, by what asked for it.
counts sent_to_number(const practice_state& state, const std::string& number, timestamp now) {
  const auto found = state.conversations.find(state.marks.of_number(number));
  if (found == state.conversations.end() || !is_of_today(found->second.automatic_until, now)) return {};
  return found->second.automatic;
}

/// An address has no conversation that counts.
counts sent_to_address(const practice_state& state, const std::string& address, timestamp now) {
  counts sent;
  for (const auto& [id, track] : state.messages) {
    const auto& one = track.what;
    if (one.by == channel::email && one.kind == message_kind::auto_response && one.to.reveal() == address &&
        is_of_today(end_of_london_day(one.due_at), now))
      ++sent[one.asked_by];
  }
  return sent;
}

bool within_limits(const practice_state& state, const outgoing& what, timestamp now) {
  const auto sent =
      what.by == channel::email ? sent_to_address(state, what.number, now) : sent_to_number(state, what.number, now);
  const auto times = [&](std::string_view by) {
    const auto count = sent.find(std::string(by));
    return count == sent.end() ? 0U : count->second;
  };
  if (what.asked_by == by_urgent) return times(by_urgent) < urgent_a_day_max;
  if (what.asked_by == by_received || what.asked_by == by_out_of_hours)
    if (times(what.asked_by) >= received_a_day_max) return false;
  std::uint32_t all = 0;
  for (const auto& [by, count] : sent)
    if (by != by_urgent) all += count;
  return all < automatic_a_day_max;
}

} // namespace

std::string against_writing(const practice_state& state, const std::string& number, const patient_id& patient,
                            channel by) {
  if (is_opted_out(state, number, by))
    return by == channel::email ? "this address has opted out" : "this number has opted out";
  if (patient.empty()) return {};
  if (is_disputed(state, number)) return "whoever has this number says that it isn't the patient's";
  const auto found = state.patients.find(patient);
  if (found == state.patients.end()) return {};
  if (const auto why = against_any_message(found->second); !why.empty()) return std::string(why);
  if (consent_for(found->second, by) == consent::no) return "the patient has declined " + std::string(messages_by(by));
  return {};
}

namespace {

std::string against(const practice_state& state, const practice_settings& settings, const outgoing& what) {
  const bool mail = what.by == channel::email;
  if (what.by != channel::sms && route_of(settings, what.by).empty())
    return mail ? "this practice doesn't send e-mails" : "this practice doesn't ring anybody";
  if (what.wanted_again) return {};
  if (is_opted_out(state, what.number, what.by, what.kind))
    return mail ? "this address has opted out" : "this number has opted out";
  return against_writing(state, what.number, what.patient, what.by);
}

/// The place of what goes to it in the inbox.
std::string conversation_for(const practice_state& state, const outgoing& what) {
  if (what.by == channel::sms) return state.marks.of_number(what.number);
  return what.by == channel::email ? mail_conversation(state, what.number, what.patient) : std::string();
}

} // namespace

result<message_accepted> say(const practice_state& state, const practice_settings& settings, outgoing what) {
  if (auto why = against(state, settings, what); !why.empty()) return fail(error_code::refused, std::move(why));
  what.values.emplace("practice_name", settings.name);
  what.values.emplace("practice_phone", settings.phone);
  auto body = personalise(what.body, what.values);
  if (!body) return tl::unexpected(body.error());
  auto subject = personalise(what.subject, what.values);
  if (!subject) return tl::unexpected(subject.error());
  auto words = carried(what.by, settings, {std::move(*body), std::move(*subject), what.alphabet});
  if (!words) return tl::unexpected(words.error());
  if (what.talk.conversation.empty()) what.talk.conversation = conversation_for(state, what);
  return message_accepted{.message = what.message,
                          .kind = what.kind,
                          .by = what.by,
                          .patient = what.patient,
                          .appointment = what.about ? what.about->id : appointment_id{},
                          .appointment_starts_at = what.about ? what.about->starts_at : timestamp{},
                          .to = secret_text(what.number),
                          .text = secret_text(std::move(words->text)),
                          .sender = what.by == channel::sms ? settings.sender : settings.name,
                          .due_at = what.due_at,
                          .expires_at = what.expires_at,
                          .question = what.question,
                          .asked_by = std::string(what.asked_by),
                          .idempotency_key = {},
                          .api = {},
                          .subject = secret_text(std::move(words->subject)),
                          .attachments = std::move(what.attachments),
                          .talk = std::move(what.talk),
                          .thread = std::move(what.thread)};
}

std::optional<message_accepted> answer_by_itself(const practice_state& state, const practice_settings& settings,
                                                 outgoing what, timestamp now) {
  if (what.body.empty() || !within_limits(state, what, now)) return std::nullopt;
  auto made = say(state, settings, std::move(what));
  if (!made) return std::nullopt;
  return std::move(*made);
}

std::map<std::string, std::string> words_of(const appointment& what) {
  return {{"appointment_date", local_date(what.starts_at)},
          {"appointment_time", local_time(what.starts_at)},
          {"clinician", what.clinician},
          {"session", what.session},
          {"site", what.site}};
}

void add_words_of(const patient_details& patient, std::map<std::string, std::string>& values) {
  values.emplace("title", patient.title.reveal());
  values.emplace("first_name", patient.first_name.reveal());
  values.emplace("last_name", patient.last_name.reveal());
}

std::optional<std::string> number_asked_about(const practice_state& state, const appointment_id& id) {
  const message_track* last = nullptr;
  for (const auto& [message, track] : state.messages) {
    if (track.what.appointment != id || track.attempts == 0 || track.what.to.reveal().empty()) continue;
    if (!last || track.changed_at > last->changed_at) last = &track;
  }
  if (!last) return std::nullopt;
  return last->what.to.reveal();
}

} // namespace talk
} // namespace tidings
