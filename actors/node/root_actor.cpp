#include "actors/node/root_actor.hpp"

#include "schemas/json.hpp"

#include <array>
#include <limits>

namespace tidings {
namespace {

using self_pointer = root_actor::stateful_pointer<root_actor_state>;

constexpr std::array all_stations = {station::log,       station::board,      station::dispatcher, station::write_back,
                                     station::providers, station::connectors, station::practices};
constexpr std::chrono::seconds heart_beat{1};

std::string_view name_of(station which) {
  constexpr std::array<std::string_view, all_stations.size()> names = {
      "log", "board", "dispatcher", "write-back", "providers", "connectors", "practices"};
  return names[static_cast<std::size_t>(which)];
}

template <class Handle> caf::actor keep(Handle& where, Handle started) {
  where = std::move(started);
  return caf::actor_cast<caf::actor>(where);
}

/// Whoever asks from outside needs no path of ours.
failure as_told_outside(const failure& why) {
  return {why.code, why.code == error_code::disk_full
                        ? "the broker's disk is full: nothing new is taken until there is room; ask again"
                        : "the event log can't be written to now; ask again"};
}

/// Nobody may count on what is told to the log now. The board still reads what there is.
void without_log(self_pointer self, const failure& why) {
  auto& st = self->state;
  if (st.handles.practices) self->send(st.handles.practices, log_is{{}, why});
  if (auto now = st.options.directory->get(); now.stations) st.options.directory->set({now.stations, {}, why.detail});
}

// Null when the station can't be started now.
caf::actor start_one(self_pointer self, station which) {
  auto& st = self->state;
  const auto& start = st.options.start;
  switch (which) {
  case station::log: {
    auto log = start.log(*self);
    if (!log) {
      st.slots[which].last_failure = log.error().detail;
      st.options.on_failure("the event log can't be opened: " + log.error().detail);
      without_log(self, as_told_outside(log.error()));
      return nullptr;
    }
    st.log_ill.reset();
    st.damages.clear();
    return keep(st.log, std::move(*log));
  }
  case station::board:
    return start.board ? keep(st.handles.board, start.board(*self, st.log)) : nullptr;
  case station::dispatcher:
    return keep(st.handles.dispatcher, start.dispatcher(*self));
  case station::write_back:
    return keep(st.handles.write_back, start.write_back(*self));
  case station::providers:
    return keep(st.handles.providers, start.providers(*self));
  case station::connectors:
    return keep(st.handles.connectors, start.connectors(*self));
  case station::practices:
    return keep(st.handles.practices, start.practices(*self));
  }
  return nullptr;
}

bool complete(const root_actor_state& st) {
  return st.log && st.handles.dispatcher && st.handles.write_back && st.handles.providers && st.handles.connectors &&
         st.handles.practices;
}

void introduce(self_pointer self) {
  auto& st = self->state;
  if (!complete(st)) return;
  const auto all = std::make_shared<const station_handles>(st.handles);
  self->send(st.handles.dispatcher, all);
  self->send(st.handles.write_back, all);
  self->send(st.handles.providers, all);
  self->send(st.handles.connectors, all);
  if (st.log_ill)
    self->send(st.handles.practices, log_is{{}, as_told_outside(*st.log_ill)});
  else
    self->send(st.handles.practices, log_is{st.log, {}});
  for (const auto& [practice, why] : st.damages) self->send(st.handles.practices, log_trouble{practice, why});
  self->send(st.handles.practices, all);
  st.options.directory->set(
      {all, st.log_ill ? event_log_actor() : st.log, st.log_ill ? as_told_outside(*st.log_ill).detail : std::string()});
}

void on_trouble(self_pointer self, const log_trouble& told) {
  auto& st = self->state;
  st.options.on_failure("the event log: " + told.why.detail);
  if (told.practice.empty()) {
    st.log_ill = told.why;
    st.slots[station::log].last_failure = told.why.detail;
    without_log(self, as_told_outside(told.why));
  } else {
    st.damages[told.practice] = told.why;
    if (st.handles.practices) self->send(st.handles.practices, told);
  }
  if (st.handles.board) self->send(st.handles.board, told);
}

void tell_settings(self_pointer self, const practice_settings_ptr& settings) {
  auto& st = self->state;
  if (st.handles.practices) self->send(st.handles.practices, settings_changed{settings});
  if (st.handles.connectors && !settings->id.is_host()) self->send(st.handles.connectors, settings_changed{settings});
  if (st.handles.board && !settings->id.is_host()) self->send(st.handles.board, settings_changed{settings});
}

void start_missing(self_pointer self) {
  auto& st = self->state;
  const auto now = steady_now(self);
  bool fresh = false;
  for (const auto which : all_stations) {
    auto& slot = st.slots[which];
    if (slot.handle || slot.restart_at > now) continue;
    if (which == station::board && (!st.options.start.board || !st.log)) continue;
    slot.handle = start_one(self, which);
    if (!slot.handle) { // only the log: the disk may come back
      slot.restart_at = now + slot.policy.ended(now);
      continue;
    }
    slot.policy.started(now);
    slot.since = st.options.now();
    self->monitor(slot.handle);
    fresh = true;
    if (which == station::log && st.handles.board) self->send(st.handles.board, log_is{st.log, {}});
  }
  if (!fresh) return;
  introduce(self);
  for (const auto& [id, settings] : st.settings) tell_settings(self, settings);
  if (!st.handles.practices) return;
  for (const auto& [id, settings] : st.removed) { // a new practices' supervisor must finish what the old one began
    self->send(st.handles.practices, settings_changed{settings});
    self->send(st.handles.practices, practice_removed{id});
  }
}

void forget(root_actor_state& st, station which) {
  switch (which) {
  case station::log:
    st.log = nullptr;
    break;
  case station::board:
    st.handles.board = nullptr;
    break;
  case station::dispatcher:
    st.handles.dispatcher = nullptr;
    break;
  case station::write_back:
    st.handles.write_back = nullptr;
    break;
  case station::providers:
    st.handles.providers = nullptr;
    break;
  case station::connectors:
    st.handles.connectors = nullptr;
    break;
  case station::practices:
    st.handles.practices = nullptr;
    break;
  }
}

void start_later(self_pointer self, millis wait) {
  self->delayed_send(self, std::chrono::duration_cast<caf::timespan>(wait), caf::tick_atom::value, ++self->state.timer);
}

void stop_next(self_pointer self);

void on_down(self_pointer self, const caf::down_msg& down) {
  auto& st = self->state;
  for (auto& [which, slot] : st.slots) {
    if (!slot.handle || slot.handle.address() != down.source) continue;
    slot.handle = nullptr;
    if (st.stopping) {
      stop_next(self);
      return;
    }
    slot.last_failure = self->home_system().render(down.reason);
    forget(st, which);
    if (which == station::log)
      without_log(self, {st.log_ill ? st.log_ill->code : error_code::log_unavailable,
                         "the event log is being opened anew: it is not known whether this was written; ask again"});
    st.options.on_failure(std::string(name_of(which)) + " ended and is started again: " + slot.last_failure);
    const auto wait = slot.policy.ended(steady_now(self));
    slot.restart_at = steady_now(self) + wait;
    start_later(self, wait);
  }
}

void beat(self_pointer self) {
  auto& st = self->state;
  if (!st.handles.board) return;
  if (st.handles.dispatcher) self->send(st.handles.dispatcher, caf::tick_atom::value, std::uint64_t{0});
  if (st.handles.providers) self->send(st.handles.providers, caf::tick_atom::value, std::uint64_t{0});
  if (st.handles.connectors) self->send(st.handles.connectors, caf::tick_atom::value, std::uint64_t{0});
  if (st.handles.practices) self->send(st.handles.practices, caf::tick_atom::value, std::uint64_t{0});
  actor_report lines{"/node", {}};
  view::actor top;
  top.path = "/node";
  top.state = "running";
  lines.lines.push_back(std::move(top));
  for (const auto& [which, slot] : st.slots) {
    view::actor line;
    line.path = "/node/" + std::string(name_of(which));
    const bool ill = which == station::log && st.log_ill;
    line.state = slot.handle && !ill ? "running" : "restarting";
    line.restarts = slot.policy.total();
    line.since = iso8601(slot.since);
    line.last_failure = slot.last_failure;
    if (const auto count = st.options.handled.find(which); count != st.options.handled.end())
      line.handled = count->second.so_far();
    lines.lines.push_back(std::move(line));
  }
  self->send(st.handles.board, std::move(lines));
}

// First those who wait for answers, while there is somebody who answers; then from the outside in: nothing new comes,
// what is decided reaches the log, the log goes last. One after the other.
constexpr std::array stop_order = {station::dispatcher, station::write_back, station::connectors, station::providers,
                                   station::practices,  station::board,      station::log};
constexpr auto patience_over = std::numeric_limits<std::uint64_t>::max();

// Who still waits for an answer has waited long enough: the attempt is in doubt after the next start.
void wait_no_longer(self_pointer self) {
  for (const auto which : {station::dispatcher, station::write_back})
    if (auto& slot = self->state.slots[which]; slot.handle) self->send_exit(slot.handle, caf::exit_reason::kill);
}

void stop_next(self_pointer self) {
  auto& st = self->state;
  for (const auto which : stop_order) {
    if (auto& slot = st.slots[which]; slot.handle) {
      self->send_exit(slot.handle, caf::exit_reason::user_shutdown);
      return; // its end calls for the next
    }
  }
  self->quit(caf::exit_reason::user_shutdown);
}

} // namespace

root_actor_state::~root_actor_state() {
  for (auto& [which, one] : slots)
    if (one.handle) caf::anon_send_exit(one.handle, caf::exit_reason::kill);
}

root_actor::behavior_type root(self_pointer self, root_options options) {
  self->state.options = std::move(options);
  for (const auto which : all_stations) {
    auto limits = self->state.options.restarts;
    if (which == station::log) limits.rest = limits.back_off_max; // all else waits for it
    self->state.slots[which].policy = restart_policy(limits);
  }
  self->set_down_handler([self](caf::down_msg& down) { on_down(self, down); });
  self->set_exit_handler([self](caf::exit_msg& e) {
    if (e.reason == caf::exit_reason::kill || self->state.stopping) return;
    self->state.stopping = true;
    const auto patience = std::chrono::duration_cast<caf::timespan>(self->state.options.drain_limit);
    self->delayed_send(self, patience, caf::tick_atom::value, patience_over);
    stop_next(self);
  });
  start_missing(self);
  self->delayed_send(self, heart_beat, caf::tick_atom::value, std::uint64_t{0});
  return {
      [self](settings_changed& e) {
        self->state.removed.erase(e.settings->id);
        self->state.settings[e.settings->id] = e.settings;
        tell_settings(self, e.settings);
      },
      [self](practice_removed& e) {
        auto& st = self->state;
        if (const auto was = st.settings.find(e.practice); was != st.settings.end()) {
          auto drained = *was->second; // nothing new, also in the moment before it is told again that it was removed
          drained.reminders.clear();
          st.removed[e.practice] = std::make_shared<const practice_settings>(std::move(drained));
          st.settings.erase(was);
        }
        if (st.handles.practices) self->send(st.handles.practices, e);
        if (st.handles.connectors) self->send(st.handles.connectors, e);
        if (st.handles.board) self->send(st.handles.board, e);
      },
      [self](const log_trouble& e) { on_trouble(self, e); },
      [self](caf::tick_atom, std::uint64_t generation) {
        if (generation == patience_over) return wait_no_longer(self);
        if (self->state.stopping) return;
        if (generation == 0) {
          self->state.options.now(); // a clock that takes its time to believe a step has to see it begin
          beat(self);
          self->delayed_send(self, heart_beat, caf::tick_atom::value, std::uint64_t{0});
        }
        start_missing(self);
      },
  };
}

} // namespace tidings
