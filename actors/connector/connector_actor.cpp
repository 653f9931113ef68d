#include "actors/connector/connector_actor.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>

namespace tidings {
namespace {

std::string address_of(const system_one_settings& s) { return fmt::format("{}:{}", s.host, s.port); }

throttle::limits limits_of(const connector_settings& s) {
  const auto rate = s.systmone.requests_per_second > 0 ? s.systmone.requests_per_second : 1.0;
  return {std::chrono::duration_cast<throttle::span>(std::chrono::duration<double>(1 / rate)),
          s.systmone.record_interval, s.poll_every};
}

std::string print_utc(timestamp at) { return date::format("%Y-%m-%dT%H:%M:%SZ", at); }

bool same_peer(const system_one_settings& a, const system_one_settings& b) {
  return a.host == b.host && a.port == b.port && a.api_key == b.api_key && a.device_file == b.device_file;
}

} // namespace

connector_actor::behavior_type systmone_connector(connector_actor::stateful_pointer<systmone_connector_state> self,
                                                  practice_settings_ptr settings, practice_command_sink practices,
                                                  connector_report_sink reports, std::shared_ptr<wire_port> wire,
                                                  wall_clock now, std::shared_ptr<device_store> devices,
                                                  sealer_ptr keys) {
  auto& state = self->state;
  state.practices = std::move(practices);
  state.reports = std::move(reports);
  state.wire = std::move(wire);
  state.now = std::move(now);
  state.devices = std::move(devices);
  state.keys = std::move(keys);
  state.start(std::move(settings));
  return {
      [self](const connector_call& call) { self->state.take(call); },
      [self](const settings_changed& changed) { self->state.change(changed.settings); },
      [self](caf::tick_atom, std::uint64_t generation) { self->state.tick(generation); },
      [self](const wire_answer& what) { self->state.on_answer(what); },
  };
}

systmone_connector_state::~systmone_connector_state() {
  for (const auto& [job, one] : calls) {
    const bool sent = out && out->job == job;
    const auto code = sent ? error_code::outcome_unknown : error_code::unreachable;
    caf::anon_send(one.call.answer_to,
                   connector_answer{one.call.practice, one.call.token, {code, "the connector ended"}, {}, {}, {}});
  }
}

systmone_connector_state::instant systmone_connector_state::steady_now() const {
  return self->home_system().clock().now();
}

void systmone_connector_state::start(practice_settings_ptr with) {
  settings = std::move(with);
  started_at = now();
  queue.emplace(limits_of(settings->connector), steady_now());
  line.reads = line.failures = line.writes = 0;
  line.since = print_utc(now());
  health.start(address_of(settings->connector.systmone));
  load_device();
  poll_at = steady_now();
  report();
  pump();
}

void systmone_connector_state::change(practice_settings_ptr with) {
  const auto before = std::exchange(settings, std::move(with));
  queue->set(limits_of(settings->connector));
  if (!same_peer(before->connector.systmone, settings->connector.systmone)) {
    ++peer;
    health.start(address_of(settings->connector.systmone));
    load_device();
    starts.clear();
    patients.clear();
    backlog.clear();
  }
  poll_within(millis(0));
  poll_again = poll_queued;
  report();
  pump();
}

void systmone_connector_state::load_device() {
  const auto found = devices->load(settings->connector.systmone.device_file);
  device_id = found.value_or(std::string());
  health.device_not_kept(found ? std::string() : found.error().detail);
}

void systmone_connector_state::keep_device(const systmone::answer& answer) {
  if (answer.refused || answer.device_id.empty() || answer.device_id == device_id) return;
  device_id = answer.device_id;
  const auto kept = devices->save(settings->connector.systmone.device_file, device_id);
  health.device_not_kept(kept ? std::string() : kept.error().detail);
}

void systmone_connector_state::tick(std::uint64_t generation) {
  if (generation != timer) return;
  timer_at.reset();
  if (out && steady_now() >= out->give_up_at) {
    const wire_answer silence{out->token, {error_code::timed_out, "the wire gave no answer at all"}, {}};
    return on_answer(silence);
  }
  if (report_wanted && steady_now() >= report_at) report();
  pump();
}

void systmone_connector_state::poll_within(millis delay) { poll_at = std::min(poll_at, steady_now() + delay); }

millis systmone_connector_state::retry_delay() const {
  return std::min(connector_limits::retry_max, settings->connector.poll_every);
}

// Sends what may be sent, then sleeps until something else may.
void systmone_connector_state::pump() {
  const auto time = steady_now();
  if (!poll_queued && time >= poll_at) {
    poll_queued = true;
    queue->add({poll_job, false}, urgency::poll, time);
  }
  next_demographics();
  drop_old_calls();
  std::optional<instant> next;
  const auto consider = [&](instant at) { next = std::min(next.value_or(at), at); };
  if (!out) {
    const auto step = queue->next(time);
    if (const auto* what = std::get_if<throttle::send>(&step))
      send(what->what);
    else if (const auto* until = std::get_if<throttle::wait_until>(&step))
      consider(until->at);
  }
  if (out) consider(out->give_up_at);
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

void systmone_connector_state::send(const throttle::job& job) {
  const auto& gateway = settings->connector.systmone;
  under_way what;
  what.job = job.id;
  what.token = ++last_token;
  what.request_uid = fmt::format("{}-{}-{}", settings->id.text(), to_ms(started_at), last_token);
  what.sent_at = steady_now();
  what.give_up_at = what.sent_at + gateway.answer_timeout + connector_limits::wire_grace;
  what.peer = peer;
  const systmone::envelope about{gateway.api_key.reveal(), device_id, what.request_uid};
  std::string bytes;
  if (job.id == poll_job) {
    what.function = "GetDiary";
    what.window = systmone::window_of(now(), settings->connector.days_ahead);
    bytes = systmone::get_diary(about, what.window.from, what.window.to);
  } else if (job.id == demographics_job) {
    what.function = "GetPatientRecord";
    what.patient = backlog.front();
    backlog.pop_front();
    bytes = systmone::get_demographics(about, what.patient);
  } else {
    bytes = call_request(calls.at(job.id), about, what.function);
  }
  out = std::move(what);
  wire->exchange({gateway.host, static_cast<std::uint16_t>(gateway.port), std::move(bytes), out->request_uid,
                  gateway.answer_timeout},
                 [to = caf::weak_actor_ptr(self->ctrl()), token = out->token](result<std::string> answer) {
                   // Weakly, so that an open request keeps no ended connector alive.
                   const auto me = caf::actor_cast<connector_actor>(to);
                   if (!me) return;
                   if (answer)
                     caf::anon_send(me, wire_answer{token, {}, std::move(*answer)});
                   else
                     caf::anon_send(me, wire_answer{token, std::move(answer.error()), {}});
                 });
}

void systmone_connector_state::on_answer(const wire_answer& what) {
  if (!out || out->token != what.token) return; // given up before
  const auto mine = *std::exchange(out, std::nullopt);
  queue->answered(steady_now());
  if (what.error.code != error_code::none) {
    handle(mine, tl::unexpected(what.error), what.error);
  } else {
    auto answer = systmone::read_answer(what.bytes);
    if (answer && !answer->request_uid.empty() && answer->request_uid != mine.request_uid)
      answer = fail(error_code::invalid_input, "SystmOne's answer is to another request");
    if (answer && !answer->function.empty() && answer->function != mine.function)
      answer = fail(error_code::invalid_input, "SystmOne's answer is to another function");
    if (answer && mine.peer == peer) keep_device(*answer);
    handle(mine, answer, {});
  }
  report();
  pump();
}

// `why.code` none: the wire brought something, which `answer` is or can't be read as.
void systmone_connector_state::handle(const under_way& what, const result<systmone::answer>& answer,
                                      const failure& why) {
  if (what.peer != peer && what.job <= demographics_job) {
    // The settings have changed meanwhile: what another gateway says about appointments and patients isn't theirs.
    (what.job == poll_job ? poll_queued : demographics_queued) = false;
    poll_again = false;
    return poll_within(millis(0));
  }
  const bool has_device = !device_id.empty();
  if (why.code != error_code::none)
    health.no_answer(why, has_device);
  else if (!answer)
    health.unreadable(answer.error().detail);
  if (!answer || answer->refused) ++line.failures;
  if (!answer) poll_within(retry_delay()); // to see how it is
  report_wanted = true;
  if (what.job == poll_job)
    on_diary(what, answer);
  else if (what.job == demographics_job)
    on_demographics(what, answer);
  else
    on_call(what, answer, why);
}

void systmone_connector_state::report() {
  const bool changed = health.state() != told_state || health.reason() != told_reason || line.state.empty();
  if (!changed && (!report_wanted || steady_now() < report_at)) return;
  if (health.state() != told_state) line.since = print_utc(now());
  told_state = health.state();
  told_reason = health.reason();
  line.practice = settings->id.str();
  line.practice_name = settings->name;
  line.system = settings->connector.system;
  line.address = address_of(settings->connector.systmone);
  line.state = boost::describe::enum_to_string(told_state, "");
  line.reason = told_reason;
  line.operations_open = calls.size();
  report_wanted = false;
  report_at = steady_now() + connector_limits::report_every;
  self->send(reports, connector_report{line});
}

} // namespace tidings
