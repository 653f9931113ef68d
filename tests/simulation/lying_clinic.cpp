// The clinical systems. What is fair: they may be busy, slow, silent, or do what is asked and lose the answer, and
// staff may change anything at any moment. What isn't: to do something after having said that it was certainly not
// done.
#include "tests/simulation/fakes.hpp"

namespace tidings::simulation {
namespace {

using self_pointer = connector_actor::stateful_pointer<fake_state>;

connector_answer done(const connector_call& call) { return {.practice = call.practice, .token = call.token}; }

booked* find(practice_outside& practice, const appointment_id& id) {
  const auto found = practice.book.find(id);
  return found == practice.book.end() || !found->second.listed ? nullptr : &found->second;
}

// The effect of a request on the record; what a truthful answer would say.
struct applier {
  outside& world;
  practice_outside& practice;
  connector_answer answer;

  void operator()(const read_appointment& c) {
    if (auto* slot = find(practice, c.appointment)) {
      slot->looked_at = world.true_time();
      slot->changed_since = false;
      answer.found_appointment = slot->now;
      answer.notes = slot->notes;
    }
  }
  void operator()(const write_cancel& c) {
    auto* slot = find(practice, c.appointment);
    if (!slot || slot->now.status != appointment_status::booked) {
      answer.error = {error_code::refused, "the appointment is no longer pending"};
      return;
    }
    written_cancel written{c.appointment, slot->now.patient, slot->now.starts_at, {}, slot->changed_since};
    if (slot->looked_at) written.looked_before = world.true_time() - *slot->looked_at;
    practice.cancels.push_back(written);
    slot->now.status = appointment_status::cancelled;
  }
  void operator()(const write_note& c) {
    if (auto* slot = find(practice, c.appointment))
      slot->notes = c.text;
    else
      answer.error = {error_code::refused, "no such appointment"};
  }
  void operator()(const write_code& c) {
    practice.entries.insert(to_text(c.operation));
    answer.system_uid = "e" + std::to_string(practice.entries.size());
  }
  void operator()(const find_code& c) {
    if (practice.entries.contains(to_text(c.operation))) answer.system_uid = "e";
  }
  void operator()(const write_consent& c) {
    if (const auto found = practice.patients.find(c.patient); found != practice.patients.end())
      found->second.sms_consent = c.yes ? consent::yes : consent::no;
    else
      answer.error = {error_code::refused, "no such patient"};
  }
  void operator()(const read_patient&) {}
  void operator()(const write_document& c) {
    practice.entries.insert(to_text(c.operation));
    answer.system_uid = "e" + std::to_string(practice.entries.size());
  }
  void operator()(const write_booking&) { answer.error = {error_code::refused, "nothing is booked here"}; }
  void operator()(const find_document& c) {
    if (practice.entries.contains(to_text(c.operation))) answer.system_uid = "e";
  }
};

connector_answer apply(outside& world, const connector_call& call) {
  applier what{world, world.practices.at(call.practice), done(call)};
  std::visit(what, call.what);
  return std::move(what.answer);
}

void on_call(self_pointer self, outside& world, const connector_call& call) {
  auto answer = done(call);
  const bool cut = world.true_time() < world.clinic_cut_until;
  if (cut && chance(world.random, 0.5)) {
    answer.error = {error_code::unreachable, "no connection"};
  } else if (world.strikes(world.with.clinic_busy)) {
    answer.error = {error_code::overloaded, "the record is in use"};
  } else if (cut || world.strikes(world.with.clinic_loses_answer)) {
    if (chance(world.random, 0.6)) apply(world, call); // done, and nobody hears of it
    answer.error = {error_code::outcome_unknown, "the connection was lost"};
  } else {
    answer = apply(world, call);
  }
  if (world.strikes(world.with.clinic_silent)) return;
  const int after = world.strikes(world.with.clinic_slow) ? between(world.random, 100, 25'000) : 0;
  self->delayed_send(call.answer_to, std::chrono::milliseconds(after), std::move(answer));
}

} // namespace

connector_actor::behavior_type lying_connector(self_pointer self, outside* to) {
  auto& world = *to;
  return {[self, &world](connector_call& call) {
            if (world.machine_on) on_call(self, world, call);
          },
          [](settings_changed&) {}, [](caf::tick_atom, std::uint64_t) {}, [](wire_answer&) {}};
}

} // namespace tidings::simulation
