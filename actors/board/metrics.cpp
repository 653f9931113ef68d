#include "actors/board/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace tidings {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using labels = std::vector<ClientMetric::Label>;

MetricFamily family(std::string name, std::string help, MetricType type) {
  MetricFamily made;
  made.name = std::move(name);
  made.help = std::move(help);
  made.type = type;
  return made;
}

void put(MetricFamily& to, labels with, double x) {
  ClientMetric metric;
  metric.label = std::move(with);
  if (to.type == MetricType::Counter)
    metric.counter.value = x;
  else
    metric.gauge.value = x;
  to.metric.push_back(std::move(metric));
}
void put(MetricFamily& to, labels with, view::count x) { put(to, std::move(with), static_cast<double>(x)); }

template <class Enum, class F> void for_each_name(F&& f) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>(
      [&](auto one) { f(static_cast<std::size_t>(one.value), one.name); });
}

// What is counted for each practice, or for the ones too many to be named.
void add(counters& to, const counters& from) {
  boost::mp11::mp_for_each<boost::describe::describe_members<view::totals, boost::describe::mod_public>>(
      [&](auto field) { to.all.*field.pointer += from.all.*field.pointer; });
  for (std::size_t i = 0; i < to.now.size(); ++i) {
    to.now[i] += from.now[i];
    to.entered[i] += from.entered[i];
  }
  for (std::size_t i = 0; i < to.meanings.size(); ++i) to.meanings[i] += from.meanings[i];
  for (std::size_t i = 0; i < to.operations.size(); ++i)
    for (std::size_t j = 0; j < to.operations[i].size(); ++j) to.operations[i][j] += from.operations[i][j];
  to.operations_open += from.operations_open;
}

struct practice_families {
  MetricFamily messages = family("tidings_messages_total", "Messages that came into a state", MetricType::Counter);
  MetricFamily now = family("tidings_messages", "Messages that are in a state now", MetricType::Gauge);
  MetricFamily suppressed =
      family("tidings_messages_suppressed_total", "Messages a rule called for that must not go", MetricType::Counter);
  MetricFamily replies = family("tidings_replies_total", "Patients' replies by meaning", MetricType::Counter);
  MetricFamily operations =
      family("tidings_operations_total", "Writes into clinical systems that came to an end", MetricType::Counter);
  MetricFamily operations_open =
      family("tidings_operations_open", "Writes into clinical systems under way", MetricType::Gauge);
  MetricFamily in_doubt = family("tidings_in_doubt", "Messages that may or may not have been sent", MetricType::Gauge);
  MetricFamily staff = family("tidings_staff_items", "What waits for a person", MetricType::Gauge);
  MetricFamily parked = family("tidings_parked", "Commands set aside", MetricType::Gauge);
  MetricFamily opted_out = family("tidings_opted_out", "Numbers that have opted out", MetricType::Gauge);

  void put_practice(const std::string& code, const counters& count) {
    const auto with = [&](const char* name, const char* text) { return labels{{"practice", code}, {name, text}}; };
    for_each_name<message_state>([&](std::size_t i, const char* name) {
      const auto state = static_cast<message_state>(i);
      // A message comes back to `accepted` after a failed attempt, and a receipt may overtake `sent`: count it once.
      const auto once = state == message_state::accepted ? count.all.accepted
                        : state == message_state::sent   ? count.all.sent
                                                         : count.entered[i];
      put(messages, with("state", name), once);
      if (!is_end(state)) put(now, with("state", name), count.now[i]);
    });
    for_each_name<reply_meaning>([&](std::size_t i, const char* name) {
      if (count.meanings[i] > 0) put(replies, with("meaning", name), count.meanings[i]);
    });
    for_each_name<operation_kind>([&](std::size_t i, const char* kind) {
      for_each_name<operation_result>([&](std::size_t j, const char* outcome) {
        if (count.operations[i][j] > 0)
          put(operations, {{"practice", code}, {"kind", kind}, {"result", outcome}}, count.operations[i][j]);
      });
    });
    const labels only{{"practice", code}};
    put(suppressed, only, count.all.suppressed);
    put(operations_open, only, count.operations_open);
    put(in_doubt, only, count.all.in_doubt);
    put(staff, only, count.all.staff_items);
    put(parked, only, count.all.parked);
    put(opted_out, only, count.all.opted_out);
  }
  void move_to(std::vector<MetricFamily>& all) {
    for (auto* one : {&messages, &now, &suppressed, &replies, &operations, &operations_open, &in_doubt, &staff, &parked,
                      &opted_out})
      if (!one->metric.empty()) all.push_back(std::move(*one));
  }
};

