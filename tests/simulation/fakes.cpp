#include "tests/simulation/fakes.hpp"

#include <algorithm>

namespace tidings::simulation {
namespace {

void schedule_receipts(outside& world, const attempt_ready& what, timestamp now) {
  const int times = world.strikes(world.trouble.receipt_twice) ? 2 : 1;
  for (int i = 0; i < times; ++i)
    world.receipts.push_back({now + millis(between(world.random, 200, 20'000)), what.practice,
                              receipt_arrived{what.message, what.provider, receipt_status::delivered, "000", now}});
}

attempt_result play(outside& world, const attempt_ready& what, timestamp now, bool& silent) {
  auto& mine = world.submitted[what.message];
  mine.push_back({what.attempt, false, what.provider});
  if (world.strikes(world.trouble.provider_refuses)) return attempt_result::retry;
  const bool lost = world.strikes(world.trouble.provider_loses_answer);
  silent = world.strikes(world.trouble.provider_silent);
  if ((lost || silent) && chance(world.random, 0.4)) return attempt_result::unknown; // lost on its way there
  mine.back().taken = true;
  schedule_receipts(world, what, now);
  return lost ? attempt_result::unknown : attempt_result::sent;
}

connector_answer done(const connector_call& call) { return {.practice = call.practice, .token = call.token}; }

// The effect of a request on the record; what a truthful answer would say.
connector_answer apply(practice_outside& practice, const connector_call& call) {
  auto answer = done(call);
  if (const auto* read = std::get_if<read_appointment>(&call.what)) {
    if (const auto found = practice.book.find(read->appointment); found != practice.book.end()) {
      answer.found_appointment = found->second.now;
      answer.notes = found->second.notes;
    }
  } else if (const auto* cancel = std::get_if<write_cancel>(&call.what)) {
    auto& slot = practice.book.at(cancel->appointment);
    if (slot.now.status != appointment_status::booked) {
      answer.error = {error_code::refused, "the appointment is no longer pending"};
    } else {
      slot.now.status = appointment_status::cancelled;
      ++slot.cancelled_by_us;
      slot.cancelled_at_start.insert(slot.now.starts_at);
    }
  } else if (const auto* note = std::get_if<write_note>(&call.what)) {
    practice.book.at(note->appointment).notes = note->text;
  } else if (const auto* code = std::get_if<write_code>(&call.what)) {
    practice.entries.insert(to_text(code->operation));
    answer.system_uid = "e" + std::to_string(practice.entries.size());
  } else if (const auto* find = std::get_if<find_code>(&call.what)) {
    if (practice.entries.contains(to_text(find->operation))) answer.system_uid = "e";
  } else if (const auto* consents = std::get_if<write_consent>(&call.what)) {
    practice.patients.at(consents->patient).sms_consent = consents->yes ? consent::yes : consent::no;
  }
  return answer;
}

} // namespace

provider_actor::behavior_type lying_provider(provider_actor::stateful_pointer<fake_state> self, outside* to,
                                             practices_actor practices, wall_clock now) {
  auto& world = *to;
  return {[self, &world, practices, now](provider_call& call) {
            bool silent = false;
            const auto result = play(world, call.what, now(), silent);
            if (world.taken(call.what.message) && world.strikes(world.trouble.receipt_early))
              self->send(practices, practice_command{call.what.practice,
                                                     receipt_arrived{call.what.message, call.what.provider,
                                                                     receipt_status::delivered, "000", now()},
                                                     {},
                                                     0});
            if (silent) return; // the dispatcher has to notice by itself
            self->send(call.answer_to, provider_answer{call.what.practice,
                                                       attempt_outcome{.message = call.what.message,
                                                                       .attempt = call.what.attempt,
                                                                       .result = result,
                                                                       .detail = "simulated"},
                                                       call.what.provider, 1});
          },
          [self, &world](provider_look_up& asked) {
            const auto finding = world.strikes(world.trouble.look_up_unknown)           ? look_up_finding::unknown
                                 : world.taken(asked.what.message, asked.what.provider) ? look_up_finding::seen
                                                                                        : look_up_finding::never_seen;
            self->send(asked.answer_to,
                       look_up_answer{asked.what.practice,
                                      looked_up{asked.what.message, asked.what.attempt, finding, "simulated"},
                                      asked.what.provider, std::nullopt});
          }};
}

connector_actor::behavior_type lying_connector(connector_actor::stateful_pointer<fake_state> self, outside* to) {
  auto& world = *to;
  return {[self, &world](connector_call& call) {
            auto answer = done(call);
            if (world.strikes(world.trouble.clinic_busy)) {
              answer.error = {error_code::overloaded, "the record is in use"};
            } else if (world.strikes(world.trouble.clinic_loses_answer)) {
              if (chance(world.random, 0.6))
                apply(world.practices.at(call.practice), call); // done, and nobody hears of it
              answer.error = {error_code::outcome_unknown, "the connection was lost"};
            } else {
              answer = apply(world.practices.at(call.practice), call);
            }
            self->send(call.answer_to, std::move(answer));
          },
          [](settings_changed&) {}, [](caf::tick_atom, std::uint64_t) {}, [](wire_answer&) {}};
}

} // namespace tidings::simulation
