// What a connector reads by itself: the diary, and the patients in it.
#include "actors/connector/connector_actor.hpp"

#include <date/date.h>

#include <algorithm>

namespace tidings {
namespace {

std::vector<appointment> rows_of(const systmone::diary& read) {
  std::vector<appointment> rows;
  rows.reserve(read.rows.size());
  for (const auto& row : read.rows) rows.push_back(row.what);
  return rows;
}

} // namespace

void systmone_connector_state::on_diary(const under_way& what, const result<systmone::answer>& answer) {
  const auto time = steady_now();
  poll_queued = false;
  poll_at = time + (std::exchange(poll_again, false) ? millis(0) : retry_delay());
  if (!answer) return; // the health has been told by whoever found out
  if (answer->refused) {
    if (answer->refused->permanent)
      health.no_access(*answer->refused);
    else
      health.poll_refused(*answer->refused, !device_id.empty());
    return;
  }
  const auto read = systmone::read_diary(*answer, settings->id);
  if (!read) {
    ++line.failures;
    health.unreadable(read.error().detail);
    return;
  }
  if (poll_at > time) poll_at = std::max(time, what.sent_at + settings->connector.poll_every);
  ++line.reads;
  line.last_read_ms = std::chrono::duration_cast<millis>(time - what.sent_at).count();
  line.last_read_at = date::format("%Y-%m-%dT%H:%M:%SZ", now());
  health.appointments_read(read->without_patient);
  diary_has_uids = read->has_uids;
  starts.clear();
  for (const auto& row : read->rows) starts.emplace_back(std::hash<appointment_id>{}(row.what.id), row.what.starts_at);
  std::sort(starts.begin(), starts.end());
  queue_demographics(*read);
  tell_appointments(*read, what.window);
}

void systmone_connector_state::tell_appointments(const systmone::diary& read, const systmone::window& window) {
  if (!has_marks()) return;
  auto rows = rows_of(read);
  for (auto& row : rows) row.patient = pseudonym(row.patient);
  if (auto news = told.news(std::move(rows), window, now(), steady_now())) tell(std::move(*news));
}

void systmone_connector_state::queue_demographics(const systmone::diary& read) {
  backlog = patients.to_read(rows_of(read), now(), steady_now(), settings->connector.demographics_keep);
}

void systmone_connector_state::next_demographics() {
  if (demographics_queued || backlog.empty()) return;
  demographics_queued = true;
  queue->add({demographics_job, false}, urgency::demographics, steady_now());
}

void systmone_connector_state::on_demographics(const under_way& what, const result<systmone::answer>& answer) {
  demographics_queued = false;
  if (!answer) {
    // No use in asking on: the next good poll, which is soon, queues them again.
    backlog.clear();
    return;
  }
  if (answer->refused) {
    health.answered();
    // One patient that SystmOne won't show is left alone for a while; several in a row may mean that it shows nobody.
    if (answer->refused->permanent) patients.read(what.patient, steady_now());
    if (++refusals < connector_limits::refusals_max) return;
    refusals = 0;
    backlog.clear();
    return poll_within(millis(0));
  }
  refusals = 0;
  auto read = systmone::read_demographics(*answer, what.patient);
  if (!read) {
    ++line.failures;
    return health.unreadable(read.error().detail);
  }
  health.answered();
  patients.read(what.patient, steady_now());
  tell_patient(std::move(*read));
}

void systmone_connector_state::tell_patient(patient_details what) {
  if (!has_marks()) return;
  what.system_id = secret_text(what.id.value);
  what.id = pseudonym(what.id);
  tell(patient_read{std::move(what)});
}

// Without them nobody can be told apart from what SystmOne calls them, so nothing is told.
bool systmone_connector_state::has_marks() {
  if (marks) return true;
  auto found = keys->marker_of(settings->id);
  if (found)
    marks = std::move(*found);
  else
    health.unreadable(found.error().detail);
  return marks.has_value();
}

void systmone_connector_state::tell(command what) {
  self->send(practices, practice_command{settings->id, std::move(what), {}, 0});
}

} // namespace tidings
