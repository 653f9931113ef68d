#include "actors/alert/figures.hpp"

#include "schemas/json_fields.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <sstream>

namespace tidings::alert {
namespace {

namespace json = boost::json;
using json_fields::flag_in;
using json_fields::text_in;

double number_of(const json::object& row, std::string_view name) {
  const auto* found = row.if_contains(name);
  return found && found->is_number() ? found->to_number<double>() : 0;
}

double minutes_between(timestamp then, timestamp now) { return static_cast<double>((now - then).count()) / 60'000; }

double minutes_since(const std::string& text, timestamp now) {
  const auto then = moment_of(text);
  return then ? minutes_between(*then, now) : 0;
}

std::string span_of(double minutes) {
  if (minutes < 120) return fmt::format("{:.0f} minutes", minutes);
  return minutes < 48 * 60 ? fmt::format("{:.0f} hours", minutes / 60)
                           : fmt::format("{:.0f} days", minutes / (24 * 60));
}

/// Longer than a clinical system is busy for, and than the slowest reading takes.
constexpr double blind_minutes = 30;

struct collector {
  timestamp now, looked_since;
  std::vector<figure> all;
  double in_doubt = 0, parked = 0, fenced = 0;

  void add(alert_measure measure, std::string subject, double value, std::string said) {
    all.push_back({measure, std::move(subject), value, std::move(said)});
  }
  void connector(const json::object& row) {
    const auto state = text_in(row, "state");
    // One that answers and shows nothing is as good as down once that lasts. One that never was up is being set up.
    const auto last = text_in(row, "last_read_at");
    const bool blind = state != "up" && !last.empty() && minutes_since(last, now) >= blind_minutes;
    const bool down = state == "down" || state == "deactivated" || blind;
    add(alert_measure::connector_down, text_in(row, "practice"), down ? 1 : 0,
        fmt::format("The connection to the clinical system of {} ({}) is {}. {}", text_in(row, "practice_name"),
                    text_in(row, "practice"), state, text_in(row, "reason")));
    const auto documents = text_in(row, "documents");
    if (documents.empty()) return; // it has no folder for them
    add(alert_measure::documents_held, text_in(row, "practice"), documents == "down" ? 1 : 0,
        fmt::format("{} ({}): {}", text_in(row, "practice_name"), text_in(row, "practice"),
                    text_in(row, "documents_reason")));
  }
  void provider(const json::object& row) {
    const auto id = text_in(row, "id"), state = text_in(row, "state");
    const auto* paused = row.if_contains("paused");
    const bool is_paused = paused && !paused->is_null(); // a person has seen to it
    const bool out = !is_paused && (state == "down" || state == "stopped");
    add(alert_measure::provider_out, id, out ? 1 : 0,
        fmt::format("The provider {} is {}. {}", id, state, text_in(row, "reason")));
    const auto oldest = text_in(row, "oldest_at");
    const auto age = is_paused || oldest.empty() ? 0 : minutes_since(oldest, now);
    add(alert_measure::queue_age, id, age,
        fmt::format("The oldest message that waits for the provider {} was due {} ago; {:.0f} wait.", id, span_of(age),
                    number_of(row, "waiting")));
  }
  void practice(const json::object& row) {
    in_doubt += number_of(row, "in_doubt");
    parked += number_of(row, "parked");
    if (flag_in(row, "fenced")) ++fenced;
    const auto budget = number_of(row, "budget_pence");
    if (budget <= 0) return;
    const auto percent = 100 * number_of(row, "pence_today") / budget;
    add(alert_measure::budget_used, text_in(row, "id"), percent,
        fmt::format("{} ({}) has spent {:.0f} % of today's budget.", text_in(row, "name"), text_in(row, "id"),
                    percent));
  }
  /// Nothing of theirs is sent, by no provider's fault.
  void restored(const json::object& page) {
    const auto minutes = fenced > 0 ? minutes_since(text_in(page, "restored_at"), now) : 0;
    add(alert_measure::queue_age, {}, minutes,
        fmt::format("Restored from a backup {} ago and not released: {:.0f} {} nothing.", span_of(minutes), fenced,
                    fenced == 1 ? "practice sends" : "practices send"));
  }
  void backups(const json::object& page) {
    if (!flag_in(page, "configured")) return;
    const auto* list = page.if_contains("list");
    const auto why = text_in(page, "last_failure");
    const bool none = !list || !list->is_array() || list->get_array().empty();
    const auto* newest = none ? nullptr : list->get_array().back().if_object();
    const auto age = newest ? minutes_since(text_in(*newest, "at"), now) : minutes_between(looked_since, now);
    const auto said = newest ? fmt::format("The newest backup is {} old.", span_of(age))
                             : fmt::format("There is no backup, {} after the start.", span_of(age));
    add(alert_measure::backup_age, {}, age, why.empty() ? said : said + " The last attempt: " + why);
  }
};

/// Each row of a list in an answer; false: there is no such list.
template <class F> bool each(const std::string& body, std::string_view name, F&& f) {
  boost::system::error_code wrong;
  const auto parsed = json::parse(body, wrong);
  const auto* page = wrong ? nullptr : parsed.if_object();
  const auto* rows = page ? page->if_contains(name) : nullptr;
  if (!rows || !rows->is_array()) return false;
  for (const auto& row : rows->get_array())
    if (const auto* one = row.if_object()) f(*one);
  return true;
}

} // namespace

std::optional<timestamp> moment_of(const std::string& text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  char dash = 0, letter = 0, colon = 0;
  std::istringstream in(text);
  if (!(in >> year >> dash >> month >> dash >> day >> letter >> hour >> colon >> minute >> colon >> second))
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(std::abs(month))),
                                         std::chrono::day(static_cast<unsigned>(std::abs(day)))};
  if (!date.ok()) return std::nullopt;
  return timestamp(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

std::optional<std::vector<figure>> figures_of(const sources& all, timestamp now) {
  collector found{now, all.looked_since, {}, 0, 0, 0};
  if (!each(all.connectors, "connectors", [&](const auto& row) { found.connector(row); }) ||
      !each(all.queues, "providers", [&](const auto& row) { found.provider(row); }) ||
      !each(all.practices, "practices", [&](const auto& row) { found.practice(row); }))
    return std::nullopt;
  boost::system::error_code wrong;
  const auto backups = json::parse(all.backups, wrong);
  if (wrong || !backups.is_object()) return std::nullopt;
  found.backups(backups.get_object());
  found.restored(backups.get_object());
  found.add(alert_measure::in_doubt, {}, found.in_doubt,
            fmt::format("{:.0f} messages are in doubt: nobody knows yet whether they went out.", found.in_doubt));
  found.add(alert_measure::parked, {}, found.parked,
            fmt::format("{:.0f} items are parked: they failed too often and wait for a person.", found.parked));
  if (all.certificate_days)
    found.add(alert_measure::certificate_ends, {}, *all.certificate_days,
              fmt::format("The endpoint's certificate ends in {:.0f} days.", *all.certificate_days));
  if (all.disk_percent)
    found.add(alert_measure::disk_used, {}, *all.disk_percent,
              fmt::format("The disk with the data is {:.0f} % full.", *all.disk_percent));
  return std::move(found.all);
}

} // namespace tidings::alert
