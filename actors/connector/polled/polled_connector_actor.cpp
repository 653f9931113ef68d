#include "actors/connector/polled/polled_connector_actor.hpp"

#include "actors/connector/call_words.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <date/date.h>

#include <algorithm>

namespace tidings {
namespace {

// A clinical_system keeps its own pace; here only who goes first is decided.
throttle::limits limits_of(const connector_settings& s) {
  return {throttle::span::zero(), throttle::span::zero(), s.poll_every};
}

std::string print_utc(timestamp at) { return date::format("%Y-%m-%dT%H:%M:%SZ", at); }

} // namespace

connector_actor::behavior_type polled_connector(connector_actor::stateful_pointer<polled_connector_state> self,
                                                practice_settings_ptr settings, practice_command_sink practices,
                                                connector_report_sink reports, polled_ports ports) {
  auto& state = self->state;
  state.practices = std::move(practices);
  state.reports = std::move(reports);
  state.ports = std::move(ports);
  state.start(std::move(settings));
  return {
      [self](const connector_call& call) { self->state.take(call); },
      [self](const settings_changed& changed) { self->state.change(changed.settings); },
      [self](caf::tick_atom, std::uint64_t generation) { self->state.tick(generation); },
      [self](const wire_answer& what) { self->state.on_answer(what); },
  };
}

polled_connector_state::~polled_connector_state() {
  for (const auto& [job, one] : calls) {
    const bool doubtful = out && out->job == job && out->write;
    const auto code = doubtful ? error_code::outcome_unknown : error_code::unreachable;
    caf::anon_send(one.call.answer_to,
                   connector_answer{one.call.practice, one.call.token, {code, "the connector ended"}, {}, {}, {}});
  }
}

polled_connector_state::instant polled_connector_state::steady_now() const { return self->home_system().clock().now(); }

void polled_connector_state::start(practice_settings_ptr with) {
  settings = std::move(with);
  queue.emplace(limits_of(settings->connector), steady_now());
  line.since = print_utc(ports.now());
  begin_anew();
  poll_at = steady_now();
  report();
  pump();
}

// With a worker of its own: what the one before is at comes to its end first, and nothing is asked meanwhile.
void polled_connector_state::begin_anew() {
  const auto words = ports.describe(*settings);
  line.system = words.name;
  line.address = words.address;
  line.may_write = words.may_write;
  health.start(words.title, words.address);
  worker = ports.start(*settings);
  probed = false;
  patients.clear();
  backlog.clear();
  if (!out || !out->given_up) return;
  out.reset(); // whatever hung is left behind with its worker
  queue->answered(steady_now());
}

void polled_connector_state::change(practice_settings_ptr with) {
  settings = std::move(with);
  queue->set(limits_of(settings->connector));
  begin_anew();
  poll_within(millis(0));
  poll_again = poll_queued;
  report();
  pump();
}

void polled_connector_state::tick(std::uint64_t generation) {
  if (generation != timer) return;
  timer_at.reset();
  if (out && !out->given_up && steady_now() >= out->give_up_at) give_up();
  if (report_wanted && steady_now() >= report_at) report();
  pump();
}

void polled_connector_state::poll_within(millis delay) { poll_at = std::min(poll_at, steady_now() + delay); }

millis polled_connector_state::back_off() const {
  constexpr unsigned doublings_max = 10;
  const auto wait = connector_limits::back_off_first * (1U << std::min(health.failures(), doublings_max)) / 2;
  return std::min({std::max(wait, connector_limits::back_off_first), connector_limits::back_off_longest,
                   settings->connector.poll_every});
}

// Sends what may be sent, then sleeps until something else may.
void polled_connector_state::pump() {
  const auto time = steady_now();
  if (!poll_queued && time >= poll_at) {
    poll_queued = true;
    queue->add({poll_job, false}, urgency::poll, time);
  }
  next_demographics();
  drop_old_calls();
  if (!out)
    if (const auto step = queue->next(time); const auto* what = std::get_if<throttle::send>(&step)) send(what->what);
  std::optional<instant> next;
  const auto consider = [&](instant at) { next = std::min(next.value_or(at), at); };
  if (out && !out->given_up) consider(out->give_up_at);
  if (!poll_queued) consider(poll_at);
  for (const auto& [job, one] : calls)
    if (!out || out->job != job) consider(one.taken_at + connector_limits::call_age_max);
  if (report_wanted) consider(report_at);
  // A timer can't be taken back, so a new one is set only when it must ring sooner.
  if (!next || (timer_at && *timer_at <= *next)) return;
  timer_at = next;
  const auto delay = std::max(*next - steady_now(), instant::duration::zero());
  self->delayed_send(self, delay, caf::tick_atom::value, ++timer);
}

void polled_connector_state::send(const throttle::job& job) {
  under_way what;
  what.job = job.id;
  what.token = ++last_token;
  what.sent_at = steady_now();
  what.give_up_at = what.sent_at + connector_limits::system_call_max;
  what.what = std::make_shared<brought>();
  out = std::move(what);
  if (job.id == poll_job)
    read_appointments();
  else if (job.id == demographics_job)
    read_next_patient();
  else
    ask(calls.at(job.id));
}

void polled_connector_state::dispatch(std::function<void(clinical_system&, brought&)> call) {
  worker->run([call = std::move(call), what = out->what, token = out->token, must_probe = !probed,
               to = caf::weak_actor_ptr(self->ctrl())](clinical_system& system) {
    if (must_probe) what->probed = system.probe();
    if (what->probed) call(system, *what);
    // Weakly, so that an open request keeps no ended connector alive.
    if (const auto me = caf::actor_cast<connector_actor>(to)) caf::anon_send(me, wire_answer{token, {}, {}});
  });
}

void polled_connector_state::on_answer(const wire_answer& what) {
  if (!out || out->token != what.token) return; // of a worker that was left behind
  const auto done = std::exchange(out, std::nullopt);
  queue->answered(steady_now());
  report_wanted = true;
  if (done->given_up) {
    poll_within(millis(0)); // it is back: how is it now?
  } else {
    if (done->what->probed) probed = true;
    if (done->job == poll_job)
      on_rows(*done);
    else if (done->job == demographics_job)
      on_patient(*done);
    else
      on_call(*done);
  }
  report();
  pump();
}

// The call stays under way, as nobody can take it back. Who asked is answered now.
void polled_connector_state::give_up() {
  out->given_up = true;
  probed = false;
  health.hangs(connector_limits::system_call_max);
  ++line.failures;
  if (out->job == poll_job) poll_queued = false, poll_at = steady_now() + back_off();
  if (out->job == demographics_job) demographics_queued = false, backlog.clear();
  if (calls.contains(out->job))
    finish(out->job, out->write ? error_code::outcome_unknown : error_code::unreachable,
           "the clinical system hasn't come back from the request");
  report();
}

// A changed state is told at once, counters at most every 5 s.
void polled_connector_state::report() {
  const std::string state = boost::describe::enum_to_string(health.state(), "");
  const bool changed = state != told_state || health.reason() != told_reason;
  if (!changed && (!report_wanted || steady_now() < report_at)) return;
  if (state != told_state && !told_state.empty()) line.since = print_utc(ports.now());
  told_state = line.state = state;
  told_reason = line.reason = health.reason();
  line.practice = settings->id.str();
  line.practice_name = settings->name;
  report_wanted = false;
  report_at = steady_now() + connector_limits::report_every;
  self->send(reports, connector_report{line});
}

} // namespace tidings
