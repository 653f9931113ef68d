#include "tests/simulation/week/receptionist.hpp"

#include "tests/simulation/week/calendar.hpp"

#include <algorithm>
#include <array>

namespace tidings::week {
namespace {

constexpr std::array table = {
    rule{"cancels_only_what_was_meant", "Who meant this appointment, at this time, and meant it to be cancelled."},
    rule{"confirms_only_what_was_meant", "The same of a confirmation."},
    rule{"stop_never_cancels", "STOP cancels no appointment."},
    rule{"cancel_never_opts_out", "CANCEL is no STOP."},
    rule{"opts_out_only_who_asked", "Nor is anything else."},
    rule{"opts_in_only_who_asked", "START alone takes back a STOP of the same number, and nothing else does."},
    rule{"who_said_stop_has_peace", "Nothing more is texted to a number that said STOP."},
    rule{"urgent_words_reach_a_person_at_once", "Whatever else is open, and whatever they look like an answer to."},
    rule{"nothing_is_done_twice", "However often it is said or delivered."},
    rule{"takes_down_only_what_was_said", "A score, a measurement, a code: the one that was meant."},
    rule{"takes_only_the_keyword_that_was_meant", "On its days, for its numbers, by itself."},
    rule{"disputes_only_who_said_so", "A number is nobody else's because somebody chatted."},
    rule{"the_last_word_counts", "Nothing is done that its writer has taken back in a reply that is here."},
    rule{"a_change_of_mind_is_heard", "The appointment stands, or a person has it at once."},
    rule{"no_wish_gets_lost", "It is done, or a person has it."},
    rule{"asks_back_once_a_day", "Nobody is asked back twice."},
    rule{"machines_fall_silent", "No number gets more than nine texts a day that no person asked for."},
};

/// What asks for nothing needs nobody.
bool is_trivial(const meant& what) { return what.meaning == "thanks" || what.meaning == "empty"; }

wish wish_of(const meant& what) { return what.what == wish::choose ? what.chosen : what.what; }

bool is_against(wish done, wish last) {
  return done == wish::cancel ? last == wish::confirm || last == wish::regret : last == wish::cancel;
}

std::string story_of(const meant& what) {
  constexpr const char* wishes[] = {"nothing", "cancel", "confirm",      "regret",  "choose",
                                    "stop",    "urgent", "wrong_person", "keyword", "answer"};
  auto told = "\"" + what.text + "\" from " + what.number + ", written " + day_and_time(what.written) + ", arrived " +
              day_and_time(what.arrived) + ", meant: " + wishes[static_cast<std::size_t>(what.what)];
  if (what.about) told += " " + what.about->id.value + " of " + day_and_time(what.about->starts_at);
  return told;
}

} // namespace

std::span<const rule> receptionist::rules() { return table; }

void figures::add(const figures& other) {
  replies += other.replies;
  plain += other.plain;
  acted += other.acted;
  plain_alone += other.plain_alone;
  acted_alone += other.acted_alone;
  cancelled += other.cancelled;
  confirmed += other.confirmed;
  opted_out += other.opted_out;
  asked_back += other.asked_back;
  taken_down += other.taken_down;
  keywords += other.keywords;
  held_back += other.held_back;
  handed += other.handed;
  urgent += other.urgent;
}

const meant* receptionist::known(const reply_id& reply) const {
  const auto found = heard_.find(reply);
  return found == heard_.end() ? nullptr : &found->second.what;
}

std::string_view receptionist::understood(const reply_id& reply) const {
  const auto found = heard_.find(reply);
  return found == heard_.end() ? std::string_view() : found->second.why;
}

receptionist::fate* receptionist::of(const reply_id& reply) {
  const auto found = heard_.find(reply);
  return found == heard_.end() ? nullptr : &found->second;
}

void receptionist::complain(std::string_view rule, const fate* about, const std::string& what) {
  wrong_.push_back(std::string(rule) + ": " + what +
                   (about ? " on " + story_of(about->what) + ", understood: " + about->why : ", on no reply"));
}

void receptionist::hears(const meant& what) {
  if (!heard_.try_emplace(what.reply, fate{.what = what}).second) return;
  ++counted_.replies;
  const auto wanted = wish_of(what);
  if (!what.about || (wanted != wish::cancel && wanted != wish::confirm && wanted != wish::regret)) return;
  auto& last = last_words_[{what.number, *what.about}];
  if (what.written >= last.written) last = {what.written, what.arrived, wanted, what.reply};
}

void receptionist::is_done_with(const reply_id& reply) {
  auto* one = of(reply);
  if (!one) return;
  const auto& what = one->what;
  const bool stands = what.about && confirmed_.contains({what.number, *what.about}) && !is_cancelled(*what.about);
  if (stands && (wish_of(what) == wish::confirm || what.what == wish::regret)) one->acted = true; // as it was before
  if (one->what.urgent && !one->handed_urgently)
    complain("urgent_words_reach_a_person_at_once", one, "nobody was called");
}

bool receptionist::means(const fate& by, wish what, const booking& about) const {
  const auto wanted = wish_of(by.what);
  const bool so = wanted == what || (what == wish::confirm && wanted == wish::regret);
  return so && by.what.plain && by.what.about && *by.what.about == about;
}

void receptionist::against_last_word(const fate& by, const booking& about, wish done) {
  const auto last = last_words_.find({by.what.number, about});
  if (last != last_words_.end() && last->second.written > by.what.written && is_against(done, last->second.what))
    complain("the_last_word_counts", &by, about.id.value);
}

bool receptionist::is_cancelled(const booking& about) const {
  return std::any_of(cancels_.begin(), cancels_.end(), [&](const auto& entry) {
    return entry.second.about == about && (entry.second.open || entry.second.done);
  });
}

void receptionist::no_wish_was_lost(const fate& one) {
  const auto& what = one.what;
  if (!one.received) return complain("no_wish_gets_lost", &one, "it was not recorded");
  if (one.handed || one.acted || is_trivial(what)) return;
  if (wish_of(what) == wish::confirm && what.about && what.about->starts_at <= what.arrived) return; // who would mind
  if (one.comment || one.asked_again) {
    // Of words that ask for nothing nobody could say that they aren't an answer in somebody's own words.
    const bool may_be = what.what == wish::answer || (what.what == wish::keyword && what.value.empty()) ||
                        (what.what == wish::nothing && (what.meaning == "staff" || what.meaning == "abuse" ||
                                                        what.meaning == "confirm" || what.meaning == "other_language"));
    if (!may_be) complain("no_wish_gets_lost", &one, one.comment ? "taken for a comment" : "it was asked again");
    return;
  }
  if (what.what == wish::stop && stopped_.contains(what.number)) return;
  const bool stands = what.about && confirmed_.contains({what.number, *what.about});
  if (stands && (wish_of(what) == wish::confirm || (what.what == wish::regret && !is_cancelled(*what.about)))) return;
  // Said again while it was being done: what became of that is its own story.
  if (wish_of(what) == wish::cancel && what.about &&
      std::any_of(cancels_.begin(), cancels_.end(),
                  [&](const auto& entry) { return entry.second.about == *what.about; }))
    return;
  complain("no_wish_gets_lost", &one, "nothing came of it");
}

void receptionist::change_of_mind_was_heard(const cancellation& one) {
  constexpr std::chrono::hours regret_waits{48};
  const auto* by = of(one.reply);
  if (!one.done || !by) return;
  const auto found = last_words_.find({by->what.number, one.about});
  if (found == last_words_.end()) return;
  const auto& last = found->second;
  if (last.written <= by->what.written || !is_against(wish::cancel, last.what) || last.arrived >= one.about.starts_at)
    return;
  const auto* regret = of(last.reply);
  const bool soon = last.arrived - by->what.arrived < regret_waits;
  const bool told = one.told_of.contains(last.reply) || (soon ? regret->handed_urgently : regret->handed);
  if (!told) complain("a_change_of_mind_is_heard", regret, one.about.id.value + " was cancelled");
}

void receptionist::week_is_over(timestamp now) {
  now_ = now;
  for (const auto& [id, one] : heard_) {
    no_wish_was_lost(one);
    const auto wanted = wish_of(one.what);
    if (!one.what.plain || !one.what.about || one.what.what == wish::choose) continue;
    if (wanted != wish::cancel && wanted != wish::confirm) continue;
    const bool needed_nobody = one.acted && !one.handed;
    ++counted_.plain;
    if (needed_nobody) ++counted_.acted;
    if (!one.what.alone) continue;
    ++counted_.plain_alone;
    // Said twice while it was being done, it acts once: `no_wish_gets_lost` looks after that.
    if (!one.handed && !one.asked) ++counted_.acted_alone;
  }
  for (const auto& [id, one] : cancels_) change_of_mind_was_heard(one);
}

} // namespace tidings::week
