// An answer to an e-mail. What it answers is named by the mail itself, or there is one open question to its sender; it
// is understood and acted on like a text message, and goes to a person wherever there is a doubt.
#include "actors/practice/channel_answers.hpp"
#include "actors/practice/hours.hpp"
#include "actors/practice/talk/act.hpp"
#include "actors/practice/talk/mail_subject.hpp"
#include "actors/practice/talk/mail_talk.hpp"
#include "actors/reply/keywords.hpp"

#include <algorithm>

namespace tidings {
namespace {

/// Whose the address is, and what we asked there.
struct mail_correlation {
  std::vector<answered_question> questions; ///< one an appointment, the latest message
  std::set<patient_id> patients;
  std::string doubt;                   ///< why nothing may be acted on without a person; empty: none
  const message_track* test = nullptr; ///< the Friends and Family Test, or why, that it answers
};

bool is_of_test(question_kind asked) { return asked == question_kind::fft || asked == question_kind::fft_comment; }

/// The mail names the message that it answers.
mail_correlation named(const practice_state& state, const message_track& asked, const std::string& address) {
  mail_correlation found;
  if (asked.what.to.reveal() != address) // somebody else's, or the patient was erased since
    found.doubt = "the e-mail went to another address";
  else if (!asked.what.patient.empty())
    found.patients.insert(asked.what.patient);
  if (asked.what.question == question_kind::none || asked.attempts == 0) return found;
  if (is_of_test(asked.what.question)) {
    found.test = &asked;
    return found;
  }
  if (const auto* about = still_asked_about(state, asked))
    found.questions.push_back({&asked, about});
  else
    found.doubt = "the appointment has since moved or gone";
  return found;
}

mail_correlation by_address(const practice_state& state, const std::string& address, timestamp now) {
  mail_correlation found;
  if (const auto mine = state.patients_by_number.find(address); mine != state.patients_by_number.end())
    found.patients = mine->second;
  const auto asked = state.questions_by_number.find(address);
  if (asked == state.questions_by_number.end()) return found;
  std::vector<const message_track*> tests;
  for (const auto& id : asked->second) {
    const auto& track = state.messages.at(id);
    if (track.attempts == 0) continue; // never left us: nobody answers it
    found.patients.insert(track.what.patient);
    if (is_of_test(track.what.question)) {
      if (!track.answered && track.changed_at + talk::answers_wait > now) tests.push_back(&track);
      continue;
    }
    const auto booked = state.appointments.find(track.what.appointment);
    if (booked == state.appointments.end() || booked->second.cancelled ||
        booked->second.what.starts_at + std::chrono::hours(24) < now)
      continue;
    const auto* about = still_asked_about(state, track);
    if (!about) {
      found.doubt = "an appointment we asked about has since moved or gone";
      continue;
    }
    const auto same = std::find_if(found.questions.begin(), found.questions.end(),
                                   [&](const auto& one) { return one.about == about; });
    if (same == found.questions.end())
      found.questions.push_back({&track, about});
    else if (track.changed_at > same->asked->changed_at)
      same->asked = &track;
  }
  if (tests.size() == 1 && found.questions.empty())
    found.test = tests.front();
  else if (!tests.empty() && found.doubt.empty())
    found.doubt = "it could be the answer to more than one of our questions";
  return found;
}

mail_correlation correlate(const practice_state& state, const reply_arrived& c, const std::string& address,
                           timestamp now) {
  if (const auto asked = state.messages.find(c.answers);
      asked != state.messages.end() && asked->second.what.by == channel::email)
    return named(state, asked->second, address);
  auto found = by_address(state, address, now);
  if (!(c.answers == message_id{}) && found.doubt.empty()) found.doubt = "it answers an e-mail that isn't known here";
  return found;
}

reply_context context_of(const practice_settings& settings, const mail_correlation& found, const keyword_list& keywords,
                         timestamp now) {
  reply_context context;
  context.keywords = &keywords;
  context.vocabulary = settings.replies.compiled.get();
  context.patients = std::max<std::size_t>(found.patients.size(), 1);
  for (const auto& one : found.questions) {
    const auto& booked = one.about->what;
    const auto parts = local_parts_of(booked.starts_at);
    context.question = one.asked->what.question;
    context.appointments.push_back({.label = booked.clinician,
                                    .starts_at_ms = to_ms(booked.starts_at),
                                    .weekday = parts.weekday,
                                    .day = parts.day,
                                    .month = parts.month,
                                    .hour = parts.hour,
                                    .minute = parts.minute,
                                    .days_ahead = days_between(now, booked.starts_at)});
    if (now > cut_off_of(settings, one)) context.past_cut_off = true;
  }
  return context;
}

answered_question chosen(const mail_correlation& found, const reply_verdict& verdict) {
  if (verdict.appointment && *verdict.appointment < found.questions.size())
    return found.questions[*verdict.appointment];
  return found.questions.size() == 1 ? found.questions.front() : answered_question{};
}

bool is_about_appointment(reply_meaning what) {
  return what == reply_meaning::confirm || what == reply_meaning::cancel;
}

/// Why a verdict that seems certain isn't; empty when it is.
std::string doubt(const mail_correlation& found, const reply_verdict& verdict, const answered_question& only) {
  if (verdict.meaning == reply_meaning::opt_out || verdict.meaning == reply_meaning::opt_in ||
      verdict.meaning == reply_meaning::keyword)
    return {};
  if (!is_about_appointment(verdict.meaning)) return "only a person takes this down from an e-mail";
  if (!found.doubt.empty()) return found.doubt;
  if (!only.about) return "it can't be told which appointment it is about";
  if (verdict.meaning == reply_meaning::confirm && only.about->cancel_asked)
    return "the same appointment was asked to be cancelled before";
  return {};
}

/// As what is said in conversations goes by it.
talk::correlation whose(const mail_correlation& found) {
  talk::correlation same;
  same.patients = found.patients;
  return same;
}

/// As an answer to the Friends and Family Test, by the rules of text messages.
talk::understood about_visit(const practice_state& state, const practice_settings& settings, const reply_arrived& c,
                             const mail_correlation& found, const std::string& address, timestamp now) {
  const auto written_at = c.reported_at == timestamp{} ? now : c.reported_at;
  auto all = talk::correlate(state, address, written_at, now);
  all.others = {found.test};
  all.answered.clear(); // what it answers is known, so it is said to nothing else
  auto what = talk::understand(settings, all, c.text.reveal(), address, now);
  const auto meaning = what.verdict.meaning;
  if (what.answers != found.test || (meaning != reply_meaning::fft && meaning != reply_meaning::comment))
    what.answers = nullptr;
  if (!what.answers && (is_about_appointment(meaning) || what.verdict.ambiguous)) what.verdict.automatic = false;
  return what;
}

/// What it means, and what it is about.
struct mail_meaning {
  reply_verdict verdict;
  answered_question about;
  const message_track* test = nullptr; ///< answered by it
};

mail_meaning meaning_of(const practice_state& state, const practice_settings& settings, const reply_arrived& c,
                        const mail_correlation& found, const std::string& address, timestamp now) {
  const auto today = talk::day_of(now);
  const keyword_list keywords(conversations_of(settings).keywords, today, address);
  const auto context = context_of(settings, found, keywords, now);
  mail_meaning what;
  if (found.test && found.doubt.empty()) {
    auto heard = about_visit(state, settings, c, found, address, now);
    what.verdict = std::move(heard.verdict);
    what.test = heard.answers;
  } else {
    what.verdict = parse_reply(c.text.reveal(), context);
    what.about = chosen(found, what.verdict);
  }
  talk::hear_subject(what.verdict, c, context);
  if (!what.verdict.automatic) {
    what.test = nullptr;
    return what;
  }
  const auto against = address.empty() ? std::string("nobody is named as its sender")
                       : what.test     ? std::string()
                                       : doubt(found, what.verdict, what.about);
  what.verdict.automatic = against.empty();
  if (!against.empty()) what.verdict.why += "; but " + against;
  return what;
}

/// Whoever was erased is not brought back by what they write; but a person learns that somebody wrote.
bool is_erased(const practice_state& state, const mail_correlation& found, const std::string& address) {
  return found.patients.empty() && state.erased.numbers.contains(state.marks.of_number(address));
}

reply_received record(const practice_state& state, const reply_arrived& c, const mail_correlation& found,
                      const mail_meaning& what, const std::string& address) {
  const auto* asked = what.test ? what.test : what.about.asked;
  const auto patient = found.patients.size() == 1 ? *found.patients.begin() : patient_id{};
  return {.reply = c.reply,
          .provider = c.provider,
          .from = address.empty() ? c.from : secret_text(address),
          .to = c.to,
          .text = c.text,
          .reported_at = c.reported_at,
          .meaning = what.verdict.meaning,
          .automatic = what.verdict.automatic,
          .why = what.verdict.why,
          .answers = asked ? asked->what.message : message_id{},
          .patient = patient,
          .appointment = what.about.about ? what.about.about->what.id : appointment_id{},
          .by = channel::email,
          .conversation = address.empty() ? std::string() : talk::mail_conversation(state, address, patient),
          .subject = c.subject,
          .thread = c.thread};
}

decision from_erased(reply_received kept, bool urgent) {
  kept.from = kept.text = kept.subject = kept.thread = secret_text();
  kept.conversation.clear();
  kept.automatic = false;
  const auto reply = kept.reply;
  return {{std::move(kept), handed_to_staff{item_for("reply", to_text(reply)),
                                            "an e-mail from an address whose patient was erased: its words are not "
                                            "kept",
                                            reply,
                                            {},
                                            {},
                                            urgent}},
          answer{.id = to_text(reply)}};
}

/// What is done about it, as far as it may be done without a person.
talk::outcome act_on(const talk::reply_at_hand& reply, const mail_meaning& what) {
  talk::outcome made{.done = true};
  if (what.test)
    return what.verdict.meaning == reply_meaning::fft ? talk::take_score(reply, *what.test, what.verdict)
                                                      : talk::take_comment(reply);
  switch (what.verdict.meaning) {
  case reply_meaning::confirm:
    confirm_by(reply.settings, reply.said, *what.about.about, reply.now, made.events);
    return made;
  case reply_meaning::cancel:
    cancel_by(reply.said, *what.about.about, reply.now, made.events);
    return made;
  case reply_meaning::keyword:
    return talk::take_keyword(reply, what.verdict);
  case reply_meaning::opt_in:
    return talk::opt_in(reply);
  case reply_meaning::opt_out:
    if (!is_opted_out(reply.state, reply.number, channel::email))
      made.add(opted_out{secret_text(reply.number), "reply " + to_text(reply.said.reply), channel::email});
    return made;
  default:
    return {};
  }
}

} // namespace

decision decide_mail_reply(const practice_state& state, const practice_settings& settings, const reply_arrived& c,
                           timestamp now) {
  if (state.replies.contains(c.reply)) return {{}, answer{.repeated = true, .id = to_text(c.reply)}};
  const auto address = address_on(channel::email, c.from.reveal()).value_or("");
  const auto found = address.empty() ? mail_correlation{} : correlate(state, c, address, now);
  const auto what = meaning_of(state, settings, c, found, address, now);
  const bool urgent = what.verdict.urgent || what.verdict.meaning == reply_meaning::urgent;
  auto kept = record(state, c, found, what, address);
  if (!address.empty() && is_erased(state, found, address)) return from_erased(std::move(kept), urgent);

  const auto writers = whose(found);
  const talk::reply_at_hand reply{state, settings, c, address, writers, now};
  auto done = what.verdict.automatic ? act_on(reply, what) : talk::outcome{};
  kept.automatic = done.done;
  if (!done.why.empty()) kept.why += "; " + done.why;
  const bool for_staff =
      !done.done && what.verdict.meaning != reply_meaning::thanks && what.verdict.meaning != reply_meaning::empty;
  // Only to whom we know: else we would answer everybody's advertisements, and whoever's name these bear.
  if (for_staff && !what.verdict.automatic && !found.patients.empty()) talk::answer_for_staff(reply, done, urgent);
  const handed_to_staff item{item_for("reply", to_text(c.reply)), kept.why, c.reply, kept.answers, {}, urgent};
  decision made{{std::move(kept)}, answer{.id = to_text(c.reply)}};
  std::move(done.events.begin(), done.events.end(), std::back_inserter(made.events));
  if (for_staff) made.events.push_back(item);
  return made;
}

} // namespace tidings
