#include "actors/board/rows.hpp"

#include "actors/board/costs.hpp"
#include "actors/board/queue_answers.hpp"

#include "schemas/json.hpp"

#include <algorithm>
#include <tuple>

namespace tidings {
namespace {

template <class Enum> std::string word(Enum x) { return boost::describe::enum_to_string(x, ""); }

view::maybe moment(timestamp at) {
  if (at == timestamp{}) return std::nullopt;
  return iso8601(at);
}

std::string hidden(const std::array<char, 3>& tail) {
  return tail[0] == 0 ? std::string() : "…" + std::string(tail.data(), tail.size());
}

template <class Id> std::string text_or_empty(const Id& id) { return id.is_nil() ? std::string() : to_text(id); }

std::string code_of(const board_state& state, std::uint32_t practice) { return state.practices[practice].id.str(); }

view::count now_in(const practice_row& row, message_state which) {
  return row.count.now[static_cast<std::size_t>(which)];
}

int badness(std::string_view state) {
  if (state == "down") return 3;
  if (state == "degraded") return 2;
  return state == "draining" ? 1 : 0;
}

int connector_badness(std::string_view state) {
  if (state == "up") return 0;
  return state == "degraded" ? 1 : 2;
}

} // namespace

view::message message_view(const board_state& state, const message_row& row) {
  return {.id = to_text(row.id),
          .practice = code_of(state, row.practice),
          .kind = word(row.kind),
          .channel = word(row.by),
          .state = row.suppressed ? "suppressed" : word(row.state),
          .asked_by = state.words.text(row.asked_by),
          .provider = state.words.text(row.provider),
          .to = hidden(row.to),
          .appointment = row.appointment,
          .accepted_at = iso8601(row.at),
          .sent_at = moment(row.sent_at),
          .delivered_at = moment(row.delivered_at),
          .failed_at = moment(row.failed_at),
          .attempts = row.attempts,
          .reason = row.reason,
          .test = row.test};
}

std::string heard_by(channel by) { return by == channel::smart ? "link" : word(by); }

view::reply reply_view(const board_state& state, const reply_row& row) {
  return {.id = to_text(row.id),
          .practice = code_of(state, row.practice),
          .received_at = iso8601(row.at),
          .from = hidden(row.from),
          .meaning = word(row.meaning),
          .why = row.why,
          .message = text_or_empty(row.message),
          .appointment = row.appointment,
          .state = word(row.state),
          .body = {},
          .automatic = row.automatic,
          .urgent = row.urgent,
          .channel = heard_by(row.by)};
}

view::staff_item staff_view(const board_state& state, const staff_row& row) {
  return {.id = to_text(row.id),
          .practice = code_of(state, row.practice),
          .reason = row.reason,
          .at = iso8601(row.at),
          .reply = text_or_empty(row.reply),
          .message = text_or_empty(row.message),
          .urgent = row.urgent};
}

view::audit_entry audit_view(const log_entry& entry, const audited& what) {
  return {.practice = entry.practice.str(),
          .sequence = entry.sequence,
          .at = iso8601(entry.what.at),
          .user = what.what.user,
          .role = what.what.role,
          .session = what.what.session,
          .action = what.what.action,
          .outcome = what.outcome,
          .reason = what.what.reason,
          .request = to_text(what.what.request),
          .objects = what.what.objects};
}

view::parked parked_view(const board_state& state, const parked_row& row) {
  return {.id = to_text(row.id),
          .practice = code_of(state, row.practice),
          .kind = row.kind,
          .reason = row.reason,
          .at = iso8601(row.at),
          .tries = row.tries};
}

bool is_shown(const practice_row& row) {
  return row.configured || row.count.operations_open > 0 || row.count.all.in_doubt > 0 ||
         now_in(row, message_state::accepted) + now_in(row, message_state::dispatching) > 0;
}

namespace {
/// Nothing can be put into its folder for documents.
bool documents_wait(const practice_row& row) { return row.connector && row.connector->documents == "down"; }
} // namespace

view::practice practice_view(const practice_row& row) {
  view::practice out{.id = row.id.str(), .name = row.name, .system = row.system};
  if (row.connector) {
    out.connector_state = row.connector->state;
    out.connector_reason = row.connector->reason;
    out.last_read_at = row.connector->last_read_at;
    if (out.connector_reason.empty() && documents_wait(row)) out.connector_reason = row.connector->documents_reason;
  } else {
    out.connector_state = word(connector_state::degraded);
    out.connector_reason = "Connecting: nothing has been read from the clinical system yet.";
  }
  if (!row.configured)
    out.state = "draining";
  else
    switch (connector_badness(out.connector_state)) {
    case 0:
      out.state = row.count.all.parked > 0 || row.fenced || pause_of(row) || documents_wait(row) ? "degraded" : "up";
      break;
    case 1:
      out.state = "degraded";
      break;
    default:
      out.state = "down";
    }
  out.appointments = row.appointments.size();
  out.patients = row.patients.size();
  out.queued = now_in(row, message_state::accepted);
  out.in_flight = now_in(row, message_state::dispatching);
  out.in_doubt = now_in(row, message_state::in_doubt);
  out.operations_open = row.count.operations_open;
  out.staff_items = row.count.all.staff_items;
  out.parked = row.count.all.parked;
  out.all = row.count.all;
  out.last_event_at = moment(row.last_event_at);
  out.active = row.active;
  out.trouble = row.trouble;
  if (!row.trouble.empty()) out.state = "down";
  out.fenced = row.fenced;
  out.pence_today = static_cast<double>(spent_today(row).millipence) / 1'000;
  out.budget_pence = row.budget_pence;
  out.budget = budget_word(row);
  out.held = row.held;
  return out;
}

std::vector<view::practice> practice_views(const board_state& state) {
  std::vector<view::practice> list;
  for (const auto& row : state.practices)
    if (is_shown(row)) list.push_back(practice_view(row));
  const auto rank = [](const view::practice& p) {
    return std::tuple(-badness(p.state), -static_cast<std::int64_t>(p.in_doubt + p.parked + p.staff_items),
                      -static_cast<std::int64_t>(p.queued), std::string_view(p.id));
  };
  std::sort(list.begin(), list.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return list;
}

view::connector connector_view(const practice_row& row) {
  view::connector out;
  if (row.connector)
    out = *row.connector;
  else {
    out.state = word(connector_state::degraded);
    out.reason = "Connecting: nothing has been read from the clinical system yet.";
  }
  out.practice = row.id.str();
  out.practice_name = row.name;
  if (out.system.empty()) out.system = row.system;
  out.operations_open = row.count.operations_open;
  return out;
}

std::vector<view::connector> connector_views(const board_state& state) {
  std::vector<view::connector> list;
  for (const auto& row : state.practices)
    if (row.configured) list.push_back(connector_view(row));
  std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
    return std::tuple(-connector_badness(a.state), std::string_view(a.practice)) <
           std::tuple(-connector_badness(b.state), std::string_view(b.practice));
  });
  return list;
}

