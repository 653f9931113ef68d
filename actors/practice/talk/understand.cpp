#include "actors/practice/talk/understand.hpp"

#include "actors/practice/hours.hpp"
#include "actors/reply/keywords.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::talk {
namespace {

bool is_about_appointment(const reply_verdict& verdict) {
  return verdict.meaning == reply_meaning::confirm || verdict.meaning == reply_meaning::cancel;
}

/// About what is sent to them, whatever else is open.
bool is_about_messages(const reply_verdict& verdict) {
  return verdict.meaning == reply_meaning::opt_out || verdict.meaning == reply_meaning::opt_in;
}

class listener {
public:
  listener(const practice_settings& settings, const correlation& found, std::string_view text,
           const std::string& number, timestamp now)
      : settings_(settings), found_(found), text_(text), now_(now), today_(day_of(now)),
        keywords_(conversations_of(settings).keywords, today_, number) {}

  understood all() {
    auto what = all_but_regrets_by_number();
    // Of those that we named one may be cancelled since: the number may be a wish to keep it, and that can't wait.
    const bool acts = what.verdict.automatic || what.choice > 0;
    if (!acts && !found_.cancelled.empty() && names_an_appointment()) what.taken_back = true;
    return what;
  }

private:
  understood all_but_regrets_by_number() {
    understood base{.verdict = parse_reply(text_, about_appointments())};
    base.about = chosen(base.verdict);
    hold_back(base);
    for (const auto* asked : found_.answered) {
      const auto again = answer_to(*asked);
      if (again.verdict.urgent) return again; // a second value may be the dangerous one
      if (is_said_again(base, again)) return several(base);
    }
    if (found_.others.empty()) return base;
    if (base.verdict.meaning == reply_meaning::keyword && base.verdict.automatic) return beside_answers(base);
    return among_answers(std::move(base));
  }

  reply_context bare() const {
    reply_context context;
    context.vocabulary = settings_.replies.compiled.get();
    context.patients = std::max<std::size_t>(found_.patients.size(), 1);
    context.keywords = &keywords_;
    return context;
  }

  reply_context about_appointments() const {
    auto context = bare();
    for (const auto& [asked, about] : found_.questions) {
      context.question = asked->what.question;
      const auto parts = local_parts_of(about->what.starts_at);
      context.appointments.push_back({.label = about->what.clinician,
                                      .starts_at_ms = to_ms(about->what.starts_at),
                                      .weekday = parts.weekday,
                                      .day = parts.day,
                                      .month = parts.month,
                                      .hour = parts.hour,
                                      .minute = parts.minute,
                                      .days_ahead = days_between(written_at(), about->what.starts_at)});
    }
    return context;
  }

  /// "Tomorrow" is said on a day, which isn't always the one on which we hear of it.
  timestamp written_at() const { return found_.written_at == timestamp{} ? now_ : std::min(found_.written_at, now_); }

  /// The one question a reply can be about: the only one there is, or the one it names.
  open_question chosen(const reply_verdict& verdict) const {
    if (verdict.appointment && *verdict.appointment < found_.questions.size())
      return found_.questions[*verdict.appointment];
    return found_.questions.size() == 1 ? found_.questions.front() : open_question{};
  }

  static void refuse(understood& what, std::string_view why) {
    what.verdict.automatic = what.verdict.ambiguous = false;
    what.verdict.why += why;
  }

  /// A plain wish that the parser would act on, or ask back about, and that isn't as plain as it looks.
  void hold_back(understood& what) const {
    auto& verdict = what.verdict;
    const bool in_doubt = verdict.meaning == reply_meaning::staff || verdict.meaning == reply_meaning::rebook ||
                          verdict.meaning == reply_meaning::question;
    if (!found_.cancelled.empty() && (in_doubt || verdict.meaning == reply_meaning::confirm) && regrets(verdict)) {
      what.taken_back = true;
      refuse(what, "; and an appointment of theirs was cancelled shortly before, as they had asked");
      return;
    }
    if (!is_about_appointment(verdict) || (!verdict.automatic && !verdict.ambiguous)) return;
    if (found_.stale) return refuse(what, "; but an appointment we asked about has since moved or gone");
    if (verdict.automatic && !what.about.about) return refuse(what, "; but no appointment fits");
    if (verdict.automatic && now_ > cut_off_of(settings_, what.about))
      return refuse(what, "; but it came after the cut-off");
    if (!verdict.automatic && verdict.meaning == reply_meaning::confirm && is_being_cancelled(verdict.fits))
      return refuse(what, "; and it may regret a cancellation of theirs that isn't written yet");
    if (!verdict.automatic || verdict.names_time) return;
    if (found_.past) return ask_which(verdict, "; but it may be about one that is past");
    if (verdict.meaning == reply_meaning::cancel && found_.cancelled_last != timestamp{} &&
        last_asked() <= found_.cancelled_last)
      ask_which(verdict, "; but it may be said again about one that was just cancelled");
  }

