// "Sorry, which appointment do you mean? Reply 1 for Tue 3 Mar 9:10am, 2 for Wed 4 Mar 2:00pm."
#include "actors/practice/hours.hpp"
#include "actors/practice/talk/act.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::talk {
namespace {

/// `Tue 3 Mar 9:10am`
std::string spoken(const appointment_choice& choice, bool with_clinician) {
  constexpr std::string_view days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto parts = local_parts_of(choice.starts_at);
  return fmt::format("{} {} {} {}{}", days[static_cast<std::size_t>(parts.weekday)], parts.day,
                     months[static_cast<std::size_t>(parts.month - 1)], local_time(choice.starts_at),
                     with_clinician && !choice.clinician.empty() ? " with " + choice.clinician : std::string());
}

bool two_at_once(const std::vector<appointment_choice>& choices) {
  for (std::size_t i = 1; i < choices.size(); ++i)
    if (choices[i].starts_at == choices[i - 1].starts_at) return true;
  return false;
}

std::string spoken(const std::vector<appointment_choice>& choices) {
  std::string text;
  const bool with_clinician = two_at_once(choices);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) text += ", ";
    text += fmt::format("{} for {}", i + 1, spoken(choices[i], with_clinician));
  }
  return text;
}

/// Those that the wish can be about and that something may still be done about.
std::vector<appointment_choice> choices_for(const reply_at_hand& reply, const reply_verdict& verdict) {
  std::vector<appointment_choice> choices;
  const auto& all = reply.found.questions;
  for (std::size_t i = 0; i < all.size() && i < 32; ++i) {
    if ((verdict.fits >> i & 1U) == 0 || reply.now > cut_off_of(reply.settings, all[i])) continue;
    const auto& what = all[i].about->what;
    choices.push_back({what.id, what.starts_at, what.patient, what.clinician, all[i].asked->what.message});
  }
  return choices;
}

bool told_apart(const std::vector<appointment_choice>& choices) {
  for (std::size_t i = 1; i < choices.size(); ++i)
    if (choices[i].starts_at == choices[i - 1].starts_at && choices[i].clinician == choices[i - 1].clinician)
      return false;
  return true;
}

/// A slot that a yes may be for, too, stands among the appointments by its time.
bool add_offer(const reply_at_hand& reply, const message_track& offer, std::vector<appointment_choice>& choices) {
  const auto found = reply.state.slots.find(offer.what.talk.slot);
  if (found == reply.state.slots.end()) return false;
  const auto& slot = found->second.what;
  choices.push_back({{}, slot.starts_at, offer.what.patient, slot.clinician, offer.what.message});
  std::stable_sort(choices.begin(), choices.end(),
                   [](const auto& a, const auto& b) { return a.starts_at < b.starts_at; });
  return true;
}

timestamp wait_ends(const reply_at_hand& reply, const std::vector<appointment_choice>& choices) {
  timestamp ends = reply.now + choice_waits;
  for (const auto& question : reply.found.questions)
    for (const auto& choice : choices)
      if (question.about->what.id == choice.appointment) ends = std::min(ends, cut_off_of(reply.settings, question));
  return ends;
}

bool asked_back_lately(const reply_at_hand& reply) {
  const auto known = reply.state.conversations.find(reply.state.marks.of_number(reply.number));
  return known != reply.state.conversations.end() && known->second.asked_back_at + asks_back_every > reply.now;
}

outcome unclear(std::string why) { return {.why = std::move(why)}; }

} // namespace

outcome ask_which(const reply_at_hand& reply, const reply_verdict& verdict, const message_track* offer) {
  const auto& body = reply.words().texts.which;
  if (body.empty()) return {};
  if (asked_back_lately(reply)) return unclear("we asked back before, and ask nobody twice");
  auto choices = choices_for(reply, verdict);
  if (choices.empty()) return unclear("it is too late for each of them");
  if (offer && !add_offer(reply, *offer, choices)) return unclear("nothing is known of the slot any more");
  if (choices.size() > choices_max || !told_apart(choices)) return unclear("a text can't tell them apart");
  outgoing what{
      .message = message_of(reply, by_which),
      .number = reply.number,
      .patient = reply.patient(),
      .body = body,
      .values = {{"choices", spoken(choices)}},
      .asked_by = by_which,
      .due_at = reply.now,
      .expires_at = wait_ends(reply, choices),
      .question = question_kind::which_appointment,
      .talk = {.conversation = {}, .about = reply.said.reply, .wish = verdict.meaning, .choices = std::move(choices)}};
  auto made = answer_by_itself(reply.state, reply.settings, std::move(what), reply.now);
  if (!made) return unclear("and we may not ask back");
  outcome asked{.done = true, .why = "asked back which one"};
  asked.add(std::move(*made));
  return asked;
}

outcome choose(const reply_at_hand& reply, const message_track& asked, std::size_t choice) {
  const auto& named = asked.what.talk.choices.at(choice - 1);
  const auto first = reply.state.messages.find(named.asked);
  if (first != reply.state.messages.end() && first->second.what.question == question_kind::slot_offer)
    return answer_offer(reply, first->second, true);
  const auto about = reply.state.appointments.find(named.appointment);
  if (about == reply.state.appointments.end() || first == reply.state.messages.end())
    return unclear("the appointment they chose is no longer there");
  const auto& track = about->second;
  if (track.cancelled && asked.what.talk.wish == reply_meaning::confirm)
    return {.urgent = true, .why = "they confirm what was cancelled meanwhile, as they had asked"};
  if (!track.stands() || track.what.starts_at != named.starts_at || track.what.patient != named.patient ||
      track.what.clinician != named.clinician)
    return unclear("the appointment they chose has since changed");
  if (reply.now > cut_off_of(reply.settings, {&first->second, &track}))
    return unclear("it came after the cut-off of the appointment they chose");
  return asked.what.talk.wish == reply_meaning::cancel ? cancel(reply, track) : confirm(reply, track);
}

std::vector<event> unanswered(const practice_state& state, timestamp now) {
  std::vector<event> events;
  for (const auto& id : state.asked_back) {
    const auto& what = state.messages.at(id).what;
    if (what.expires_at > now) continue;
    events.push_back(handed_to_staff{item_for("reply", to_text(what.talk.about)),
                                     "it could be about more than one appointment; we asked which, and had no answer",
                                     what.talk.about,
                                     id,
                                     {},
                                     what.talk.wish == reply_meaning::cancel});
  }
  return events;
}

timestamp next_unanswered(const practice_state& state) {
  timestamp next = never;
  for (const auto& id : state.asked_back) next = std::min(next, state.messages.at(id).what.expires_at);
  return next;
}

} // namespace tidings::talk