namespace {
/// What calls say of a provider is good; its receipts come late.
bool delivers_slowly(const provider_row& row) {
  constexpr std::int64_t slow_ms = 10 * 60'000;
  return row.deliveries.median() > slow_ms;
}
} // namespace

std::vector<view::provider> provider_views(const board_state& state) {
  std::vector<view::provider> list;
  for (const auto& [id, row] : state.providers) {
    if (!row.reported) continue; // only in the log: no longer configured
    auto out = *row.reported;
    if (out.state == "up" && delivers_slowly(row)) {
      out.state = "degraded";
      out.reason = "It takes messages and is slow to deliver them: half of the last ones took more than 10 minutes. "
                   "Ask it whether its network has a backlog";
    }
    if (const auto paused = pause_of(state, provider_id(id))) {
      out.state = word(provider_state::stopped);
      out.reason = "Paused by " + paused->by + ": " + paused->why;
    }
    out.queued = row.queued;
    out.in_flight = row.in_flight;
    out.sent = row.sent;
    out.failed = row.failed;
    out.unknown = row.unknown;
    out.delivered = row.delivered;
    out.success_rate = row.calls.rate();
    if (row.call.added() > 0) {
      out.call_ms_p50 = row.call.percentile(0.5);
      out.call_ms_p99 = row.call.percentile(0.99);
    }
    if (row.call.added() > 0) out.call_ms_p95 = row.call.percentile(0.95);
    out.delivery_ms_p95 = row.delivery.percentile(0.95);
    const auto spent = spent_today(state, id);
    out.segments_today = spent.segments;
    out.pence_today = static_cast<double>(spent.millipence) / 1'000;
    out.if_down = if_down(state, id);
    out.delivery_ms_p50 = row.delivery.percentile(0.5);
    out.delivery_ms_p99 = row.delivery.percentile(0.99);
    list.push_back(std::move(out));
  }
  return list;
}

std::vector<view::actor> actor_views(const board_state& state) {
  std::vector<view::actor> list;
  for (const auto& [station, lines] : state.actors) list.insert(list.end(), lines.begin(), lines.end());
  std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return list;
}

view::overview overview_view(const board_state& state, const board_about& about) {
  view::overview out{.version = about.version, .started_at = iso8601(about.started_at), .state = "ready"};
  out.all = state.all.all;
  bool well = about.log_there && about.log_trouble.empty();
  for (const auto& row : state.practices) {
    if (!row.configured) continue;
    const auto one = practice_view(row);
    ++out.practices;
    if (one.state == "up") ++out.practices_up;
    if (one.connector_state == "up") ++out.connectors_up;
    well = well && one.state != "down";
  }
  for (const auto& [id, row] : state.providers) {
    if (!row.reported) continue;
    ++out.providers;
    if (row.reported->state == "up" && !delivers_slowly(row))
      ++out.providers_up;
    else
      well = false;
  }
  if (!about.caught_up) {
    out.state = "starting";
    out.to_go = about.to_go;
  } else if (!well) {
    out.state = "degraded";
  }
  return out;
}

} // namespace tidings
