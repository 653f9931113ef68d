// What others ask of a polled connector: each call is made once and answered exactly once.
#include "actors/connector/call_words.hpp"
#include "actors/connector/polled/polled_connector_actor.hpp"

namespace tidings {

void polled_connector_state::take(connector_call call) {
  const auto job = ++last_job;
  auto asked_as = patient_of(call.what);
  if (!call.system_id.reveal().empty())
    std::visit([&](auto& one) { one.patient = patient_id(call.system_id.reveal()); }, call.what);
  const auto how = call.only_test ? urgency::asked : urgency_of(call.what);
  calls.emplace(job, open_call{std::move(call), std::move(asked_as), steady_now()});
  if (calls.size() > connector_limits::calls_max)
    return finish(job, error_code::overloaded, "too many requests wait for this connector");
  report_wanted = true;
  queue->add({job, false}, how, steady_now());
  pump();
}

void polled_connector_state::drop_old_calls() {
  std::vector<std::uint64_t> old;
  for (const auto& [job, one] : calls)
    if ((!out || out->job != job) && steady_now() >= one.taken_at + connector_limits::call_age_max) old.push_back(job);
  for (const auto job : old) {
    queue->drop(job);
    finish(job, error_code::overloaded, "it waited too long for its turn");
  }
}

void polled_connector_state::ask(const open_call& one) {
  if (one.call.only_test) {
    probed = false;
    return dispatch([](clinical_system& system, brought& back) { back.remark = system.remark(); });
  }
  out->write = is_write(one.call.what);
  if (const auto* whose = std::get_if<read_patient>(&one.call.what))
    return dispatch(
        [who = whose->patient](clinical_system& system, brought& back) { back.patient = system.read_patient(who); });
  dispatch([what = one.call.what](clinical_system& system, brought& back) { back.answer = system.perform(what); });
}

void polled_connector_state::on_call(const under_way& done) {
  const auto found = calls.find(done.job);
  if (found == calls.end()) return;
  const auto& one = found->second;
  auto& back = *done.what;
  if (!back.probed) { // nothing was asked
    probed = false;
    poll_within(back_off());
    if (one.call.only_test) { // whoever tests wants to know what the matter is, as does everybody who looks
      health.failed(back.probed.error());
      return finish(done.job, error_code::unreachable, health.reason());
    }
    return finish(done.job, error_code::unreachable, back.probed.error().detail);
  }
  if (one.call.only_test) return finish(done.job, error_code::none, back.remark);
  if (std::holds_alternative<read_patient>(one.call.what)) {
    if (!back.patient) return finish(done.job, back.patient.error().code, back.patient.error().detail);
    patients.read(back.patient->id, steady_now());
    tell_patient(std::move(*back.patient));
    return finish(done.job, error_code::none, {});
  }
  auto answer = std::move(back.answer);
  auto& code = answer.error.code;
  if (code == error_code::unreachable || code == error_code::timed_out || code == error_code::outcome_unknown)
    poll_within(back_off()); // how is it?
  // What only reads has no effect to be in doubt about.
  if (!done.write && (code == error_code::outcome_unknown || code == error_code::timed_out))
    code = error_code::unreachable;
  if (answer.found_appointment) {
    if (!has_marks()) return finish(done.job, error_code::unreachable, "the practice's keys can't be read");
    const auto& own = patient_of(one.call.what);
    auto& whose = answer.found_appointment->patient;
    whose = whose == own ? one.asked_as : pseudonym(whose);
  }
  if (done.write && code == error_code::none) ++line.writes;
  finish(done.job, std::move(answer));
}

void polled_connector_state::finish(std::uint64_t job, error_code code, std::string detail) {
  connector_answer answer;
  answer.error = {code, std::move(detail)};
  finish(job, std::move(answer));
}

void polled_connector_state::finish(std::uint64_t job, connector_answer what) {
  const auto& call = calls.at(job).call;
  what.practice = call.practice;
  what.token = call.token;
  const auto answer_to = call.answer_to;
  calls.erase(job);
  report_wanted = true;
  self->send(answer_to, std::move(what));
}

} // namespace tidings
