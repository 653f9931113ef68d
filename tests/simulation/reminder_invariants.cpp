// Reminders: who is reminded of what, and when.
#include "actors/practice/hours.hpp"
#include "actors/practice/personalise.hpp"
#include "tests/simulation/invariants.hpp"

#include <algorithm>
#include <array>

namespace tidings::simulation {
namespace {

/// The message that an attempt is about, when it is a reminder.
const message_track* reminder_started(const step& s) {
  const auto* e = s.as<attempt_started>();
  if (!e) return nullptr;
  const auto found = s.before.messages.find(e->message);
  return found != s.before.messages.end() && found->second.what.kind == message_kind::reminder ? &found->second
                                                                                               : nullptr;
}

void once(const history&, const story& about, const complaint& wrong) {
  std::set<std::tuple<std::string, std::string, std::string, timestamp>> seen;
  for (const auto& [at, what] : about.events)
    if (const auto* e = std::get_if<message_accepted>(&what); e && e->kind == message_kind::reminder)
      if (!seen.insert({e->asked_by, e->appointment.value, e->patient.value, e->appointment_starts_at}).second)
        wrong(e->appointment.value + " by " + e->asked_by);
}

void of_what_is_so(const step& s, const complaint& wrong) {
  const auto* track = reminder_started(s);
  if (!track) return;
  const auto found = s.before.appointments.find(track->what.appointment);
  if (found == s.before.appointments.end() || !found->second.stands() ||
      found->second.what.starts_at != track->what.appointment_starts_at ||
      found->second.what.patient != track->what.patient)
    wrong(to_text(track->what.message));
}

void within_hours(const step& s, const complaint& wrong) {
  const auto* track = reminder_started(s);
  if (!track) return;
  const auto known = s.all.world.settings.find(s.about.practice);
  if (known == s.all.world.settings.end()) return;
  const bool open = std::any_of(known->second.begin(), known->second.end(), [&](const auto& one) {
    return is_open(hours_of(one->hours, message_kind::reminder), s.at);
  });
  if (!open) wrong(to_text(track->what.message));
}

void to_the_right_number(const step& s, const complaint& wrong) {
  const auto* track = reminder_started(s);
  if (!track) return;
  const auto who = s.before.patients.find(track->what.patient);
  if (track->what.to.reveal().empty()) return; // erased since, and can't be read any more
  if (who != s.before.patients.end() && mobile_of(who->second) != track->what.to.reveal())
    wrong(to_text(track->what.message));
}

void says_when(const history& all, const complaint& wrong) {
  for (const auto& about : all.stories)
    for (const auto& [at, what] : about.events) {
      const auto* e = std::get_if<message_accepted>(&what);
      if (!e || e->kind != message_kind::reminder) continue;
      const auto sent = all.world.submitted.find(e->message);
      if (sent == all.world.submitted.end()) continue;
      const auto when = local_date(e->appointment_starts_at) + " " + local_time(e->appointment_starts_at);
      for (const auto& one : sent->second)
        if (one.text.find(when) == std::string::npos) wrong(to_text(e->message) + " doesn't say " + when);
    }
}

/// So long may a reminder wait for what comes before it.
constexpr std::chrono::minutes slack{10};

// A clock that was set makes some too late: how those fare is what clock_test.cpp looks at.
void none_missed(const history& all, const story& about, const complaint& wrong) {
  const auto settings = all.world.settings.find(about.practice);
  if (settings == all.world.settings.end() || all.world.clock_steps > 0) return;
  const auto& now = *settings->second.back();
  std::set<std::tuple<std::string, std::string>> answered;
  for (const auto& [at, what] : about.events) {
    if (const auto* e = std::get_if<message_accepted>(&what)) answered.insert({e->appointment.value, e->asked_by});
    if (const auto* e = std::get_if<message_suppressed>(&what)) answered.insert({e->appointment.value, e->asked_by});
  }
  for (const auto& [id, track] : about.end.appointments) {
    if (!track.stands() || track.cancel_asked || !about.end.patients.contains(track.what.patient)) continue;
    for (const auto& rule : now.reminders) {
      if (std::count(rule.not_sessions.begin(), rule.not_sessions.end(), track.what.session) > 0) continue;
      const auto last_chance = track.what.starts_at - rule.notice_min;
      const auto hours = hours_of(now.hours, message_kind::reminder);
      const auto due = next_open(hours, track.what.starts_at - rule.before);
      if (due + slack > all.ended || last_chance < all.ended + slack || !is_open(hours, all.ended) ||
          !is_open(hours, all.ended - slack))
        continue;
      if (!answered.contains({id.value, rule.id.value})) wrong(id.value + " by " + rule.id.value);
    }
  }
}

constexpr std::array table = {
    invariant{.name = "a_reminder_is_made_once",
              .promise = "One rule reminds one patient of one appointment at one time once.",
              .of_story = once},
    invariant{.name = "a_reminder_is_of_what_is_so",
              .promise = "No attempt starts for an appointment that is known to have moved, gone or changed hands.",
              .at_each = of_what_is_so},
    invariant{.name = "a_reminder_goes_within_hours",
              .promise = "Attempts of reminders start within the practice's sending hours, in London time.",
              .at_each = within_hours},
    invariant{.name = "a_reminder_goes_to_the_number_on_record",
              .promise = "A reminder isn't sent to a number that the record no longer has.",
              .at_each = to_the_right_number},
    invariant{.name = "a_reminder_says_when",
              .promise = "The text names the appointment's date and time as they were when it was made.",
              .at_end = says_when},
    invariant{.name = "no_reminder_is_missed",
              .promise =
                  "Whoever has an appointment that stands has been reminded when it was due, or the log says why not.",
              .of_story = none_missed},
};

} // namespace

std::span<const invariant> reminder_invariants() { return table; }

} // namespace tidings::simulation
