#include "actors/board/today_visits.hpp"

#include "actors/board/names.hpp"
#include "actors/practice/exclusions.hpp"
#include "actors/practice/reminder_times.hpp"
#include "schemas/json.hpp"

#include <algorithm>
#include <tuple>

namespace tidings {
namespace {

template <class Enum> std::string word(Enum x) { return boost::describe::enum_to_string(x, ""); }

appointment appointment_of(const board_state& state, const diary_row& row) {
  appointment what;
  what.starts_at = row.starts_at;
  what.minutes = row.minutes;
  what.session = state.words.text(row.session);
  what.clinician = state.words.text(row.clinician);
  what.slot_type = state.words.text(row.slot_type);
  what.site = state.words.text(row.site);
  what.status = row.status;
  return what;
}

bool has_spoken(const board_state& state, const diary_row& row, const reminder_rule& rule) {
  return std::any_of(row.told.begin(), row.told.end(),
                     [&](const told_row& one) { return state.words.text(one.rule) == rule.id.value; });
}

/// The first channel of the rule by which the practice wants its appointments reminded of; nothing: by none.
std::optional<channel> channel_of(const practice_settings& settings, const reminder_rule& rule,
                                  const appointment& what) {
  const auto open = std::find_if(rule.by.begin(), rule.by.end(),
                                 [&](channel by) { return !excluded(settings, what, message_kind::reminder, by); });
  return open == rule.by.end() ? std::nullopt : std::optional(*open);
}

/// When the rule will ask for its reminder of what stands; nothing: it won't any more. By which channel it will go is
/// the practice's to say, who knows the patient; the first that is open is taken for it here.
std::optional<timestamp> due_of(const board_state& state, const practice_settings& settings, const reminder_rule& rule,
                                const diary_row& row, timestamp now, timestamp within) {
  if (!row.stands() || row.starts_at <= now || row.starts_at - rule.before > within) return std::nullopt;
  if (has_spoken(state, row, rule)) return std::nullopt;
  const auto what = appointment_of(state, row);
  if (!rule_matches(rule, what)) return std::nullopt;
  const auto by = channel_of(settings, rule, what);
  if (!by) return std::nullopt;
  const auto due = std::max(reminder_due(settings, rule, what, *by), now);
  if (due >= row.starts_at - rule.notice_min) return std::nullopt; // too late by then: it is never sent
  return due;
}

std::optional<timestamp> next_due(const board_state& state, const practice_row& practice, const diary_row& row,
                                  timestamp now) {
  if (!practice.settings) return std::nullopt;
  std::optional<timestamp> next;
  for (const auto& rule : practice.settings->reminders)
    if (const auto due = due_of(state, *practice.settings, rule, row, now, never); due && (!next || *due < *next))
      next = due;
  return next;
}

/// The reminder that counts: the latest that was asked for, else the latest that a rule had a reason not to.
struct last_told {
  const message_row* message = nullptr;
  bool forgotten = false; ///< there was one, and it is no longer in memory
};

bool is_reminder(const practice_row& practice, const board_state& state, const message_row& row) {
  if (row.kind != message_kind::reminder) return false;
  if (!row.suppressed || !practice.settings) return true;
  // Of what wasn't sent no kind is kept: its rule tells.
  const auto& rules = practice.settings->reminders;
  return std::any_of(rules.begin(), rules.end(),
                     [&](const reminder_rule& one) { return one.id.value == state.words.text(row.asked_by); });
}

last_told told_of(const board_state& state, const practice_row& practice, const diary_row& row) {
  last_told found;
  for (const auto& one : row.told) {
    const auto* message = state.messages.find(one.message);
    if (!message) {
      found.forgotten = true;
      continue;
    }
    if (!is_reminder(practice, state, *message)) continue;
    if (!found.message || found.message->suppressed || !message->suppressed) found.message = message;
  }
  return found;
}

void tell_of(view::today_visit& shown, const message_row& message) {
  shown.message = to_text(message.id);
  shown.reason = message.reason;
  switch (message.state) {
  case message_state::accepted:
  case message_state::dispatching:
    shown.state = "waiting";
    break;
  case message_state::in_doubt:
    shown.state = "in_doubt";
    break;
  case message_state::sent:
    shown.state = "sent";
    break;
  case message_state::delivered:
    shown.state = "delivered";
    break;
  case message_state::cancelled:
  case message_state::expired:
    shown.state = "not_sent";
    break;
  case message_state::permanent_failure:
  case message_state::technical_failure:
  case message_state::temporary_failure:
    shown.state = "failed";
    break;
  }
  if (message.suppressed) shown.state = "not_sent";
}

std::string why_not_reminded(const board_state& state, const practice_row& practice, const diary_row& row,
                             timestamp now) {
  if (!practice.settings) return {};
  const auto& rules = practice.settings->reminders;
  if (rules.empty()) return "the practice has no reminder rules";
  const auto what = appointment_of(state, row);
  if (std::none_of(rules.begin(), rules.end(), [&](const reminder_rule& one) { return rule_matches(one, what); }))
    return "no reminder rule is for this session, clinician or type";
  const auto open = [&](const reminder_rule& one) {
    return rule_matches(one, what) && channel_of(*practice.settings, one, what);
  };
  if (std::none_of(rules.begin(), rules.end(), open)) return "left out by the practice's settings";
  return row.starts_at <= now ? "it had begun before any reminder was asked for" : "too late for a reminder";
}

std::string hindrance_of(const practice_row& practice, std::uint64_t patient) {
  const auto& rows = practice.quality;
  const auto found = rows.patients.find(patient);
  if (found == rows.patients.end()) return "unknown";
  const auto& who = found->second;
  if (who.dead || who.deducted) return "not_here";
  if (who.shape == mobile_shape::none) return "no_number";
  if (who.shape == mobile_shape::landline) return "landline";
  if (who.shape == mobile_shape::invalid) return "invalid_number";
  if (practice.opted_out.contains(who.number)) return "opted_out";
  if (who.refused) return "no_consent";
  if (std::any_of(rows.disputed.begin(), rows.disputed.end(),
                  [&](const auto& one) { return one.second == who.number; }))
    return "wrong_number";
  return rows.failing.contains(who.number) ? "failing" : "";
}

} // namespace

std::vector<diary_entry> entries_of_day(const practice_row& practice, const day_span& day) {
  std::vector<diary_entry> found;
  for (const auto& [key, row] : practice.diary)
    if (row.starts_at >= day.from && row.starts_at < day.until) found.emplace_back(key, &row);
  std::sort(found.begin(), found.end(), [](const diary_entry& a, const diary_entry& b) {
    return std::tuple(a.second->starts_at, a.second->session, a.first) <
           std::tuple(b.second->starts_at, b.second->session, b.first);
  });
  return found;
}

leaving_set being_cancelled(const board_state& state, std::uint32_t practice) {
  leaving_set found;
  state.operations.of_practice(practice, [&](const operation_row& one) {
    if (!one.ended && one.kind == operation_kind::cancel_appointment) found.emplace(one.patient, one.starts_at);
  });
  return found;
}

view::today_visit visit_view(const visits_of& day, const diary_entry& entry) {
  const auto& [state, practice, leaving, now] = day;
  const auto& row = *entry.second;
  view::today_visit shown{.id = key_text_of(entry.first),
                          .patient = key_text_of(row.patient),
                          .starts_at = iso8601(row.starts_at),
                          .minutes = row.minutes,
                          .session = state.words.text(row.session),
                          .clinician = state.words.text(row.clinician),
                          .site = state.words.text(row.site),
                          .status = row.gone ? "gone" : word(row.status),
                          .state = "not_reminded",
                          .reason = {},
                          .message = {},
                          .due_at = {},
                          .hindrance = hindrance_of(practice, row.patient)};
  const auto told = told_of(state, practice, row);
  if (told.message)
    tell_of(shown, *told.message);
  else if (told.forgotten)
    shown.state = "older";
  if (const auto due = next_due(state, practice, row, now))
    shown.due_at = iso8601(*due);
  else if (shown.state == "not_reminded" && row.stands())
    shown.reason = why_not_reminded(state, practice, row, now);
  if (row.confirmed) shown.state = "confirmed";
  if (row.stands() && leaving.contains({row.patient, row.starts_at})) shown.state = "cancelling";
  if (row.cancelled) shown.state = "cancelled";
  return shown;
}

std::vector<view::today_due> due_soon(const board_state& state, const practice_row& practice, timestamp now) {
  if (!practice.settings) return {};
  const auto within = now + today_hours_ahead;
  std::map<std::tuple<timestamp, std::string>, std::pair<timestamp, view::count>> groups; ///< by hour and rule
  for (const auto& [key, row] : practice.diary)
    for (const auto& rule : practice.settings->reminders) {
      const auto due = due_of(state, *practice.settings, rule, row, now, within);
      if (!due || *due > within) continue;
      const auto hour = timestamp(std::chrono::floor<std::chrono::hours>(*due));
      auto& group = groups.try_emplace({hour, rule.id.value}, *due, 0).first->second;
      group.first = std::min(group.first, *due);
      ++group.second;
    }
  std::vector<view::today_due> list;
  for (const auto& [where, group] : groups)
    list.push_back({.rule = std::get<1>(where), .at = iso8601(group.first), .reminders = group.second});
  return list;
}

} // namespace tidings
