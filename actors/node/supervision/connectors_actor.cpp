#include "actors/node/supervision/connectors_actor.hpp"

#include "schemas/documents.hpp"
#include "schemas/json.hpp"

namespace tidings {
namespace {

using self_pointer = connectors_actor::stateful_pointer<connectors_actor_state>;

/// A new connector knows nothing of the last request of the one before, and SystmOne drops in silence what comes within
/// a second of it.
constexpr millis restart_wait_min{1'000};

/// Another of these wants another actor.
std::string kind_of(const connector_settings& settings) { return settings.system + '@' + settings.edge; }

void start(self_pointer self, const practice_id& id, connector_slot& slot) {
  auto& st = self->state;
  if (!st.stations || slot.actor || !slot.settings) return;
  slot.restart_at = instant::max();
  slot.since = st.options.now();
  slot.policy.started(steady_now(self));
  slot.system = kind_of(slot.settings->connector);
  slot.actor = st.options.start(*self, slot.settings, st.stations->practices, self);
  self->monitor(slot.actor);
  st.by_address[slot.actor.address()] = id;
}

/// The folder and who leads to it. Empty: documents go into the record itself, or nowhere.
std::string documents_of(const practice_settings& settings) {
  if (!settings.documents || !settings.documents->in_folder()) return {};
  return settings.documents->folder + '@' + settings.connector.edge;
}

bool is_document(const connector_request& what) {
  return std::holds_alternative<write_document>(what) || std::holds_alternative<find_document>(what);
}

void tell_board(self_pointer self, const connector_slot& slot) {
  const auto& stations = self->state.stations;
  if (stations && stations->board && !slot.line.practice.empty())
    self->send(stations->board, connector_report{slot.line});
}

void start_documents(self_pointer self, connector_slot& slot) {
  const auto& st = self->state;
  if (!st.stations || slot.documents || !slot.settings || !st.options.hand_over || documents_of(*slot.settings).empty())
    return;
  slot.documents = st.options.hand_over(*self, slot.settings, self);
  self->monitor(slot.documents);
}

void end_documents(self_pointer self, connector_slot& slot) {
  if (slot.documents) self->send_exit(std::exchange(slot.documents, nullptr), caf::exit_reason::user_shutdown);
  if (slot.line.documents.empty()) return;
  slot.line.documents.clear();
  slot.line.documents_reason.clear();
  slot.line.documents_since.reset();
  tell_board(self, slot);
}

void on_report(self_pointer self, connector_report& what) {
  const auto id = practice_id::parse(what.what.practice);
  const auto found = id ? self->state.slots.find(*id) : self->state.slots.end();
  if (found == self->state.slots.end()) return;
  auto& line = found->second.line;
  what.what.documents = std::move(line.documents);
  what.what.documents_reason = std::move(line.documents_reason);
  what.what.documents_since = std::move(line.documents_since);
  line = std::move(what.what);
  tell_board(self, found->second);
}

void on_report(self_pointer self, const documents_report& what) {
  const auto found = self->state.slots.find(what.practice);
  if (found == self->state.slots.end()) return;
  auto& slot = found->second;
  if (!slot.documents || self->current_sender() != slot.documents) return; // of a folder that isn't theirs any more
  const std::string word = what.up ? "up" : "down";
  if (slot.line.documents != word) slot.line.documents_since = iso8601(self->state.options.now());
  slot.line.documents = word;
  slot.line.documents_reason = what.reason;
  tell_board(self, slot);
}

/// Who is asked: for documents the folder's own actor, where the practice has one.
connector_actor asked_at(self_pointer self, connector_slot& slot, const connector_request& what) {
  const auto& options = self->state.options;
  if (!is_document(what) || !slot.settings || !options.hand_over || documents_of(*slot.settings).empty())
    return slot.actor;
  start_documents(self, slot);
  return slot.documents;
}

void on_down(self_pointer self, const caf::down_msg& down) {
  auto& st = self->state;
  const auto found = st.by_address.find(down.source);
  if (found == st.by_address.end()) {
    for (auto& [id, slot] : st.slots)
      if (slot.documents && slot.documents.address() == down.source) slot.documents = nullptr;
    return;
  }
  const auto id = found->second;
  st.by_address.erase(found);
  auto& slot = st.slots.at(id);
  slot.actor = nullptr;
  if (!slot.settings) { // removed
    st.slots.erase(id);
    return;
  }
  slot.last_failure = self->home_system().render(down.reason);
  const auto wait = std::max(slot.policy.ended(steady_now(self)), restart_wait_min);
  slot.restart_at = steady_now(self) + wait;
  self->delayed_send(self, std::chrono::duration_cast<caf::timespan>(wait), caf::tick_atom::value, ++st.timer);
}

void on_call(self_pointer self, connector_call& call) {
  const auto found = self->state.slots.find(call.practice);
  const auto asked = found == self->state.slots.end() ? connector_actor() : asked_at(self, found->second, call.what);
  if (!asked) {
    self->send(call.answer_to, connector_answer{.practice = call.practice,
                                                .token = call.token,
                                                .error = {error_code::unreachable, "the connector is not running"}});
    return;
  }
  ++found->second.calls;
  self->send(asked, std::move(call));
}

void report(self_pointer self) {
  auto& st = self->state;
  if (!st.stations || !st.stations->board) return;
  actor_report lines{"/node/connectors", {}};
  for (const auto& [id, slot] : st.slots) {
    view::actor line;
    line.path = "/node/connectors/" + id.str();
    line.state = slot.actor ? "running" : "restarting";
    line.restarts = slot.policy.total();
    line.handled = slot.calls;
    line.last_failure = slot.last_failure;
    line.since = iso8601(slot.since);
    lines.lines.push_back(std::move(line));
  }
  self->send(st.stations->board, std::move(lines));
}

} // namespace

connectors_actor_state::~connectors_actor_state() {
  for (auto& [id, slot] : slots)
    for (const auto& one : {slot.actor, slot.documents})
      if (one) caf::anon_send_exit(one, caf::exit_reason::kill);
}

connectors_actor::behavior_type connectors_supervisor(self_pointer self, connectors_options options) {
  self->state.options = std::move(options);
  self->set_down_handler([self](caf::down_msg& down) { on_down(self, down); });
  self->set_exit_handler([self](caf::exit_msg& e) {
    for (auto& [id, slot] : self->state.slots)
      for (const auto& one : {slot.actor, slot.documents})
        if (one) self->send_exit(one, e.reason);
    self->quit(e.reason);
  });
  return {
      [self](connector_call& call) { on_call(self, call); },
      [self](settings_changed& e) {
        auto& slot = self->state.slots[e.settings->id];
        const auto id = e.settings->id;
        if (slot.settings && documents_of(*slot.settings) != documents_of(*e.settings)) end_documents(self, slot);
        slot.settings = e.settings;
        start_documents(self, slot);
        if (slot.actor && slot.system != kind_of(e.settings->connector))
          self->send_exit(slot.actor, caf::exit_reason::user_shutdown); // its end starts the other one
        else if (slot.actor)
          self->send(slot.actor, std::move(e));
        else if (slot.restart_at == instant::max())
          start(self, id, slot);
      },
      [self](practice_removed& e) {
        const auto found = self->state.slots.find(e.practice);
        if (found == self->state.slots.end()) return;
        found->second.settings = nullptr;
        end_documents(self, found->second);
        if (found->second.actor)
          self->send_exit(found->second.actor, caf::exit_reason::user_shutdown);
        else
          self->state.slots.erase(found);
      },
      [self](connector_report& e) { on_report(self, e); },
      [self](station_handles_ptr& stations) {
        self->state.stations = stations;
        for (auto& [id, slot] : self->state.slots) {
          start(self, id, slot);
          start_documents(self, slot);
        }
      },
      [self](caf::tick_atom, std::uint64_t generation) {
        if (generation == 0) {                                                    // asked once a second by the node
          for (auto& [id, slot] : self->state.slots) start_documents(self, slot); // one that has ended
          report(self);
          return;
        }
        const auto now = steady_now(self);
        for (auto& [id, slot] : self->state.slots)
          if (!slot.actor && slot.restart_at <= now) start(self, id, slot);
      },
      [self](const documents_report& e) { on_report(self, e); },
  };
}

} // namespace tidings
