#include "actors/connector/hand_over/hand_over_actor.hpp"

#include "actors/connector/call_words.hpp"
#include "actors/connector/limits.hpp"

namespace tidings {

namespace {
constexpr std::uint64_t look_timer = 0; ///< no call has it
}

connector_actor::behavior_type hand_over(connector_actor::stateful_pointer<hand_over_state> self, practice_id practice,
                                         documents_report_sink reports,
                                         std::function<std::shared_ptr<clinical_worker>()> start) {
  self->state.practice = std::move(practice);
  self->state.reports = std::move(reports);
  self->state.start = std::move(start);
  self->state.look_again();
  return {
      [self](const connector_call& call) { self->state.take(call); },
      [](const settings_changed&) {}, // other settings want another actor: its supervisor sees to that
      [self](caf::tick_atom, std::uint64_t token) {
        if (token == look_timer)
          self->state.look_again();
        else
          self->state.give_up(token);
      },
      [self](const wire_answer& what) { self->state.on_answer(what); },
  };
}

hand_over_state::~hand_over_state() {
  for (const auto& [token, one] : calls) {
    const auto code = is_write(one.call.what) ? error_code::outcome_unknown : error_code::unreachable;
    caf::anon_send(one.call.answer_to, connector_answer{.practice = one.call.practice,
                                                        .token = one.call.token,
                                                        .error = {code, "the hand-over of documents ended"}});
  }
}

void hand_over_state::take(connector_call call) {
  if (!call.system_id.reveal().empty())
    std::visit([&](auto& one) { one.patient = patient_id(call.system_id.reveal()); }, call.what);
  if (calls.size() >= connector_limits::calls_max)
    return answer(call, {.error = {error_code::overloaded, "too many documents wait for the hand-over"}});
  if (!worker) worker = start();
  const auto token = ++last_token;
  auto brought = std::make_shared<connector_answer>();
  worker->run([what = call.what, brought, token, to = caf::weak_actor_ptr(self->ctrl())](clinical_system& place) {
    *brought = place.perform(what);
    if (const auto me = caf::actor_cast<connector_actor>(to)) caf::anon_send(me, wire_answer{token, {}, {}});
  });
  calls.emplace(token, open_call{std::move(call), std::move(brought)});
  self->delayed_send(self, connector_limits::system_call_max, caf::tick_atom::value, token);
}

void hand_over_state::look_again() {
  look_now();
  self->delayed_send(self, hand_over_look_every, caf::tick_atom::value, look_timer);
}

void hand_over_state::look_now() {
  if (looking) return;
  if (!worker) worker = start();
  looking = look{++last_token, std::make_shared<result<void>>()};
  worker->run(
      [found = looking->found, token = looking->token, to = caf::weak_actor_ptr(self->ctrl())](clinical_system& place) {
        *found = place.probe();
        if (const auto me = caf::actor_cast<connector_actor>(to)) caf::anon_send(me, wire_answer{token, {}, {}});
      });
  self->delayed_send(self, connector_limits::system_call_max, caf::tick_atom::value, looking->token);
}

void hand_over_state::report() { self->send(reports, documents_report{practice, health.is_up(), health.reason()}); }

void hand_over_state::on_answer(const wire_answer& what) {
  if (looking && looking->token == what.token) {
    const auto done = *std::exchange(looking, std::nullopt);
    if (health.took(*done.found)) report();
    return;
  }
  const auto found = calls.find(what.token);
  if (found == calls.end()) return; // of a worker that was left behind
  auto done = std::move(found->second);
  calls.erase(found);
  if (done.brought->error.code == error_code::unreachable) look_now(); // others want to know it, too
  answer(done.call, std::move(*done.brought));
}

void hand_over_state::give_up(std::uint64_t token) {
  if (looking && looking->token == token && health.hangs(connector_limits::system_call_max)) report();
  const auto found = calls.find(token);
  if (found == calls.end()) return;
  auto late = std::move(found->second);
  calls.erase(found);
  worker.reset();
  looking.reset(); // what waited for its turn there never gets it
  const auto code = is_write(late.call.what) ? error_code::outcome_unknown : error_code::unreachable;
  answer(late.call, {.error = {code, "the folder for documents gives no answer"}});
}

void hand_over_state::answer(const connector_call& to, connector_answer what) {
  what.practice = to.practice;
  what.token = to.token;
  self->send(to.answer_to, std::move(what));
}

} // namespace tidings
