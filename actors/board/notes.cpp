#include "actors/board/notes.hpp"

#include "actors/board/costs.hpp"
#include "actors/board/timeline.hpp"
#include "schemas/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tidings {
namespace {

std::string provider_name(const board_state& state, const message_id& id) {
  const auto* row = state.messages.find(id);
  return row ? state.words.text(row->provider) : std::string();
}

std::string message_link(const message_id& id) { return id.is_nil() ? std::string() : "/ops/messages/" + to_text(id); }

struct noter {
  const board_state& state;
  const practice_row& practice;
  timestamp at;

  std::optional<view::note> note(const char* level, std::string what, std::string link) const {
    return view::note{.at = iso8601(at),
                      .level = level,
                      .practice = practice.id.is_host() ? std::string() : practice.id.str(),
                      .what = std::move(what),
                      .link = std::move(link)};
  }

  std::optional<view::note> operator()(const attempt_in_doubt& e) const {
    return note("warn",
                fmt::format("No clear answer from {}: a message may or may not have been sent. It is looked up before "
                            "anything else is done.",
                            provider_name(state, e.message)),
                message_link(e.message));
  }
  std::optional<view::note> operator()(const attempt_failed& e) const {
    if (e.result != attempt_result::configuration) return std::nullopt;
    return note("error",
                fmt::format("{} refuses our account: {}. Its settings need a person; messages wait.",
                            provider_name(state, e.message), e.detail),
                "/ops/providers");
  }
  std::optional<view::note> operator()(const attempt_started& e) const {
    const auto warn_at = practice.budget_pence * 1'000 * practice.budget_warn_share;
    const auto spent = static_cast<double>(spent_today(practice).millipence);
    if (practice.budget_pence <= 0 || spent < warn_at || spent - static_cast<double>(e.millipence) >= warn_at)
      return std::nullopt;
    return note("warn",
                fmt::format("£{:.2f} of today's budget of £{:.2f} is spent. Beyond it, messages that may wait are held "
                            "until midnight.",
                            spent / 100'000, practice.budget_pence / 100),
                "/ops/practices/" + practice.id.str());
  }
  std::optional<view::note> operator()(const message_held& e) const {
    if (practice.held != 1) return std::nullopt; // the first says it for all
    return note("warn", fmt::format("Messages are held until {}, since {}.", london_text(e.until), e.reason),
                "/ops/practices/" + practice.id.str());
  }
  std::optional<view::note> operator()(const command_parked& e) const {
    return note("error", fmt::format("Set aside after {} tries: {} ({}).", e.tries, e.kind, e.reason), "/ops/parked");
  }
  std::optional<view::note> operator()(const reply_received& e) const {
    if (e.meaning != reply_meaning::urgent) return std::nullopt;
    return note("warn", "An urgent reply waits for the practice's staff.", message_link(e.answers));
  }
  std::optional<view::note> operator()(const operation_finished& e) const {
    if (e.result == operation_result::done) return std::nullopt;
    const auto* row = state.operations.find(e.operation);
    return note("warn",
                e.result == operation_result::rejected
                    ? fmt::format("The clinical system refused a change: {}.", e.detail)
                    : std::string("A change was not written: the appointment is no longer what the patient answered "
                                  "about."),
                row ? message_link(row->message) : std::string());
  }
  std::optional<view::note> operator()(const epoch_began& e) const {
    return note("error",
                fmt::format("Restored from backup {} of {}. Nothing is sent until an operator releases it.", e.backup,
                            london_text(e.backed_up_at)),
                "/ops/backups");
  }
  std::optional<view::note> operator()(const pause_changed& e) const {
    const auto what = e.provider.empty() ? std::string("Sending") : "Sending by " + e.provider.value;
    return e.paused ? note("warn", fmt::format("{} was paused by {}: {}", what, e.by, e.why), "/ops/queues")
                    : note("info", fmt::format("{} goes on, says {}.", what, e.by), "/ops/queues");
  }
  std::optional<view::note> operator()(const epoch_released& e) const {
    return note("info", fmt::format("Released after the restore by {}: messages go again.", e.by), "/ops/backups");
  }
  template <class Other> std::optional<view::note> operator()(const Other&) const { return std::nullopt; }
};

const char* level_of_state(std::string_view state) {
  if (state == "up") return "info";
  return state == "degraded" ? "warn" : "error";
}

} // namespace

std::optional<view::note> note_of(const board_state& state, const event& what, const practice_row& practice,
                                  timestamp at) {
  return std::visit(noter{state, practice, at}, what);
}

std::optional<view::note> connector_note(const view::connector* before, const view::connector& now, timestamp at) {
  if (before ? before->state == now.state : now.state == "up") return std::nullopt;
  // Nothing is wrong with a connection that is only being made.
  if (!before && now.state == "degraded" && !now.last_read_at && now.failures == 0)
    return view::note{.at = iso8601(at),
                      .level = "info",
                      .practice = now.practice,
                      .what = now.reason.empty() ? "The clinical system is about to be read." : now.reason,
                      .link = "/ops/connectors"};
  auto words = now.state;
  std::replace(words.begin(), words.end(), '_', ' ');
  return view::note{.at = iso8601(at),
                    .level = level_of_state(now.state),
                    .practice = now.practice,
                    .what = now.reason.empty() ? fmt::format("The connector is {}.", words)
                                               : fmt::format("The connector is {}: {}", words, now.reason),
                    .link = "/ops/connectors"};
}

std::optional<view::note> provider_note(const view::provider* before, const view::provider& now, timestamp at) {
  if (before ? before->state == now.state : now.state == "up") return std::nullopt;
  return view::note{.at = iso8601(at),
                    .level = level_of_state(now.state),
                    .practice = {},
                    .what = now.reason.empty() ? fmt::format("Provider {} is {}.", now.id, now.state)
                                               : fmt::format("Provider {} is {}: {}", now.id, now.state, now.reason),
                    .link = "/ops/providers"};
}

view::note practice_note(const practice_row& practice, bool added, timestamp at) {
  const auto id = practice.id.str();
  return {.at = iso8601(at),
          .level = "info",
          .practice = id,
          .what = added ? fmt::format("{} ({}) is live.", practice.name, id)
                        : fmt::format("{} ({}) was removed: what is under way is finished, nothing new is begun.",
                                      practice.name, id),
          .link = "/ops/practices/" + id};
}

view::note trouble_note(const practice_id& practice, const failure& why, timestamp at) {
  const bool one = !practice.empty() && !practice.is_host();
  return {.at = iso8601(at),
          .level = "error",
          .practice = one ? practice.str() : std::string(),
          .what =
              practice.empty()
                  ? fmt::format("Nothing can be written down now: {}. What is asked of Tidings is refused until "
                                "that is mended; nothing that was accepted is lost.",
                                why.detail)
                  : fmt::format("Records are damaged: {}. The practice is closed until they are restored.", why.detail),
          .link = one ? "/ops/practices/" + practice.str() : "/ops/actors"};
}

std::vector<view::note> restart_notes(const std::vector<view::actor>& before, const std::vector<view::actor>& now,
                                      timestamp at) {
  std::vector<view::note> notes;
  std::map<std::string_view, view::count> known; // filled only when the lists differ in their order
  for (std::size_t i = 0; i < now.size(); ++i) {
    const auto& line = now[i];
    view::count restarts = 0;
    if (i < before.size() && before[i].path == line.path)
      restarts = before[i].restarts;
    else {
      if (known.empty())
        for (const auto& one : before) known.emplace(one.path, one.restarts);
      const auto found = known.find(line.path);
      restarts = found == known.end() ? 0 : found->second;
    }
    if (line.restarts <= restarts) continue;
    notes.push_back(
        {.at = iso8601(at),
         .level = "warn",
         .practice = {},
         .what = line.last_failure.empty()
                     ? fmt::format("Restarted {} (restart {}).", line.path, line.restarts)
                     : fmt::format("Restarted {} (restart {}): {}", line.path, line.restarts, line.last_failure),
         .link = "/ops/actors"});
  }
  return notes;
}

void note_list::add_quietly(view::note one) {
  // ISO 8601 sorts as time does; what comes in is nearly always the newest.
  auto place = notes_.begin();
  while (place != notes_.end() && place->at > one.at) ++place;
  for (auto same = place; same != notes_.end() && same->at == one.at; ++same)
    if (same->what == one.what && same->practice == one.practice && same->link == one.link) return; // told again
  if (place == notes_.end() && notes_.size() >= board_notes_max) return;
  notes_.insert(place, std::move(one));
  if (notes_.size() > board_notes_max) notes_.pop_back();
}

const view::note* note_list::add(view::note one) {
  if (shown_ >= per_second_max) {
    ++held_back_;
    add_quietly(std::move(one));
    return nullptr;
  }
  ++shown_;
  notes_.push_front(std::move(one));
  if (notes_.size() > board_notes_max) notes_.pop_back();
  return &notes_.front();
}

std::optional<view::note> note_list::next_second(timestamp at) {
  shown_ = 0;
  if (held_back_ == 0) return std::nullopt;
  view::note summary{.at = iso8601(at),
                     .level = "warn",
                     .practice = {},
                     .what = fmt::format("{} more notes in the last second.", held_back_),
                     .link = {}};
  held_back_ = 0;
  return summary;
}

} // namespace tidings
