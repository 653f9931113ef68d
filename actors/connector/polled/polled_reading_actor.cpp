// What a polled connector reads by itself: the appointments, and the patients in them.
#include "actors/connector/polled/polled_connector_actor.hpp"

#include <date/date.h>

namespace tidings {

void polled_connector_state::read_appointments() {
  const auto asked = systmone::window_of(ports.now(), settings->connector.days_ahead);
  const auto now = ports.now();
  const bool due = changes_known && now >= *changes_known + connector_limits::changes_every;
  dispatch([asked, now, first = !changes_known, since = due ? changes_known : std::nullopt](clinical_system& system,
                                                                                            brought& back) {
    back.rows = system.read_appointments(asked.from, asked.to);
    const auto seen = system.window_read(asked.from, asked.to);
    back.window = {std::max(asked.from, seen.from), std::min(asked.to, seen.to)};
    if (!back.rows) return;
    back.groups = system.groups();
    back.remark = system.remark();
    if (since) {
      auto changed = system.read_changed_patients(*since);
      if (!changed) return; // asked again with the next reading, from the same moment on
      back.changed = std::move(*changed);
    }
    if (since || first) back.changes_known = now - connector_limits::clock_skew;
  });
}

void polled_connector_state::on_rows(const under_way& done) {
  const auto time = steady_now();
  poll_queued = false;
  const auto& back = *done.what;
  if (!back.probed || !back.rows) {
    ++line.failures;
    probed = false;
    health.failed(back.probed ? back.rows.error() : back.probed.error());
    backlog.clear();
    poll_at = time + (std::exchange(poll_again, false) ? millis(0) : back_off());
    return;
  }
  poll_at = std::exchange(poll_again, false) ? time : std::max(time, done.sent_at + settings->connector.poll_every);
  ++line.reads;
  line.last_read_ms = std::chrono::duration_cast<millis>(time - done.sent_at).count();
  line.last_read_at = date::format("%Y-%m-%dT%H:%M:%SZ", ports.now());
  health.appointments_read(back.remark);
  auto rows = *back.rows;
  for (const auto& who : back.changed) patients.forget(who);
  if (back.changes_known) changes_known = back.changes_known;
  backlog = patients.to_read(rows, ports.now(), time, settings->connector.demographics_keep);
  if (!has_marks()) return;
  tell_groups(back.groups);
  for (auto& row : rows) row.patient = pseudonym(row.patient);
  if (auto news = told.news(std::move(rows), back.window, ports.now(), time)) tell(std::move(*news));
}

void polled_connector_state::tell_groups(const clinical_system::group_lists& groups) {
  clinical_system::group_lists by_marks;
  for (const auto& [group, members] : groups) {
    auto& mine = by_marks[group];
    for (const auto& who : members) mine.insert(pseudonym(who));
  }
  for (auto& one : told_groups.news(by_marks, steady_now())) tell(std::move(one));
}

void polled_connector_state::next_demographics() {
  if (demographics_queued || backlog.empty()) return;
  demographics_queued = true;
  queue->add({demographics_job, false}, urgency::demographics, steady_now());
}

void polled_connector_state::read_next_patient() {
  if (backlog.empty()) { // cleared while this waited for its turn
    demographics_queued = false;
    queue->answered(steady_now());
    out.reset();
    return;
  }
  out->patient = backlog.front();
  backlog.pop_front();
  dispatch([who = out->patient](clinical_system& system, brought& back) { back.patient = system.read_patient(who); });
}

void polled_connector_state::on_patient(const under_way& done) {
  demographics_queued = false;
  const auto& back = *done.what;
  if (back.probed && back.patient) {
    refusals = 0;
    patients.read(done.patient, steady_now());
    return tell_patient(*back.patient);
  }
  const auto& why = back.probed ? back.patient.error() : back.probed.error();
  if (back.probed && why.code == error_code::refused) {
    // One patient that the system won't show is left alone for a while; several in a row may mean that it shows nobody.
    patients.read(done.patient, steady_now());
    if (++refusals < connector_limits::refusals_max) return;
    refusals = 0;
  }
  // No use in asking on: the next good poll queues them again.
  backlog.clear();
  poll_within(back_off());
}

void polled_connector_state::tell_patient(patient_details what) {
  if (!has_marks()) return;
  what.system_id = secret_text(what.id.value);
  what.id = pseudonym(what.id);
  tell(patient_read{std::move(what)});
}

// Without them nobody can be told apart from what the system calls them, so nothing is told.
bool polled_connector_state::has_marks() {
  if (marks) return true;
  auto found = ports.keys->marker_of(settings->id);
  if (found)
    marks = std::move(*found);
  else
    health.trouble(found.error());
  return marks.has_value();
}

void polled_connector_state::tell(command what) {
  self->send(practices, practice_command{settings->id, std::move(what), {}, 0});
}

} // namespace tidings
