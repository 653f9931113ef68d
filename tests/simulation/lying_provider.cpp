// The provider. What is fair: it may lose anything, say anything twice, late or never, and its look-up may say
// `never_seen` of what it has taken (the patient then has the text twice, and the row says `in_doubt`). What isn't: to
// say that it has certainly not taken what it has taken, or to take a message after it said `never_seen` of it. A
// request reaches it when it is made or not at all: `attempt_in_doubt_wait` is there so that this is so.
#include "tests/simulation/fakes.hpp"

#include <algorithm>

namespace tidings::simulation {
namespace {

using self_pointer = provider_actor::stateful_pointer<fake_state>;

constexpr int timeout_ms = 10'000;

void put_receipt(outside& world, const attempt_ready& what, receipt_status status, timestamp due) {
  auto& best = world.best_receipt.try_emplace(what.message, status).first->second;
  best = std::max(best, status);
  world.receipts.push_back({++world.last_receipt, due, what.practice,
                            receipt_arrived{what.message, what.provider, status, "000", world.true_time()}});
}

// The phone has it, or not; perhaps told twice, out of order, or not at all.
void schedule_receipts(outside& world, const attempt_ready& what) {
  if (world.strikes(world.with.receipt_lost)) {
    world.receipts_lost.insert(what.message);
    return;
  }
  const auto end = !world.strikes(world.with.failed) ? receipt_status::delivered
                                                     : static_cast<receipt_status>(between(world.random, 1, 3));
  if (chance(world.random, 0.3)) put_receipt(world, what, receipt_status::pending, world.in(0, 30'000));
  put_receipt(world, what, end, world.in(200, 20'000));
  if (world.strikes(world.with.receipt_twice)) put_receipt(world, what, end, world.in(200, 120'000));
  if (world.strikes(world.with.receipt_falls))
    put_receipt(world, what, static_cast<receipt_status>(between(world.random, 0, static_cast<int>(end))),
                world.in(200, 120'000));
}

struct answered {
  attempt_result result = attempt_result::sent;
  int after_ms = 0;
  bool silent = false;
};

answered judge(outside& world, const attempt_ready& what, submission& mine) {
  const auto take = [&] {
    mine.taken = true;
    schedule_receipts(world, what);
  };
  if (world.true_time() < world.provider_cut_until) {
    const auto roll = between(world.random, 0, 3);
    if (roll == 0) return {attempt_result::retry, between(world.random, 0, 100)}; // no connection
    if (roll == 1) take();
    return {attempt_result::unknown, timeout_ms, roll == 3};
  }
  if (world.strikes(world.with.refused)) return {attempt_result::retry, between(world.random, 0, 500)};
  if (world.strikes(world.with.never_deliverable)) return {attempt_result::permanent, between(world.random, 0, 500)};
  if (world.strikes(world.with.account_closed)) return {attempt_result::configuration, 0};
  const bool lost = world.strikes(world.with.answer_lost);
  const bool silent = world.strikes(world.with.silent);
  if (!(lost || silent) || chance(world.random, 0.6)) take(); // else lost on its way there
  const int after = lost                                    ? timeout_ms
                    : world.strikes(world.with.slow_answer) ? between(world.random, 100, timeout_ms)
                                                            : 0;
  return {lost ? attempt_result::unknown : attempt_result::sent, after, silent};
}

void say(self_pointer self, const provider_call& call, attempt_outcome what, int after_ms) {
  self->delayed_send(call.answer_to, std::chrono::milliseconds(after_ms),
                     provider_answer{call.what.practice, std::move(what), call.what.provider, 1});
}

void on_call(self_pointer self, outside& world, const station_directory& directory, const wall_clock& now,
             const provider_call& call) {
  const auto& what = call.what;
  auto& mine = world.submitted[what.message];
  mine.push_back({what.practice,
                  what.attempt,
                  false,
                  what.to.reveal(),
                  what.text.reveal(),
                  what.sender,
                  world.true_time(),
                  now(),
                  world.dispatcher_lives,
                  {},
                  what.provider});
  const auto said = judge(world, what, mine.back());
  if (mine.back().taken && world.strikes(world.with.receipt_early))
    if (const auto stations = directory.get().stations)
      self->send(stations->practices,
                 practice_command{
                     what.practice,
                     receipt_arrived{what.message, what.provider, receipt_status::delivered, "000", world.true_time()},
                     {},
                     0,
                     {}});
  attempt_outcome outcome{
      .message = what.message, .attempt = what.attempt, .result = said.result, .detail = "simulated"};
  if (world.strikes(world.with.answer_of_nothing)) { // an attempt that there never was, or a message
    auto other = outcome;
    if (chance(world.random, 0.5))
      other.attempt += 1'000;
    else
      other.message = id_from_name<message_id>("nothing", to_text(what.message));
    say(self, call, std::move(other), 0);
  }
  if (said.silent) return; // the dispatcher has to notice by itself
  mine.back().answered = world.true_time() + millis(said.after_ms);
  if (world.strikes(world.with.answered_twice)) // or when a later attempt is under way
    say(self, call, outcome, said.after_ms + between(world.random, 0, 60'000));
  say(self, call, std::move(outcome), said.after_ms);
}

void on_look_up(self_pointer self, outside& world, const provider_look_up& asked) {
  const auto& what = asked.what;
  if (world.strikes(world.with.look_up_lost)) return;
  const bool cut = world.true_time() < world.provider_cut_until;
  auto finding = world.taken(what.message, what.provider) ? look_up_finding::seen : look_up_finding::never_seen;
  if (cut || world.strikes(world.with.look_up_unknown)) finding = look_up_finding::unknown;
  if (finding == look_up_finding::seen && world.strikes(world.with.look_up_lies)) {
    finding = look_up_finding::never_seen;
    ++world.lies[what.message];
  }
  std::optional<receipt_arrived> receipt;
  const auto best = world.best_receipt.find(what.message);
  if (finding == look_up_finding::seen && best != world.best_receipt.end() && chance(world.random, 0.3))
    receipt = receipt_arrived{what.message, what.provider, best->second, "000", world.true_time()};
  const look_up_answer answer{what.practice, looked_up{what.message, what.attempt, finding, "simulated"}, what.provider,
                              receipt};
  const int times = world.strikes(world.with.look_up_twice) ? 2 : 1;
  for (int i = 0; i < times; ++i)
    self->delayed_send(asked.answer_to, std::chrono::milliseconds(i * between(world.random, 0, 60'000)), answer);
}

} // namespace

provider_actor::behavior_type lying_provider(self_pointer self, outside* to,
                                             std::shared_ptr<station_directory> stations, wall_clock now) {
  auto& world = *to;
  return {[self, &world, stations, now](provider_call& call) {
            if (world.machine_on) on_call(self, world, *stations, now, call);
          },
          [self, &world](provider_look_up& asked) {
            if (world.machine_on) on_look_up(self, world, asked);
          }};
}

} // namespace tidings::simulation
