#include "actors/dispatcher/dispatcher_actor.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace tidings {
namespace {

using self_pointer = dispatcher_actor::stateful_pointer<dispatcher_actor_state>;

/// An attempt that says nothing for its provider's own limit and this much more has lost its answer.
constexpr std::chrono::seconds grace{60};

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
  const auto calm = [](const auto& entry) { return entry.second.under_way() == 0; };
  if (st.ending && std::all_of(st.lanes.begin(), st.lanes.end(), calm)) self->quit(caf::exit_reason::user_shutdown);
}

void pump(self_pointer self, lane& one, moment now) {
  if (self->state.ending) return;
  while (auto due = one.take(now)) tell(self, due->practice, start_attempt{due->message, due->provider});
  if (const auto at = one.wake_at(now); at != never) self->state.timer.ring_in(self, at - now.wall);
  if (one.under_way() > 0) self->state.timer.ring_in(self, grace); // answers that never come are found by looking
}

// What a practice or a provider never answered. The practice knows what state the message is in: it doubts an attempt
// that was under way, and starts or declines one that never began.
void sweep(self_pointer self, const provider_id& id, lane& one, moment now) {
  const auto* settings = settings_of(self, id);
  const auto limit = grace + (settings ? settings->timeout : millis(0));
  for (auto& lost : one.overdue(now, std::chrono::duration_cast<millis>(limit))) {
    tell(self, lost.practice, attempts_lost{"the provider's answer was lost"});
    lost.due_at = now.wall;
    one.put(lost);
  }
}

void finished(self_pointer self, const provider_id& provider, const message_id& message) {
  const auto found = self->state.lanes.find(provider);
  if (found == self->state.lanes.end()) return;
  found->second.finished(message);
  pump(self, found->second, clocks(self));
  end_if_calm(self);
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
  if (found == st.look_ups.end() || found->second.what.attempt != got.what.attempt) return;
  auto& one = found->second;
  const auto* settings = settings_of(self, one.what.provider);
  if (got.what.finding == look_up_finding::unknown && settings && ++one.tries < settings->look_ups_max) {
    const auto wait = settings->look_up_after * (1 << std::min(one.tries - 1, 6)); // doubles with each that can't tell
    one.due_at = steady_now(self) + wait;
    st.timer.ring_in(self, wait);
    return;
  }
  st.look_ups.erase(found);
  tell(self, got.practice, std::move(got.what));
}

struct taker {
  self_pointer self;
  moment now;

  void operator()(const message_due& due) {
    const auto found = self->state.lanes.find(due.provider);
    if (found != self->state.lanes.end()) found->second.put(due); // a route to nowhere is refused with the config
  }
  void operator()(attempt_ready& ready) {
    self->send(self->state.stations->providers, provider_call{std::move(ready), self});
  }
  void operator()(const attempt_declined& declined) {
    for (auto& [id, one] : self->state.lanes) one.finished(declined.message);
  }
  void operator()(look_up_due& due) {
    const auto wait = std::max(due.due_at - now.wall, millis(0));
    self->state.look_ups[due.message] = {std::move(due), now.steady + wait};
    self->state.timer.ring_in(self, wait);
  }
};

// The dispatcher's part of the dashboard, at most once a second and never by a timer of its own.
void report(self_pointer self, instant now) {
  auto& st = self->state;
  if (!st.stations || !st.stations->board || now < st.reported_at + std::chrono::milliseconds(900)) return;
  st.reported_at = now;
  queue_report lines;
  for (const auto& [id, one] : st.lanes) {
    lines.queued[id] = one.queued();
    lines.in_flight[id] = one.under_way();
  }
  self->send(st.stations->board, std::move(lines));
  for (const auto& account : st.options.providers) {
    const auto& health = st.health[account.id];
    view::provider row;
    row.id = account.id.value;
    row.type = account.type;
    row.state = boost::describe::enum_to_string(health.state(), "");
    row.reason = health.reason();
    row.window = static_cast<view::count>(account.window);
    row.per_second_max = account.per_second;
    self->send(st.stations->board, provider_report{std::move(row)});
  }
}

} // namespace

dispatcher_actor_state::~dispatcher_actor_state() {
  if (stations && !to_tell.all.empty()) caf::anon_send(stations->practices, std::move(to_tell));
}

dispatcher_actor::behavior_type dispatcher(self_pointer self, dispatcher_options options) {
  self->state.options = std::move(options);
  for (const auto& one : self->state.options.providers)
    self->state.lanes.emplace(one.id, lane(one.window, one.per_second));
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
        for (auto& [id, one] : st.lanes) pump(self, one, take.now);
        end_if_calm(self);
      },
      [self](provider_answer& got) {
        self->state.options.handled.one();
        const auto message = got.what.message;
        self->state.health[got.provider].answered(got.what);
        tell(self, got.practice, std::move(got.what));
        finished(self, got.provider, message);
      },
      [self](look_up_answer& got) {
        self->state.options.handled.one();
        on_look_up_answer(self, got);
      },
      [self](station_handles_ptr& stations) { self->state.stations = stations; },
      [self](caf::tick_atom, std::uint64_t generation) {
        auto& st = self->state;
        const auto now = clocks(self);
        if (generation == 0) { // asked once a second by the node
          report(self, now.steady);
          return;
        }
        if (!st.timer.rings(generation)) return;
        for (auto& [id, one] : st.lanes) {
          sweep(self, id, one, now);
          pump(self, one, now);
        }
        ask_look_ups(self, now.steady);
      },
      [self](caf::flush_atom) {
        auto& st = self->state;
        self->send(st.stations->practices, std::exchange(st.to_tell, {}));
      },
  };
}

} // namespace tidings