void put_providers(const board_state& state, std::vector<MetricFamily>& all) {
  auto calls = family("tidings_provider_calls_total", "Calls to a provider by what they came to", MetricType::Counter);
  auto delivered = family("tidings_provider_delivered_total", "Messages the network delivered", MetricType::Counter);
  auto queue = family("tidings_provider_queue", "Messages waiting for a provider", MetricType::Gauge);
  auto flight = family("tidings_provider_in_flight", "Calls under way", MetricType::Gauge);
  auto up = family("tidings_provider_up", "1 when the provider takes messages", MetricType::Gauge);
  auto latency =
      family("tidings_provider_latency_seconds",
             "call: attempt to answer; delivery: answer to receipt; quantiles of recent ones", MetricType::Summary);
  for (const auto& [id, row] : state.providers) {
    if (id.empty()) continue;
    const labels only{{"provider", id}};
    put(calls, {{"provider", id}, {"result", "sent"}}, row.sent);
    put(calls, {{"provider", id}, {"result", "failed"}}, row.failed);
    put(calls, {{"provider", id}, {"result", "unknown"}}, row.unknown);
    put(delivered, only, row.delivered);
    put(queue, only, row.queued);
    put(flight, only, row.in_flight);
    if (row.reported) put(up, only, row.reported->state == "up" ? 1.0 : 0.0);
    for (const auto& [name, times] : {std::pair("call", &row.call), std::pair("delivery", &row.delivery)}) {
      if (times->added() == 0) continue;
      ClientMetric metric;
      metric.label = {{"provider", id}, {"of", name}};
      metric.summary.sample_count = times->added();
      metric.summary.sample_sum = times->sum_ms() / 1'000;
      for (const double part : {0.5, 0.99})
        metric.summary.quantile.push_back({part, static_cast<double>(times->percentile(part)) / 1'000});
      latency.metric.push_back(std::move(metric));
    }
  }
  for (auto* one : {&calls, &delivered, &queue, &flight, &up, &latency})
    if (!one->metric.empty()) all.push_back(std::move(*one));
}

void put_one(std::vector<MetricFamily>& all, const char* name, const char* help, MetricType type, double x) {
  auto made = family(name, help, type);
  put(made, {}, x);
  all.push_back(std::move(made));
}

} // namespace

std::string metrics_text(const board_view& board) {
  const auto& state = board.state;
  std::vector<MetricFamily> all;
  practice_families practices;
  std::size_t named_ones = 0;
  std::optional<counters> others;
  for (const auto& row : state.practices) {
    if (row.id.is_host()) continue;
    if (named_ones++ < board_metrics_practices_max)
      practices.put_practice(row.id.str(), row.count);
    else
      add(others ? *others : others.emplace(), row.count);
  }
  if (others) practices.put_practice("other", *others);
  practices.move_to(all);
  put_providers(state, all);

  auto connectors = family("tidings_connectors", "Connectors by state", MetricType::Gauge);
  std::map<std::string, view::count> by_state;
  for (const auto& row : state.practices)
    if (row.configured && row.connector) ++by_state[row.connector->state];
  for (const auto& [name, count] : by_state) put(connectors, {{"state", name}}, count);
  if (!connectors.metric.empty()) all.push_back(std::move(connectors));

  view::count restarts = 0;
  view::count mailboxes = 0;
  for (const auto& [station, lines] : state.actors)
    for (const auto& line : lines) {
      restarts += line.restarts;
      mailboxes += line.mailbox;
    }
  const auto counter = MetricType::Counter;
  const auto gauge = MetricType::Gauge;
  const auto number = [](view::count x) { return static_cast<double>(x); };
  put_one(all, "tidings_actor_restarts_total", "Restarts by supervisors", counter, number(restarts));
  put_one(all, "tidings_mailbox_messages", "Messages waiting in mailboxes", gauge, number(mailboxes));
  put_one(all, "tidings_log_events_total", "Events in the log", counter, number(board.about.log.events));
  put_one(all, "tidings_log_commits_total", "Groups written and synced", counter, number(board.about.log.commits));
  put_one(all, "tidings_log_waiting", "Appends waiting for the disk", gauge, number(board.about.log.waiting));
  put_one(all, "tidings_log_streams", "Streams in the log", gauge, number(board.about.log.streams));
  put_one(all, "tidings_log_bytes", "Size of the log", gauge, number(board.about.log.bytes));
  put_one(all, "tidings_board_events_total", "Events folded by the board", counter, number(state.events));
  put_one(all, "tidings_board_messages", "Messages the board holds", gauge, number(state.messages.size()));
  put_one(all, "tidings_board_events_to_go", "Events of the log that the board hasn't folded yet, while it catches up",
          gauge, number(board.about.to_go));
  put_one(all, "tidings_board_caught_up", "1 once the log has been read", gauge, board.about.caught_up ? 1.0 : 0.0);
  put_one(all, "process_start_time_seconds", "Start of the process, Unix seconds", gauge,
          static_cast<double>(to_ms(board.about.started_at)) / 1'000);
  return prometheus::TextSerializer().Serialize(all);
}

} // namespace tidings
