// What the stations report of themselves, and what every open page is shown of it.
#include "actors/board/board_actor.hpp"

#include <utility>

namespace tidings {
namespace {

constexpr millis quiet_start{10'000}; // settings that come so soon are not news

template <class T> bool same(const T& a, const T& b) {
  bool equal = true;
  boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
      [&](auto field) { equal = equal && a.*field.pointer == b.*field.pointer; });
  return equal;
}

} // namespace

// -- reports ------------------------------------------------------------------------------------

void board_actor_state::report(const actor_report& what) {
  auto& known = rows.actors[what.station];
  if (!known.empty())
    for (auto& note : restart_notes(known, what.lines, clock())) show(std::move(note));
  known = what.lines;
  for (auto& line : known)
    if (line.path == "/node/board") line.handled = handled_;
  constexpr std::string_view folder = "/practices/";
  for (const auto& line : known) {
    const auto at = line.path.rfind(folder);
    if (at == std::string::npos) continue;
    const auto id = practice_id::parse(std::string_view(line.path).substr(at + folder.size()));
    const auto found = id ? rows.practice_numbers.find(*id) : rows.practice_numbers.end();
    if (found == rows.practice_numbers.end()) continue;
    auto& practice = rows.practices[found->second];
    const bool active = line.state == "running";
    if (practice.active != active) changed_.practices = true;
    practice.active = active;
  }
}

void board_actor_state::report(const connector_report& what) {
  const auto id = practice_id::parse(what.what.practice);
  if (!id) return;
  auto& practice = rows.practice(*id);
  if (practice.connector && same(*practice.connector, what.what)) return;
  if (auto note = connector_note(practice.connector ? &*practice.connector : nullptr, what.what, clock()))
    show(std::move(*note));
  practice.connector = what.what;
  changed_.overview = changed_.practices = changed_.connectors = true;
}

void board_actor_state::report(const provider_report& what) {
  auto& row = rows.providers[what.what.id];
  row.id = what.what.id;
  if (row.reported && same(*row.reported, what.what)) return;
  if (auto note = provider_note(row.reported ? &*row.reported : nullptr, what.what, clock())) show(std::move(*note));
  row.reported = what.what;
  changed_.overview = changed_.providers = true;
}

void board_actor_state::report(const queue_report& what) {
  for (auto& [id, row] : rows.providers) {
    const auto now_in = [provider = provider_id(id)](const auto& counts) {
      const auto found = counts.find(provider);
      return found == counts.end() ? view::count{0} : found->second;
    };
    const auto oldest = what.oldest.find(provider_id(id));
    row.oldest = oldest == what.oldest.end() ? timestamp{} : oldest->second;
    const auto queued = now_in(what.queued);
    const auto in_flight = now_in(what.in_flight);
    if (queued == row.queued && in_flight == row.in_flight) continue;
    row.queued = queued;
    row.in_flight = in_flight;
    changed_.providers = true;
  }
  for (auto& row : rows.practices) {
    const auto found = what.practices.find(row.id);
    row.ready = found == what.practices.end() ? 0 : found->second.ready;
    row.later = found == what.practices.end() ? 0 : found->second.later;
  }
}

void board_actor_state::report(const log_trouble& what) {
  changed_.all();
  if (what.practice.empty())
    about.log_trouble = what.why.detail;
  else
    rows.practice(what.practice).trouble = what.why.detail;
  show(trouble_note(what.practice, what.why, clock()));
  check_caught_up();
}

void board_actor_state::settle(const settings_changed& what) {
  if (!what.settings) return;
  auto& practice = rows.practice(what.settings->id);
  const bool is_new = !practice.configured;
  practice.configured = true;
  practice.name = what.settings->name;
  practice.system = what.settings->connector.system;
  practice.budget_pence = what.settings->budget_pence_a_day;
  practice.budget_warn_share = what.settings->budget_warn_share;
  practice.route.clear();
  for (const auto& provider : what.settings->sms_route) practice.route.push_back(provider.value);
  practice.route_by_weight = what.settings->route_by_weight;
  practice.settings = what.settings;
  changed_.all();
  const auto now = clock();
  if (is_new && now >= about.started_at + quiet_start) show(practice_note(practice, true, now));
}

void board_actor_state::settle(const practice_removed& what) {
  auto& practice = rows.practice(what.practice);
  if (!practice.configured) return;
  practice.configured = false;
  practice.settings = nullptr;
  practice.connector.reset();
  changed_.all();
  show(practice_note(practice, false, clock()));
}

// -- the live feed ------------------------------------------------------------------------------

void board_actor_state::show(view::note one) {
  if (!about.caught_up) return notes.add_quietly(std::move(one));
  if (const auto* now = notes.add(std::move(one)); now && feed)
    feed->publish("note", boost::json::serialize(to_json(*now)));
}

void board_actor_state::publish_if_new(std::string_view frame, std::string json) {
  auto& last = published_[std::string(frame)];
  if (last == json) return;
  last = json;
  feed->publish(frame, std::move(json));
}

void board_actor_state::publish_changes() {
  const auto changed = std::exchange(changed_, board_changes{false, false, false, false});
  if (changed.overview) publish_if_new("overview", boost::json::serialize(to_json(overview_view(rows, about))));
  if (changed.practices) {
    auto list = practice_views(rows);
    if (list.size() > board_live_practices_max) list.resize(board_live_practices_max);
    publish_if_new("practices", boost::json::serialize(to_json(list)));
  }
  if (changed.connectors) publish_if_new("connectors", boost::json::serialize(to_json(connector_views(rows))));
  if (changed.providers) publish_if_new("providers", boost::json::serialize(to_json(provider_views(rows))));
  // That something changed, never what: whoever may see it asks for it.
  for (const auto& id : std::exchange(inboxes_, {}))
    feed->publish("inbox", boost::json::serialize(boost::json::object{{"practice", id.str()}}));
}

} // namespace tidings
