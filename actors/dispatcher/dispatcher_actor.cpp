#include "actors/dispatcher/dispatcher_actor.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>
#include <cmath>

namespace tidings {
namespace {

using self_pointer = dispatcher_actor::stateful_pointer<dispatcher_actor_state>;

/// An attempt that says nothing for its provider's own limit and this much more has lost its answer.
constexpr std::chrono::seconds grace{60};

/// So long the host's stream may take to tell which accounts are paused. A damaged one never does: then the messages of
/// all practices matter more than a pause that may have been.
constexpr std::chrono::seconds pauses_patience{60};

const provider_settings* settings_of(self_pointer self, const provider_id& id) {
  const auto& all = self->state.options.providers;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

// The flush queues up behind everything that is in the mailbox already: what all of that has to tell goes along.
void tell(self_pointer self, const practice_id& practice, command what) {
  auto& gathered = self->state.to_tell.all;
  if (gathered.empty()) self->send(self, caf::flush_atom::value);
  gathered.push_back({practice, std::move(what), {}, 0, {}});
}

moment clocks(self_pointer self) { return look_at_clocks(self, self->state.options.now); }

void end_if_calm(self_pointer self) {
  auto& st = self->state;
  if (st.ending && st.waiting.under_way() == 0) self->quit(caf::exit_reason::user_shutdown);
}

bool host_budget_is_spent(const dispatcher_actor_state& st, timestamp now) {
  const auto budget = st.options.budget_pence_a_day * 1'000;
  return budget > 0 && now < st.spent.ends_at && static_cast<double>(st.spent.millipence) >= budget;
}

std::uint32_t millipence_per_segment(const provider_settings* settings) {
  return settings ? static_cast<std::uint32_t>(std::llround(settings->pence_per_segment * 1'000)) : 0;
}

bool may_begin(self_pointer self, moment now) {
  auto& st = self->state;
  if (st.ending) return false;
  if (!st.options.waits_for_pauses || st.knows_pauses) return true;
  const auto left = std::chrono::ceil<millis>(st.born + pauses_patience - now.steady);
  if (left > millis(0)) st.timer.ring_in(self, left);
  return left <= millis(0);
}

void pump(self_pointer self, moment now) {
  auto& st = self->state;
  if (!may_begin(self, now)) return;
  st.waiting.listen(now.steady);
  const bool spent = host_budget_is_spent(st, now.wall);
  for (const auto& over : st.waiting.expired(now.wall)) // declined: its practice lets it expire
    tell(self, over.practice, start_attempt{over.message, over.route.providers.front(), 0, false});
  while (auto next = st.waiting.take(now))
    tell(self, next->what.practice,
         start_attempt{next->what.message, next->provider, millipence_per_segment(settings_of(self, next->provider)),
                       spent});
  if (const auto at = st.waiting.wake_at(now); at != never) st.timer.ring_in(self, at - now.wall);
  if (st.waiting.under_way() > 0) st.timer.ring_in(self, grace); // answers that never come are found by looking
}

// What a practice or a provider never answered. The practice knows what state the message is in: it doubts an attempt
// that was under way, and starts or declines one that never began.
void sweep(self_pointer self, moment now) {
  for (auto& lost : self->state.waiting.overdue(now, grace)) {
    tell(self, lost.practice, attempts_lost{"the provider's answer was lost"});
    lost.due_at = now.wall;
    self->state.waiting.put(lost);
  }
}

void ask_look_ups(self_pointer self, instant now) {
  auto& st = self->state;
  for (auto& [id, one] : st.look_ups) {
    if (one.due_at <= now) {
      self->send(st.stations->providers, provider_look_up{one.what, self});
      one.due_at = now + grace; // asked again if the answer is lost
    }
    st.timer.ring_in(self, std::chrono::ceil<millis>(one.due_at - now));
  }
}

void on_look_up_answer(self_pointer self, look_up_answer& got) {
  auto& st = self->state;
  if (got.receipt) tell(self, got.practice, *got.receipt);
  const auto found = st.look_ups.find(got.what.message);
  if (found == st.look_ups.end() || found->second.what.attempt != got.what.attempt ||
      found->second.what.provider != got.provider)
    return;
  auto& one = found->second;
  const auto* settings = settings_of(self, one.what.provider);
  if (got.what.finding == look_up_finding::unknown && settings && ++one.tries < settings->look_ups_max) {
    const auto wait = settings->look_up_after * (1 << std::min(one.tries - 1, 6)); // doubles with each that can't tell
    one.due_at = steady_now(self) + wait;
    st.timer.ring_in(self, wait);
    return;
  }
  st.look_ups.erase(found);
  got.what.provider = got.provider;
  tell(self, got.practice, std::move(got.what));
}

struct taker {
  self_pointer self;
  moment now;

  void operator()(const message_due& due) { self->state.waiting.put(due); }
  void operator()(attempt_ready& ready) {
    self->state.waiting.called(ready.message, ready.attempt, now.steady);
    self->send(self->state.stations->providers, provider_call{std::move(ready), self});
  }
  void operator()(const providers_paused& paused) {
    self->state.waiting.pause(paused.all);
    self->state.knows_pauses = true;
  }
  void operator()(const attempt_declined& declined) { self->state.waiting.finished(declined.message, now.steady); }
  void operator()(look_up_due& due) {
    const auto wait = std::max(due.due_at - now.wall, millis(0));
    self->state.look_ups[due.message] = {std::move(due), now.steady + wait};
    self->state.timer.ring_in(self, wait);
  }
};

// The dispatcher's part of the dashboard, at most once a second and never by a timer of its own.
void report(self_pointer self, moment now) {
  auto& st = self->state;
  if (!st.stations || !st.stations->board || now.steady < st.reported_at + std::chrono::milliseconds(900)) return;
  st.reported_at = now.steady;
  queue_report lines;
  const auto queued = st.waiting.queued_by_account(now);
  for (const auto& [id, one] : st.waiting.accounts()) {
    const auto count = queued.find(id);
    lines.queued[id] = count == queued.end() ? 0 : count->second;
    lines.in_flight[id] = static_cast<std::uint64_t>(one.under_way());
  }
  lines.oldest = st.waiting.oldest_by_account(now);
  lines.practices = st.waiting.by_practice();
  self->send(st.stations->board, std::move(lines));
  if (st.options.budget_pence_a_day > 0) self->send(st.stations->board, ask_host_spend{self});
  for (const auto& account : st.options.providers) {
    const auto& health = st.health[account.id];
    const auto& gate = st.waiting.accounts().at(account.id).gate();
    const auto out = gate.is_refused() ? provider_state::stopped : provider_state::down;
    view::provider row;
    row.id = account.id.value;
    row.type = account.type;
    row.state = boost::describe::enum_to_string(gate.is_open() ? out : health.state(), "");
    row.breaker = boost::describe::enum_to_string(gate.state(now.steady), "");
    row.reason = gate.reason(now.steady);
    if (row.reason.empty()) row.reason = health.reason();
    row.window = static_cast<view::count>(account.window);
    row.per_second_max = account.per_second;
    row.pence_per_segment = account.pence_per_segment;
    row.weight = account.provider_weight;
    self->send(st.stations->board, provider_report{std::move(row)});
  }
}

} // namespace

dispatcher_actor_state::~dispatcher_actor_state() {
  if (stations && !to_tell.all.empty()) caf::anon_send(stations->practices, std::move(to_tell));
}

dispatcher_actor::behavior_type dispatcher(self_pointer self, dispatcher_options options) {
  self->state.options = std::move(options);
  self->state.waiting = router(self->state.options.providers);
  self->state.born = steady_now(self);
  self->set_exit_handler([self](caf::exit_msg& e) {
    if (e.reason != caf::exit_reason::user_shutdown) return self->quit(e.reason);
    self->state.ending = true;
    end_if_calm(self);
  });
  return {
      [self](dispatch_effects& told) {
        auto& st = self->state;
        taker take{self, clocks(self)};
        for (auto& one : told.all) {
          st.options.handled.one();
          std::visit(take, one);
        }
        pump(self, take.now);
        end_if_calm(self);
      },
      [self](provider_answer& got) {
        auto& st = self->state;
        st.options.handled.one();
        const auto now = clocks(self);
        st.health[got.provider].answered(got.what);
        st.waiting.answered(got.provider, got.what, now.steady);
        tell(self, got.practice, std::move(got.what));
        pump(self, now);
        end_if_calm(self);
      },
      [self](look_up_answer& got) {
        self->state.options.handled.one();
        on_look_up_answer(self, got);
      },
      [self](station_handles_ptr& stations) { self->state.stations = stations; },
      [self](const host_spend& told) { self->state.spent = told; },
      [self](caf::tick_atom, std::uint64_t generation) {
        auto& st = self->state;
        const auto now = clocks(self);
        if (generation == 0) { // asked once a second by the node
          report(self, now);
          return;
        }
        if (!st.timer.rings(generation)) return;
        sweep(self, now);
        pump(self, now);
        ask_look_ups(self, now.steady);
      },
      [self](caf::flush_atom) {
        auto& st = self->state;
        self->send(st.stations->practices, std::exchange(st.to_tell, {}));
      },
  };
}

} // namespace tidings
