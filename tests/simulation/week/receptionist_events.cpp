// What the judge makes of each event.
#include "tests/simulation/week/calendar.hpp"
#include "tests/simulation/week/receptionist.hpp"

#include <algorithm>
#include <cmath>

namespace tidings::week {
namespace {

bool is_same_value(const std::string& taken, const std::string& said) {
  if (taken == said) return true;
  char *end_a = nullptr, *end_b = nullptr;
  const double a = std::strtod(taken.c_str(), &end_a), b = std::strtod(said.c_str(), &end_b);
  constexpr double rounding = 0.051; // taken down to one decimal
  return !taken.empty() && !said.empty() && *end_a == 0 && *end_b == 0 && std::abs(a - b) < rounding;
}

/// A part of it: the diastolic pressure is filed by itself.
bool is_part_of(const std::string& filed, const std::string& said) {
  const auto slash = said.find('/');
  if (slash == said.npos) return is_same_value(filed, said);
  return filed == said.substr(0, slash) || filed == said.substr(slash + 1);
}

std::optional<reply_id> reply_in(const std::string& by) {
  return by.starts_with("reply ") ? parse_id<reply_id>(by.substr(6)) : std::nullopt;
}

} // namespace

std::string value_of(const std::string& besides) {
  std::string rest = besides;
  if (rest.starts_with("urgent")) rest = rest.size() > 8 ? rest.substr(8) : "";
  if (rest.starts_with("comment")) return {};
  if (rest.starts_with("score ")) rest = rest.substr(6);
  return rest.substr(0, rest.find_first_of("; "));
}

void receptionist::sees(timestamp at, const reply_id& cause, const event& what) {
  now_ = at;
  cause_ = cause;
  std::visit([&](const auto& e) { on(e); }, what);
}

void receptionist::cancel_was_asked(const operation_requested& e) {
  const booking about{e.appointment, e.expected_starts_at};
  auto* by = of(e.reply);
  ++counted_.cancelled;
  if (!by || !means(*by, wish::cancel, about))
    complain(by && by->what.what == wish::stop ? "stop_never_cancels" : "cancels_only_what_was_meant", by,
             e.appointment.value + " of " + day_and_time(e.expected_starts_at) + " was cancelled");
  for (const auto& [id, one] : cancels_)
    if (one.about == about && (one.open || one.done))
      complain("nothing_is_done_twice", by, e.appointment.value + " was cancelled before");
  if (by) against_last_word(*by, about, wish::cancel);
  cancels_[e.operation] = {.about = about, .reply = e.reply, .told_of = {}};
}

void receptionist::consent_was_withdrawn(const fate* by, const std::string& how) {
  if (by && by->what.what == wish::stop) return;
  const auto wanted = by ? (by->what.what == wish::choose ? by->what.chosen : by->what.what) : wish::nothing;
  complain(wanted == wish::cancel ? "cancel_never_opts_out" : "opts_out_only_who_asked", by, how);
}

void receptionist::entry_was_filed(const operation_requested& e) {
  const auto* by = of(e.reply);
  if (!filed_.insert({e.reply, e.code}).second) complain("nothing_is_done_twice", by, "code " + e.code);
  if (!by) return complain("takes_down_only_what_was_said", by, "code " + e.code);
  const auto& what = by->what;
  const bool of_appointment = !e.appointment.empty() && what.about && what.about->id == e.appointment;
  const bool of_answer =
      what.what == wish::answer && what.plain && (e.value.reveal().empty() || is_part_of(e.value.reveal(), what.value));
  const bool of_keyword = what.what == wish::keyword && !what.value.empty() && e.value.reveal().empty();
  if (!of_appointment && !of_answer && !of_keyword)
    complain("takes_down_only_what_was_said", by, "code " + e.code + " " + e.value.reveal());
}

void receptionist::on(const operation_requested& e) {
  auto* by = of(e.reply);
  switch (e.kind) {
  case operation_kind::cancel_appointment:
    cancel_was_asked(e);
    break;
  case operation_kind::confirm_appointment:
    if (!by || !means(*by, wish::confirm, {e.appointment, e.expected_starts_at}))
      complain("confirms_only_what_was_meant", by, e.appointment.value + " was confirmed in the record");
    break;
  case operation_kind::set_consent:
    if (e.text == "no") consent_was_withdrawn(by, "consent was withdrawn");
    break;
  case operation_kind::file_code:
    entry_was_filed(e);
    return; // may come long after the reply: it isn't what the reply asked for
  case operation_kind::file_document:
    complain("files_no_conversation_by_itself", by, "a conversation was filed and no member of staff had asked for it");
    return;
  case operation_kind::book_slot:
    complain("books_no_slot_unless_switched_on", by, "a slot was booked, and the week's practice has staff do that");
    return;
  }
  if (by) was_acted_on(*by);
}

/// Whoever was asked which one, and has said so, was heard with what they had asked for, too.
void receptionist::was_acted_on(fate& by) {
  by.acted = true;
  if (const auto asked = asked_about_.find(by.what.to); asked != asked_about_.end() && by.what.what == wish::choose)
    if (auto* first = of(asked->second)) first->acted = true;
}

void receptionist::on(const operation_finished& e) {
  const auto found = cancels_.find(e.operation);
  if (found == cancels_.end()) return;
  found->second.open = false;
  found->second.done = e.result == operation_result::done;
}

void receptionist::on(const appointment_confirmed& e) {
  auto* by = of(e.reply);
  ++counted_.confirmed;
  const bool so =
      by && by->what.about && by->what.about->id == e.appointment && means(*by, wish::confirm, *by->what.about);
  if (!so) return complain("confirms_only_what_was_meant", by, e.appointment.value + " was confirmed");
  if (!confirmed_.try_emplace({by->what.number, *by->what.about}, e.reply).second)
    complain("nothing_is_done_twice", by, e.appointment.value + " was confirmed before");
  against_last_word(*by, *by->what.about, wish::confirm);
  by->acted = true;
}

void receptionist::on(const opted_out& e) {
  const auto reply = reply_in(e.by);
  auto* by = reply ? of(*reply) : nullptr;
  ++counted_.opted_out;
  consent_was_withdrawn(by, e.number.reveal() + " gets nothing more");
  if (!stopped_.try_emplace(e.number.reveal(), e.by).second)
    complain("nothing_is_done_twice", by, e.number.reveal() + " had opted out");
  if (by) by->acted = true;
}

void receptionist::on(const opted_in& e) {
  const auto reply = reply_in(e.by);
  auto* by = reply ? of(*reply) : nullptr;
  if (!by || by->what.number != e.number.reveal() || by->what.meaning != "opt_in")
    complain("opts_in_only_who_asked", by, e.number.reveal() + " gets texts again");
  if (stopped_.erase(e.number.reveal()) == 0)
    complain("opts_in_only_who_asked", by, e.number.reveal() + " had none stopped");
  if (by) by->acted = true;
}

void receptionist::on(const reply_received& e) {
  auto* by = of(e.reply);
  if (!by) return;
  if (by->received) complain("nothing_is_done_twice", by, "the reply was recorded");
  by->received = true;
  by->why = e.why + (e.appointment.empty() ? "" : " (" + e.appointment.value + ")");
}

void receptionist::on(const handed_to_staff& e) {
  ++counted_.handed;
  if (e.urgent) ++counted_.urgent;
  if (const auto cancel = cancels_.find(e.operation); cancel != cancels_.end() && e.urgent)
    cancel->second.told_of.insert(e.reply);
  auto* by = of(e.reply);
  if (!by) return;
  by->handed = true;
  if (const auto asked = asked_about_.find(e.message); asked != asked_about_.end())
    if (auto* first = of(asked->second)) first->handed = true; // whoever reads the answer reads what was asked about
  by->handed_urgently = by->handed_urgently || e.urgent;
}

void receptionist::on(const message_accepted& e) {
  const auto& number = e.to.reveal();
  if (stopped_.contains(number)) complain("who_said_stop_has_peace", of(cause_), e.asked_by + " to " + number);
  if (e.question == question_kind::which_appointment) {
    ++counted_.asked_back;
    asked_about_[e.message] = e.talk.about;
    if (auto* first = of(e.talk.about)) first->asked = true;
    const auto [last, is_first] = asked_back_.try_emplace(number, now_);
    if (!is_first && now_ - last->second < 24h) complain("asks_back_once_a_day", of(cause_), number);
    last->second = now_;
  }
  if (e.kind != message_kind::auto_response) return;
  constexpr std::size_t a_day_max = 9;
  if (++machines_[number + ' ' + std::to_string(london(now_).days)] > a_day_max)
    complain("machines_fall_silent", of(cause_), e.asked_by + " to " + number);
}

void receptionist::on(const fft_answered& e) {
  auto* by = of(cause_);
  ++counted_.taken_down;
  if (!by) return complain("takes_down_only_what_was_said", by, "a score");
  if (e.score == 0) {
    by->comment = true;
    return;
  }
  const auto& what = by->what;
  if (what.what != wish::answer || !what.plain || what.value != std::to_string(e.score))
    complain("takes_down_only_what_was_said", by, "score " + std::to_string(e.score));
  const bool is_first = scores_.try_emplace(e.answer, cause_).second;
  if (!is_first && !e.replaces) complain("nothing_is_done_twice", by, "one score was counted twice");
  // Families are asked about each visit: what is said again about one is no score of another.
  const bool says_again = !scored_words_.try_emplace({what.to, what.text}, e.answer).second;
  if (says_again && scored_words_.at({what.to, what.text}) != e.answer)
    complain("nothing_is_done_twice", by, "one answer was counted for two visits");
  by->acted = true;
}

void receptionist::on(const answer_recorded& e) {
  auto* by = of(e.reply);
  ++counted_.taken_down;
  const bool filed = e.finding == measure_finding::usual || e.finding == measure_finding::out_of_range;
  const bool answers = by && by->what.what == wish::answer;
  if (filed) {
    if (!answers || !by->what.plain || !is_same_value(e.value.reveal(), by->what.value))
      complain("takes_down_only_what_was_said", by, e.set + " " + e.step + " " + e.value.reveal());
    if (!recorded_.insert(e.question).second) complain("nothing_is_done_twice", by, "one question had two answers");
  }
  if (by && e.finding == measure_finding::implausible) by->asked_again = true; // unless a person has it
  if (answers) by->acted = true;
}

void receptionist::on(const keyword_taken& e) {
  auto* by = of(e.reply);
  ++counted_.keywords;
  if (!by || by->what.what != wish::keyword || by->what.value != e.keyword)
    complain("takes_only_the_keyword_that_was_meant", by, e.keyword);
  if (by) by->acted = true;
}

void receptionist::on(const number_disputed& e) {
  const auto* by = of(e.reply);
  if (!by || by->what.what != wish::wrong_person)
    complain("disputes_only_who_said_so", by, "the number was taken for nobody's");
}

void receptionist::on(const withdrawal_requested& e) {
  ++counted_.held_back;
  if (auto* by = of(e.reply)) was_acted_on(*by);
}

} // namespace tidings::week
