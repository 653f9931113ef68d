// What was written into the clinical systems.
#include "tests/simulation/invariants.hpp"

#include <algorithm>
#include <array>

namespace tidings::simulation {
namespace {

const practice_outside* clinic_of(const history& all, const practice_id& id) {
  const auto found = all.world.practices.find(id);
  return found == all.world.practices.end() ? nullptr : &found->second;
}

void requested_once(const history&, const story& about, const complaint& wrong) {
  std::set<operation_id> seen;
  for (const auto& [at, what] : about.events)
    if (const auto* e = std::get_if<operation_requested>(&what); e && !seen.insert(e->operation).second)
      wrong(to_text(e->operation));
}

void finished_once(const step& s, const complaint& wrong) {
  const auto* e = s.as<operation_finished>();
  if (e && !s.before.operations.contains(e->operation)) wrong(to_text(e->operation));
}

void comes_to_an_end(const history&, const story& about, const complaint& wrong) {
  for (const auto& [id, what] : about.end.operations) wrong(to_text(id));
}

std::vector<const operation_requested*> cancels_asked(const story& about, const appointment_id& id) {
  std::vector<const operation_requested*> found;
  for (const auto& [at, what] : about.events)
    if (const auto* e = std::get_if<operation_requested>(&what);
        e && e->kind == operation_kind::cancel_appointment && e->appointment == id)
      found.push_back(e);
  return found;
}

void cancelled_as_asked(const history& all, const story& about, const complaint& wrong) {
  const auto* clinic = clinic_of(all, about.practice);
  if (!clinic) return;
  for (const auto& done : clinic->cancels) {
    const auto asked = cancels_asked(about, done.appointment);
    const bool same = std::any_of(asked.begin(), asked.end(), [&](const auto* e) {
      return done.raced || (e->expected_starts_at == done.starts_at && e->patient == done.patient);
    });
    if (!same) wrong(done.appointment.value);
  }
}

std::size_t rebooked(const practice_outside& clinic, const appointment_id& id) {
  const auto found = clinic.book.find(id);
  return found == clinic.book.end() ? 0 : static_cast<std::size_t>(found->second.rebooked);
}

// Staff may book again what was cancelled while the answer was lost: nobody can tell that from a write that never came.
void cancelled_once(const history& all, const story& about, const complaint& wrong) {
  const auto* clinic = clinic_of(all, about.practice);
  if (!clinic) return;
  std::map<appointment_id, std::size_t> times;
  for (const auto& done : clinic->cancels)
    if (++times[done.appointment] > cancels_asked(about, done.appointment).size() + rebooked(*clinic, done.appointment))
      wrong(done.appointment.value);
}

/// A connector's slowest answer, and the next request.
constexpr std::chrono::seconds look_is_fresh{60};

void looked_before(const history& all, const story& about, const complaint& wrong) {
  const auto* clinic = clinic_of(all, about.practice);
  if (!clinic) return;
  for (const auto& done : clinic->cancels)
    if (!done.looked_before || *done.looked_before > look_is_fresh) wrong(done.appointment.value);
}

void filed_once(const history& all, const story& about, const complaint& wrong) {
  const auto* clinic = clinic_of(all, about.practice);
  if (!clinic) return;
  for (const auto& mark : clinic->entries) {
    if (clinic->entries.count(mark) > 1) wrong("twice: " + mark);
    const bool asked = std::any_of(about.events.begin(), about.events.end(), [&](const told& one) {
      const auto* e = std::get_if<operation_requested>(&one.what);
      return e && to_text(e->operation) == mark;
    });
    if (!asked) wrong("nobody asked for " + mark);
  }
}

void done_is_done(const step& s, const complaint& wrong) {
  const auto* e = s.as<operation_finished>();
  const auto* clinic = clinic_of(s.all, s.about.practice);
  if (!e || !clinic || e->result != operation_result::done) return;
  const auto asked = s.before.operations.find(e->operation);
  if (asked == s.before.operations.end()) return;
  const auto& what = asked->second;
  if (what.kind == operation_kind::file_code && !clinic->entries.contains(to_text(e->operation)))
    wrong("no entry: " + to_text(e->operation));
  if (what.kind != operation_kind::cancel_appointment) return;
  const bool ours = std::any_of(clinic->cancels.begin(), clinic->cancels.end(),
                                [&](const auto& one) { return one.appointment == what.appointment; });
  const bool theirs = e->detail.find("it is cancelled") != std::string::npos; // by staff: found, not done
  if (!ours && !theirs) wrong("not cancelled: " + what.appointment.value);
}

void a_person_hears(const history&, const story& about, const complaint& wrong) {
  std::set<operation_id> handed;
  for (const auto& [at, what] : about.events)
    if (const auto* e = std::get_if<handed_to_staff>(&what)) handed.insert(e->operation);
  for (const auto& [at, what] : about.events) {
    const auto* e = std::get_if<operation_finished>(&what);
    if (e && e->result != operation_result::done && e->result != operation_result::withdrawn &&
        !handed.contains(e->operation) && e->detail.find("erased") == std::string::npos)
      wrong(to_text(e->operation) + ": " + e->detail);
  }
}

constexpr std::array table = {
    invariant{.name = "a_write_is_requested_once",
              .promise = "Each write into a clinical system is journalled once.",
              .of_story = requested_once},
    invariant{.name = "a_write_is_finished_once",
              .promise = "A write that is open comes to one end; one that isn't comes to none.",
              .at_each = finished_once},
    invariant{.name = "a_write_comes_to_an_end", .promise = "No write stays open.", .of_story = comes_to_an_end},
    invariant{.name = "nothing_is_cancelled_unasked",
              .promise = "An appointment is cancelled only when its patient asked, at the time it then had.",
              .of_story = cancelled_as_asked},
    invariant{.name = "one_wish_cancels_once",
              .promise = "One reply cancels an appointment once, also when the answer was lost.",
              .of_story = cancelled_once},
    invariant{.name = "a_cancellation_looks_first",
              .promise = "The appointment was read again within a minute before it was cancelled.",
              .of_story = looked_before},
    invariant{.name = "a_coded_entry_is_filed_once",
              .promise = "The record has each coded entry once, and none that wasn't asked for.",
              .of_story = filed_once},
    invariant{.name = "done_is_done",
              .promise = "What the log calls done stands in the clinical system.",
              .at_each = done_is_done},
    invariant{.name = "a_person_hears_of_what_failed",
              .promise = "A write that was refused, or met another appointment, is handed to a person.",
              .of_story = a_person_hears},
};

} // namespace

std::span<const invariant> clinic_invariants() { return table; }

} // namespace tidings::simulation
