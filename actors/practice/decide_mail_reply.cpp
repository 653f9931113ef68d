// An answer to an e-mail. What it answers is named by the mail itself, or there is one open question to its sender; it
// is understood and acted on like a text message, and goes to a person wherever there is a doubt.
#include "actors/practice/channel_answers.hpp"
#include "actors/practice/hours.hpp"
#include "actors/practice/talk/act.hpp"
#include "actors/reply/keywords.hpp"

#include <algorithm>

namespace tidings {
namespace {

/// Whose the address is, and what we asked there.
struct mail_correlation {
  std::vector<answered_question> questions; ///< one an appointment, the latest message
  std::set<patient_id> patients;
  std::string doubt; ///< why nothing may be acted on without a person; empty: none
};

/// The mail names the message that it answers.
mail_correlation named(const practice_state& state, const message_track& asked, const std::string& address) {
  mail_correlation found;
  if (asked.what.to.reveal() != address) // somebody else's, or the patient was erased since
    found.doubt = "the e-mail went to another address";
  else if (!asked.what.patient.empty())
    found.patients.insert(asked.what.patient);
  if (asked.what.question == question_kind::none || asked.attempts == 0) return found;
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
  for (const auto& id : asked->second) {
    const auto& track = state.messages.at(id);
    if (track.attempts == 0) continue; // never left us: nobody answers it
    found.patients.insert(track.what.patient);
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
  if (verdict.meaning == reply_meaning::opt_out || verdict.meaning == reply_meaning::keyword) return {};
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

/// Whoever was erased is not brought back by what they write; but a person learns that somebody wrote.
bool is_erased(const practice_state& state, const mail_correlation& found, const std::string& address) {
  return found.patients.empty() && state.erased.numbers.contains(state.marks.of_number(address));
}

} // namespace

decision decide_mail_reply(const practice_state& state, const practice_settings& settings, const reply_arrived& c,
                           timestamp now) {
  if (state.replies.contains(c.reply)) return {{}, answer{.repeated = true, .id = to_text(c.reply)}};
  const auto read = address_on(channel::email, c.from.reveal());
  const auto address = read.value_or("");
  const auto found = read ? correlate(state, c, address, now) : mail_correlation{};
  const auto today = talk::day_of(now);
  const keyword_list keywords(conversations_of(settings).keywords, today, address);
  auto verdict = parse_reply(c.text.reveal(), context_of(settings, found, keywords, now));
  const auto only = chosen(found, verdict);
  if (verdict.automatic) {
    const auto against = read ? doubt(found, verdict, only) : std::string("nobody is named as its sender");
    verdict.automatic = against.empty();
    if (!against.empty()) verdict.why += "; but " + against;
  }
  const bool erased = read && is_erased(state, found, address);
  const bool urgent = verdict.urgent || verdict.meaning == reply_meaning::urgent;

  const auto writers = whose(found);
  const talk::reply_at_hand reply{state, settings, c, address, writers, now};
  decision made;
  made.what.id = to_text(c.reply);
  made.events.push_back(reply_received{.reply = c.reply,
                                       .provider = c.provider,
                                       .from = erased ? secret_text()
                                               : read ? secret_text(address)
                                                      : c.from,
                                       .to = c.to,
                                       .text = erased ? secret_text() : c.text,
                                       .reported_at = c.reported_at,
                                       .meaning = verdict.meaning,
                                       .automatic = verdict.automatic && !erased,
                                       .why = verdict.why,
                                       .answers = only.asked ? only.asked->what.message : message_id{},
                                       .patient = found.patients.size() == 1 ? *found.patients.begin() : patient_id{},
                                       .appointment = only.about ? only.about->what.id : appointment_id{},
                                       .by = channel::email});
  const auto hand_over = [&](std::string why) {
    made.events.push_back(handed_to_staff{item_for("reply", to_text(c.reply)),
                                          std::move(why),
                                          c.reply,
                                          only.asked ? only.asked->what.message : message_id{},
                                          {},
                                          urgent});
  };
  if (erased) {
    hand_over("an e-mail from an address whose patient was erased: its words are not kept");
  } else if (verdict.automatic && verdict.meaning == reply_meaning::confirm) {
    confirm_by(settings, c, *only.about, now, made.events);
  } else if (verdict.automatic && verdict.meaning == reply_meaning::cancel) {
    cancel_by(c, *only.about, now, made.events);
  } else if (verdict.automatic && verdict.meaning == reply_meaning::keyword) {
    auto taken = talk::take_keyword(reply, verdict);
    std::get<reply_received>(made.events.front()).automatic = taken.done;
    std::move(taken.events.begin(), taken.events.end(), std::back_inserter(made.events));
    if (!taken.done) hand_over(verdict.why + "; " + taken.why);
  } else if (verdict.automatic) {
    if (!is_opted_out(state, address, channel::email))
      made.events.push_back(opted_out{secret_text(address), "reply " + to_text(c.reply), channel::email});
  } else if (verdict.meaning != reply_meaning::thanks && verdict.meaning != reply_meaning::empty) {
    // Only to whom we know: else we would answer everybody's advertisements, and whoever's name these bear.
    talk::outcome said;
    if (!found.patients.empty()) talk::answer_for_staff(reply, said, urgent);
    std::move(said.events.begin(), said.events.end(), std::back_inserter(made.events));
    hand_over(verdict.why);
  }
  return made;
}

} // namespace tidings