  /// While they think about which one they mean, it would be cancelled: a person has it at once instead.
  bool is_being_cancelled(std::uint32_t fits) const {
    for (std::size_t i = 0; i < found_.questions.size() && i < 32; ++i)
      if ((fits >> i & 1U) != 0 && found_.questions[i].about->cancel_asked) return true;
    return false;
  }

  static void ask_which(reply_verdict& verdict, std::string_view why) {
    verdict.automatic = false;
    verdict.ambiguous = true;
    verdict.why += why;
  }

  timestamp last_asked() const {
    timestamp last{};
    for (const auto& one : found_.questions) last = std::max(last, one.asked->what.due_at);
    return last;
  }

  /// Not when it names another appointment, nor, after a while, when we asked about another since.
  bool regrets(const reply_verdict& verdict) const {
    if (verdict.automatic && verdict.names_time) return false;
    timestamp last_cancelled{};
    for (const auto& one : found_.cancelled) last_cancelled = std::max(last_cancelled, one.about->cancelled_at);
    return last_asked() < last_cancelled || written_at() < last_cancelled + regret_goes_first;
  }

  understood answer_to(const message_track& asked) const {
    understood what;
    what.answers = &asked;
    if (asked.what.question == question_kind::which_appointment) {
      if (const auto choice = parse_choice(text_, asked.what.talk.choices.size())) {
        what.choice = *choice;
        what.verdict.meaning = reply_meaning::choice;
        what.verdict.automatic = true;
        what.verdict.why = "the number of one of the appointments that we named";
      }
      return what;
    }
    auto context = bare();
    context.question = asked.what.question;
    // "4" after "1" is no comment but another score.
    if (asked.what.question == question_kind::fft_comment && parse_choice(text_, 6))
      context.question = question_kind::fft;
    what.verdict = parse_reply(text_, context);
    return what;
  }

  /// A keyword may be an answer, too ("smoke").
  understood beside_answers(const understood& base) const {
    for (const auto* asked : found_.others) {
      const auto answer = answer_to(*asked);
      if (claims(answer)) return several(base);
    }
    return base;
  }

  static understood several(understood what) {
    what.verdict.automatic = what.verdict.ambiguous = false;
    what.verdict.meaning = reply_meaning::staff;
    what.verdict.why = "it could be the answer to more than one of our questions";
    return what;
  }

  /// "Yes" to what we asked and have had the answer to: it isn't a yes to what was asked before that. Nor is "good"
  /// only a courtesy when it is what a question of ours was answered by.
  bool is_said_again(const understood& base, const understood& again) const {
    const auto& verdict = base.verdict;
    if (verdict.meaning == reply_meaning::thanks) return claims(again);
    if (!verdict.automatic) return false;
    if (verdict.meaning == reply_meaning::keyword) return claims(again);
    if (!claims(again) && !(asks_for_words(*again.answers) && may_be_words(verdict))) return false;
    return is_about_appointment(verdict) && (last_asked() < again.answers->what.due_at || says_nothing_new(base));
  }

  static bool asks_for_words(const message_track& asked) { return asked.what.question == question_kind::fft_comment; }

  /// "Yes all good" may be somebody's own words about anything; "I'll be there" and "cancel" are about an appointment.
  bool may_be_words(const reply_verdict& verdict) const {
    if (verdict.meaning != reply_meaning::confirm || verdict.names_time) return false;
    auto explicitly = about_appointments();
    explicitly.question = question_kind::cancel_only; // where a bare yes is no confirmation
    return !parse_reply(text_, explicitly).automatic;
  }

  /// A confirmation of what is confirmed already: perhaps it was said to something else.
  static bool says_nothing_new(const understood& base) {
    const auto* about = base.about.about;
    return base.verdict.meaning == reply_meaning::confirm && about && about->confirmed && !about->cancel_asked;
  }

  /// Another question, asked after this one, has had its answer, and this may be said to that once more. Of two visits
  /// one "very good" scores one: of visits asked about at the same time, and, whichever was asked about first, when
  /// they wrote a moment ago.
  bool may_be_said_again(const understood& taker) const {
    const auto& asked = taker.answers->what;
    const bool a_moment_ago = found_.heard_last + says_again_within > written_at();
    return std::any_of(found_.answered.begin(), found_.answered.end(), [&](const message_track* later) {
      const bool of_visits = later->what.question == question_kind::fft && asked.question == question_kind::fft;
      const bool asked_before =
          of_visits ? later->what.due_at < asked.due_at && !a_moment_ago : later->what.due_at <= asked.due_at;
      if (asked_before) return false;
      if (later->what.question == asked.question) return true;
      const auto again = answer_to(*later);
      return claims(again) || (again.verdict.automatic && again.verdict.meaning == reply_meaning::comment);
    });
  }

