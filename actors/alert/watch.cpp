#include "actors/alert/watch.hpp"

#include "schemas/ids.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <set>

namespace tidings::alert {
namespace {

double minutes_of(millis span) { return static_cast<double>(span.count()) / 60'000; }
double days_of(millis span) { return minutes_of(span) / (24 * 60); }

bool is_beyond(alert_measure measure, double limit, double value) {
  return measure == alert_measure::certificate_ends ? value < limit : value >= limit;
}

bool is_well_within(alert_measure measure, double limit, double value) {
  const auto room = limit * watch::margin;
  return measure == alert_measure::certificate_ends ? value >= limit + room : value < limit - room;
}

} // namespace

std::map<alert_measure, limit> limits_of(const alert_settings& settings) {
  using enum alert_measure;
  std::map<alert_measure, limit> all;
  if (settings.connector_down > millis(0)) all[connector_down] = {1, settings.connector_down};
  if (settings.provider_out > millis(0)) all[provider_out] = {1, settings.provider_out};
  if (settings.queue_age > millis(0)) all[queue_age] = {minutes_of(settings.queue_age), millis(0)};
  if (settings.in_doubt > 0) all[in_doubt] = {static_cast<double>(settings.in_doubt), millis(0)};
  if (settings.parked > 0) all[parked] = {static_cast<double>(settings.parked), millis(0)};
  if (settings.backup_age > millis(0)) all[backup_age] = {minutes_of(settings.backup_age), millis(0)};
  if (settings.certificate_ends > millis(0)) all[certificate_ends] = {days_of(settings.certificate_ends), millis(0)};
  if (settings.disk_used > 0) all[disk_used] = {static_cast<double>(settings.disk_used), millis(0)};
  if (settings.budget_used > 0) all[budget_used] = {static_cast<double>(settings.budget_used), millis(0)};
  if (settings.documents_held > millis(0)) all[documents_held] = {1, settings.documents_held};
  return all;
}

std::string id_of(const key& which) {
  const std::string measure = boost::describe::enum_to_string(which.measure, "");
  return to_text(id_from_name<item_id>("alert", measure + '|' + which.subject));
}

std::string_view word_of(turn which) {
  switch (which) {
  case turn::raised:
    return "raised";
  case turn::repeated:
    return "repeated";
  case turn::resolved:
    return "resolved";
  }
  return "";
}

void watch::restore(one what) {
  what.told_at = {};
  auto& track = tracks_[what.which];
  track.fires = true;
  track.what = std::move(what);
}

void watch::look_at(const key& which, const figure* now_is, timestamp now, std::vector<notice>& notices) {
  const auto found = limits_.find(which.measure);
  const bool beyond =
      now_is != nullptr && found != limits_.end() && is_beyond(which.measure, found->second.at, now_is->value);
  const bool calm_now =
      now_is == nullptr || found == limits_.end() || is_well_within(which.measure, found->second.at, now_is->value);
  auto& track = tracks_[which];
  if (!track.fires) {
    if (!beyond) {
      tracks_.erase(which);
      return;
    }
    if (!track.beyond_since) track.beyond_since = now;
    if (now < *track.beyond_since + found->second.lasting) return;
    track.fires = true;
    track.what = {which, now_is->said, *track.beyond_since, now, false, {}, {}};
    notices.push_back({turn::raised, track.what});
    return;
  }
  if (beyond) track.what.said = now_is->said;
  if (!calm_now) {
    track.calm_since.reset();
    if (track.what.acknowledged || now < track.what.told_at + repeat_every_) return;
    track.what.told_at = now;
    notices.push_back({turn::repeated, track.what});
    return;
  }
  if (!track.calm_since) track.calm_since = now;
  if (now < *track.calm_since + calm) return;
  notices.push_back({turn::resolved, track.what});
  tracks_.erase(which);
}

std::vector<notice> watch::look(const std::vector<figure>& figures, timestamp now) {
  std::map<key, const figure*> all;
  for (const auto& [which, track] : tracks_) all.emplace(which, nullptr);
  for (const auto& one : figures) all[{one.measure, one.subject}] = &one;
  std::vector<notice> notices;
  for (const auto& [which, figure] : all) look_at(which, figure, now, notices);
  return notices;
}

std::optional<one> watch::acknowledge(const std::string& id, const std::string& by, const std::string& note) {
  for (auto& [which, track] : tracks_) {
    if (!track.fires || id_of(which) != id) continue;
    track.what.acknowledged = true;
    track.what.by = by;
    track.what.note = note;
    return track.what;
  }
  return std::nullopt;
}

std::vector<one> watch::firing() const {
  std::vector<one> all;
  for (const auto& [which, track] : tracks_)
    if (track.fires) all.push_back(track.what);
  return all;
}

} // namespace tidings::alert
