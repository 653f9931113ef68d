#include "actors/alert/trail.hpp"

#include "actors/alert/figures.hpp"

#include "schemas/json.hpp"
#include "schemas/json_fields.hpp"

#include <boost/describe/enum_from_string.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace tidings::alert {
namespace {

namespace json = boost::json;
using json_fields::text_in;

constexpr std::string_view action_start = "ALERT ";
constexpr std::string_view acknowledging = "POST /api/v1/alerts/{}/acknowledge";

std::string measure_of(const key& which) { return boost::describe::enum_to_string(which.measure, ""); }

std::vector<std::string> objects_of(const json::object& row) {
  std::vector<std::string> all;
  const auto* found = row.if_contains("objects");
  if (found && found->is_array())
    for (const auto& each : found->get_array())
      all.push_back(each.is_string() ? std::string(std::string_view(each.get_string())) : std::string());
  return all;
}

std::optional<view::alert_line> line_in(const json::object& row) {
  const auto action = text_in(row, "action");
  const auto objects = objects_of(row);
  if (objects.empty() || text_in(row, "outcome") != "done") return std::nullopt;
  view::alert_line line{.at = text_in(row, "at"), .id = objects.front(), .what = text_in(row, "reason")};
  if (action == acknowledging) {
    line.turn = "acknowledged";
    line.by = text_in(row, "user");
    return line;
  }
  if (!action.starts_with(action_start) || text_in(row, "user") != trail_user || objects.size() != 3)
    return std::nullopt;
  line.turn = action.substr(action_start.size());
  line.measure = objects[1];
  line.subject = objects[2];
  return line;
}

} // namespace

audit_mark mark_of(const notice& what, timestamp now) {
  const auto id = id_of(what.what.which);
  const std::string turn(word_of(what.how));
  return {.request = id_from_name<request_id>("alert", id + '|' + turn + '|' + std::to_string(to_ms(now))),
          .user = std::string(trail_user),
          .role = {},
          .session = {},
          .action = std::string(action_start) + turn,
          .objects = {id, measure_of(what.what.which), what.what.which.subject},
          .reason = what.what.said};
}

view::alert_line line_of(const notice& what, timestamp now) {
  return {.at = iso8601(now),
          .id = id_of(what.what.which),
          .measure = measure_of(what.what.which),
          .subject = what.what.which.subject,
          .turn = std::string(word_of(what.how)),
          .what = what.what.said,
          .by = {}};
}

std::optional<trail_page> lines_in(const std::string& body) {
  boost::system::error_code wrong;
  const auto parsed = json::parse(body, wrong);
  const auto* page = wrong ? nullptr : parsed.if_object();
  const auto* rows = page ? page->if_contains("audit") : nullptr;
  if (!rows || !rows->is_array()) return std::nullopt;
  trail_page found;
  for (const auto& row : rows->get_array())
    if (const auto* each = row.if_object())
      if (auto line = line_in(*each)) found.lines.push_back(std::move(*line));
  found.next = text_in(*page, "next");
  return found;
}

std::vector<one> firing_in(const std::vector<view::alert_line>& lines) {
  std::map<std::string, one> firing;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) { // from the oldest
    if (line->turn == "acknowledged") {
      if (const auto found = firing.find(line->id); found != firing.end()) {
        found->second.acknowledged = true;
        found->second.by = line->by;
        found->second.note = line->what;
      }
      continue;
    }
    if (line->turn == word_of(turn::resolved)) {
      firing.erase(line->id);
      continue;
    }
    key which{{}, line->subject};
    if (!boost::describe::enum_from_string(line->measure.c_str(), which.measure)) continue; // of another version
    auto& mine = firing[line->id];
    mine.which = std::move(which);
    mine.said = line->what;
    if (mine.since == timestamp{}) mine.since = moment_of(line->at).value_or(timestamp{});
  }
  std::vector<one> all;
  all.reserve(firing.size());
  for (auto& [id, each] : firing) all.push_back(std::move(each));
  return all;
}

} // namespace tidings::alert