  /// "Yes" after a reminder of what has moved or gone since: for whoever wrote it, it was to that.
  bool may_be_to_what_is_gone(const understood& taker) const {
    const auto& asked = taker.answers->what;
    const bool by_yes = asked.question == question_kind::yes_no || asked.question == question_kind::slot_offer;
    return by_yes && found_.stale_last > asked.due_at;
  }

  /// "Okay cool", were what we asked about still there, would be a plain word about it.
  bool may_be_a_wish_about_what_is_gone() const {
    if (!found_.stale) return false;
    auto context = bare();
    context.question = question_kind::confirm_cancel;
    return is_about_appointment(parse_reply(text_, context));
  }

  bool names_an_appointment() const {
    constexpr std::size_t more_than_we_name = 9;
    return found_.asked_which && parse_choice(text_, more_than_we_name).has_value();
  }

  /// The number of an appointment that we named, or its like: no score, no measurement, no yes.
  bool may_name_an_appointment(const std::vector<understood>& answers) const {
    if (!found_.asked_which) return false;
    return names_an_appointment() || std::any_of(answers.begin(), answers.end(), [](const understood& one) {
             const auto asked = one.answers->what.question;
             return one.verdict.automatic && (asked == question_kind::fft || asked == question_kind::yes_no ||
                                              asked == question_kind::slot_offer);
           });
  }

  /// What asks for something is no answer in the patient's own words, nor one that can't be read.
  static bool asks_for_something(const understood& base) {
    const auto& verdict = base.verdict;
    return base.taken_back || verdict.meaning == reply_meaning::cancel || verdict.meaning == reply_meaning::rebook ||
           verdict.meaning == reply_meaning::question ||
           (verdict.meaning == reply_meaning::confirm && verdict.names_time);
  }

  /// Words may always mean an appointment: one that was asked about since, or one whose cancellation isn't written yet.
  /// Or they go on with what was said since. "I'll be there on Tuesday" is no comment though we know of no Tuesday, nor
  /// is "OK" when it may be a late answer about an appointment.
  bool may_be_a_comment(const understood& base, const message_track& asked) const {
    if (asks_for_something(base) || std::max(last_asked(), found_.heard_last) > asked.what.due_at) return false;
    if (is_about_appointment(base.verdict) && (found_.stale || found_.past || !found_.cancelled.empty())) return false;
    if (asks_for_words(asked) && speaks_of_appointment(text_, about_appointments())) return false;
    return std::none_of(found_.questions.begin(), found_.questions.end(),
                        [](const open_question& one) { return one.about->cancel_asked; });
  }

  /// It is what the question asked for, if not quite as it should be.
  static bool claims(const understood& answer) {
    switch (answer.verdict.meaning) {
    case reply_meaning::blood_pressure:
    case reply_meaning::weight:
    case reply_meaning::height:
    case reply_meaning::peak_flow:
    case reply_meaning::blood_glucose:
    case reply_meaning::smoking:
    case reply_meaning::yes:
    case reply_meaning::no:
    case reply_meaning::fft:
      return true;
    default:
      return false;
    }
  }
  /// Another of the questions asked for what this says.
  static bool is_claimed(const std::vector<understood>& answers, const understood& taker) {
    return std::any_of(answers.begin(), answers.end(),
                       [&](const understood& one) { return claims(one) && one.answers != taker.answers; });
  }

  /// "No worries" to a question with yes or no: a courtesy by itself, but here as much of an answer as there is.
  static const understood* half_answer(const understood& base, const std::vector<understood>& answers) {
    if (base.verdict.meaning != reply_meaning::thanks) return nullptr;
    const auto found = std::find_if(answers.begin(), answers.end(), claims);
    return found == answers.end() ? nullptr : &*found;
  }

  static bool is_offer(const understood& answer) { return answer.answers->what.question == question_kind::slot_offer; }

  /// A plain yes or no is no comment on a visit when we have offered a slot since we asked for that.
  static void hear_offer_before_comments(std::vector<understood>& takers) {
    const auto offer = std::find_if(takers.begin(), takers.end(), is_offer);
    if (offer == takers.end()) return;
    const auto offered_at = offer->answers->what.due_at;
    std::erase_if(takers, [&](const understood& one) {
      return one.verdict.meaning == reply_meaning::comment && one.answers->what.due_at < offered_at;
    });
  }

