// What a connector reads by itself: the diary, and the patients in it.
#include "actors/connector/connector_actor.hpp"

#include <date/date.h>

#include <algorithm>
#include <map>

namespace tidings {

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
  appointments_read told;
  for (const auto& row : read.rows)
    if (row.what.starts_at < window.to) told.rows.push_back(row.what);
  std::sort(told.rows.begin(), told.rows.end(), [](const appointment& a, const appointment& b) {
    return std::tie(a.starts_at, a.id) < std::tie(b.starts_at, b.id);
  });
  if (!has_marks()) return;
  for (auto& row : told.rows) row.patient = pseudonym(row.patient);
  const auto hash = uuid::from_name("diary", encode(command(told)));
  if (hash == told_hash && steady_now() < told_at + connector_limits::retell_after) return;
  told_hash = hash;
  told_at = steady_now();
  // SystmOne shows what is to come: an appointment that has begun is missing without being gone.
  told.from = std::max(window.from, now() + connector_limits::clock_skew);
  told.to = std::max(window.to, told.from);
  tell(std::move(told));
}

// Patients with a booking to come whose details are unknown or old; those seen first come first.
void systmone_connector_state::queue_demographics(const systmone::diary& read) {
  const auto time = now();
  std::map<patient_id, timestamp> first;
  for (const auto& row : read.rows) {
    if (row.what.status != appointment_status::booked || row.what.starts_at < time) continue;
    const auto [at, fresh] = first.emplace(row.what.patient, row.what.starts_at);
    if (!fresh) at->second = std::min(at->second, row.what.starts_at);
  }
  std::erase_if(patients_read, [&](const auto& one) { return !first.contains(one.first); });
  std::vector<std::pair<timestamp, patient_id>> wanted;
  for (const auto& [who, starts_at] : first) {
    const auto known = patients_read.find(who);
    if (known != patients_read.end() && steady_now() < known->second + settings->connector.demographics_keep) continue;
    wanted.emplace_back(starts_at, who);
  }
  std::sort(wanted.begin(), wanted.end());
  if (wanted.size() > connector_limits::demographics_max) wanted.resize(connector_limits::demographics_max);
  backlog.clear();
  for (auto& [starts_at, who] : wanted) backlog.push_back(std::move(who));
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
    if (answer->refused->permanent) patients_read[what.patient] = steady_now();
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
  patients_read[what.patient] = steady_now();
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
