#include "actors/node/supervision/providers_actor.hpp"

#include "schemas/json.hpp"

namespace tidings {
namespace {

using self_pointer = providers_actor::stateful_pointer<providers_actor_state>;

void start(self_pointer self, const provider_id& id, provider_slot& slot) {
  auto& st = self->state;
  slot.restart_at = instant::max();
  slot.since = st.options.now();
  slot.policy.started(steady_now(self));
  slot.actor = st.options.start(*self, slot.settings);
  self->monitor(slot.actor);
  st.by_address[slot.actor.address()] = id;
}

void on_down(self_pointer self, const caf::down_msg& down) {
  auto& st = self->state;
  const auto found = st.by_address.find(down.source);
  if (found == st.by_address.end()) return;
  auto& slot = st.slots.at(found->second);
  st.by_address.erase(found);
  slot.actor = nullptr;
  slot.last_failure = self->home_system().render(down.reason);
  const auto wait = slot.policy.ended(steady_now(self));
  slot.restart_at = steady_now(self) + wait;
  self->delayed_send(self, std::chrono::duration_cast<caf::timespan>(wait), caf::tick_atom::value, ++st.timer);
}

provider_slot* running(self_pointer self, const provider_id& id) {
  const auto found = self->state.slots.find(id);
  if (found == self->state.slots.end() || !found->second.actor) return nullptr;
  ++found->second.calls;
  return &found->second;
}

void on_call(self_pointer self, provider_call& call) {
  if (auto* slot = running(self, call.what.provider)) {
    self->send(slot->actor, std::move(call));
    return;
  }
  attempt_outcome outcome{.message = call.what.message,
                          .attempt = call.what.attempt,
                          .result = attempt_result::retry,
                          .code = "not-running",
                          .detail = "the provider's actor is being restarted"};
  self->send(call.answer_to, provider_answer{call.what.practice, std::move(outcome), call.what.provider, 0});
}

void on_look_up(self_pointer self, provider_look_up& call) {
  if (auto* slot = running(self, call.what.provider)) {
    self->send(slot->actor, std::move(call));
    return;
  }
  looked_up nothing{call.what.message, call.what.attempt, look_up_finding::unknown,
                    "the provider's actor is being restarted"};
  self->send(call.answer_to, look_up_answer{call.what.practice, std::move(nothing), call.what.provider, std::nullopt});
}

void report(self_pointer self) {
  auto& st = self->state;
  if (!st.stations || !st.stations->board) return;
  actor_report lines{"/node/providers", {}};
  for (const auto& [id, slot] : st.slots) {
    view::actor line;
    line.path = "/node/providers/" + id.value;
    line.state = slot.actor ? "running" : "restarting";
    line.restarts = slot.policy.total();
    line.handled = slot.calls;
    line.last_failure = slot.last_failure;
    line.since = iso8601(slot.since);
    lines.lines.push_back(std::move(line));
  }
  self->send(st.stations->board, std::move(lines));
}

} // namespace

providers_actor_state::~providers_actor_state() {
  for (auto& [id, slot] : slots)
    if (slot.actor) caf::anon_send_exit(slot.actor, caf::exit_reason::kill);
}

providers_actor::behavior_type providers_supervisor(self_pointer self, providers_options options) {
  self->state.options = std::move(options);
  self->set_down_handler([self](caf::down_msg& down) { on_down(self, down); });
  self->set_exit_handler([self](caf::exit_msg& e) {
    for (auto& [id, slot] : self->state.slots)
      if (slot.actor) self->send_exit(slot.actor, e.reason);
    self->quit(e.reason);
  });
  for (const auto& account : self->state.options.accounts) {
    auto& slot = self->state.slots[account.id];
    slot.settings = account;
    slot.policy = restart_policy(self->state.options.restarts);
    start(self, account.id, slot);
  }
  return {
      [self](provider_call& call) { on_call(self, call); },
      [self](provider_look_up& call) { on_look_up(self, call); },
      [self](station_handles_ptr& stations) { self->state.stations = stations; },
      [self](caf::tick_atom, std::uint64_t generation) {
        if (generation == 0) { // asked once a second by the node
          report(self);
          return;
        }
        const auto now = steady_now(self);
        for (auto& [id, slot] : self->state.slots)
          if (!slot.actor && slot.restart_at <= now) start(self, id, slot);
      },
  };
}

} // namespace tidings