  /// Yes or no to a slot that came free, unless it may be about anything else that is open. A plain yes that may
  /// confirm an appointment, too, is asked back.
  understood to_offer(const understood& base, const understood& taker, const std::vector<understood>& answers,
                      bool wishes) const {
    if (may_name_an_appointment(answers) || is_claimed(answers, taker) || base.taken_back) return several(base);
    const auto& offer = *taker.answers;
    // Nobody confirms what had begun when the offer was made.
    const bool past_alone = found_.questions.empty() && found_.past_last <= offer.what.due_at;
    if (past_alone || (!wishes && found_.questions.empty())) return taker;
    if (taker.verdict.meaning != reply_meaning::yes || base.verdict.meaning != reply_meaning::confirm ||
        base.verdict.names_time || found_.questions.empty() || found_.stale || is_being_cancelled(~std::uint32_t{0}))
      return several(base);
    auto which = base;
    ask_which(which.verdict, "; but it may be a yes to a slot that we offered");
    which.verdict.fits = ~std::uint32_t{0};
    which.about = {};
    which.offer = &offer;
    return which;
  }

  understood among_answers(understood base) const {
    const bool alarming = base.verdict.meaning == reply_meaning::urgent ||
                          base.verdict.meaning == reply_meaning::wrong_person ||
                          base.verdict.meaning == reply_meaning::abuse;
    // A wish about an appointment is one, however little may be done about it.
    const bool wishes = is_about_appointment(base.verdict) && (!found_.questions.empty() || found_.past);
    std::vector<understood> takers;
    const understood* latest = nullptr;
    std::vector<understood> answers;
    answers.reserve(found_.others.size());
    for (const auto* asked : found_.others) answers.push_back(answer_to(*asked));
    bool is_comment = true, wants_words = false;
    for (const auto& one : answers) {
      const auto& verdict = one.verdict;
      if (verdict.urgent) return one; // a severe value, however it is said
      if (!latest || one.answers->changed_at > latest->answers->changed_at) latest = &one;
      if (!verdict.automatic || is_about_messages(verdict)) continue;
      if (verdict.meaning == reply_meaning::comment && (alarming || !may_be_a_comment(base, *one.answers))) {
        is_comment = false;
        const auto& left = *one.answers; // it may have been held up on its way, and is read after what was asked since
        wants_words =
            wants_words || std::max(left.what.due_at, left.changed_at) > last_asked() || says_nothing_new(base);
        continue;
      }
      takers.push_back(one);
    }
    hear_offer_before_comments(takers);
    if (base.verdict.automatic && is_about_messages(base.verdict)) {
      const bool quit_smoking = std::any_of(answers.begin(), answers.end(), [](const understood& one) {
        return one.verdict.meaning == reply_meaning::smoking;
      });
      return quit_smoking ? several(base) : base;
    }
    if (takers.empty() && alarming) return base;
    if (base.taken_back && base.verdict.meaning == reply_meaning::confirm) return base;
    if (takers.size() == 1 && may_be_to_what_is_gone(takers.front())) return several(base);
    if (takers.size() == 1 && is_offer(takers.front())) return to_offer(base, takers.front(), answers, wishes);
    if (takers.size() + (wishes ? 1 : 0) > 1) return several(base);
    if (takers.size() == 1 && may_be_said_again(takers.front())) return several(base);
    const bool chosen = takers.size() == 1 && takers.front().choice > 0;
    if (!chosen && may_name_an_appointment(answers)) return several(base);
    if (takers.size() == 1) {
      const auto& taker = takers.front();
      const auto asked = taker.answers->what.question;
      const bool in_words = asked == question_kind::fft || asked == question_kind::yes_no;
      return is_claimed(answers, taker) || (in_words && !is_comment) ? several(base) : taker;
    }
    const bool may_be_for_words = wants_words && !base.verdict.names_time;
    if (wishes && base.verdict.automatic && (may_be_for_words || is_claimed(answers, base))) return several(base);
    if (const auto* half = half_answer(base, answers)) return *half;
    if (wishes || !is_comment || asks_for_something(base) || base.verdict.meaning == reply_meaning::opt_out)
      return base;
    // Nor is what speaks of an appointment an answer to be asked for once more: of one that has moved since, too, a
    // person has to hear.
    if (speaks_of_appointment(text_, about_appointments()) || may_be_a_wish_about_what_is_gone()) return base;
    // Nothing acts: it is shown as what the latest question makes of it.
    return latest->verdict.meaning == reply_meaning::staff ? base : *latest;
  }

  const practice_settings& settings_;
  const correlation& found_;
  std::string_view text_;
  timestamp now_;
  std::string today_;
  keyword_list keywords_;
};

} // namespace

std::string day_of(timestamp now) {
  const auto parts = local_parts_of(now);
  return fmt::format("{:04}-{:02}-{:02}", parts.year, parts.month, parts.day);
}

understood understand(const practice_settings& settings, const correlation& found, std::string_view text,
                      const std::string& number, timestamp now) {
  return listener(settings, found, text, number, now).all();
}

} // namespace tidings::talk
