#include "actors/node/supervision/practices_actor.hpp"

#include "schemas/json.hpp"

#include <algorithm>

namespace tidings {
namespace {

using self_pointer = practices_actor::stateful_pointer<practices_actor_state>;

/// For those outside; the whole of it, which names files, is for the operator.
const std::string damaged_practice = "records of this practice are damaged: it is closed until they are restored";

/// Null: nothing is wrong with its records.
const failure* damage_of(const practices_actor_state& st, const practice_id& id) {
  const auto found = st.damages.find(id);
  return found == st.damages.end() ? nullptr : &found->second;
}

/// More than so many don't become one batch: the first of them waits for the last.
constexpr std::ptrdiff_t batch_max = 256;

// Gives a running practice everything it hasn't got yet.
void hand_over(self_pointer self, practice_slot& slot) {
  if (!slot.actor || slot.stopping) return; // its successor gets it
  const auto end = slot.waiting.entries().end();
  for (auto at = slot.waiting.after(slot.handed_over); at != end;) {
    const auto upto = at + std::min(batch_max, end - at);
    numbered_commands batch;
    batch.all.reserve(static_cast<std::size_t>(upto - at));
    for (; at != upto; ++at) batch.all.push_back({at->number, at->what});
    slot.handed_over = batch.all.back().number;
    self->send(slot.actor, std::move(batch));
  }
}

// The flush queues up behind everything that is in the mailbox already: all of that joins the batch, so batches grow
// with the load, and nothing waits when there is none.
void gather(self_pointer self, const practice_id& id, practice_slot& slot) {
  auto& st = self->state;
  if (std::exchange(slot.gathering, true)) return;
  if (st.gathering.empty()) self->send(self, caf::flush_atom::value);
  st.gathering.push_back(id);
}

void flush(self_pointer self) {
  for (const auto& id : std::exchange(self->state.gathering, {})) {
    auto& slot = self->state.slots.at(id);
    slot.gathering = false;
    hand_over(self, slot);
  }
}

bool may_start(const practices_actor_state& st, const practice_id& id, const practice_slot& slot) {
  return !st.ending && st.log && st.stations && st.streams && !slot.actor && slot.settings && !damage_of(st, id);
}

void start_now(self_pointer self, const practice_id& id, practice_slot& slot) {
  auto& st = self->state;
  ++slot.incarnation;
  slot.current->store(0);
  slot.restart_at.reset();
  slot.wake_at = never;
  slot.stopping = false;
  slot.since = st.options.now();
  slot.policy.started(steady_now(self));
  slot.actor = self->spawn(practice, id, slot.incarnation, slot.settings, slot.current,
                           practice_ports{st.log, st.stations->dispatcher, st.stations->write_back, self,
                                          st.options.now, st.options.keys, st.options.passivate_after,
                                          st.options.epoch ? st.options.epoch() : log_epoch{}, st.started,
                                          st.options.own_threads});
  self->monitor(slot.actor);
  st.by_address[slot.actor.address()] = id;
  slot.handed_over = 0;
  hand_over(self, slot);
}

void start_next(self_pointer self) {
  auto& st = self->state;
  while (const auto id = st.order.next()) {
    auto& slot = st.slots.at(*id);
    if (may_start(st, *id, slot))
      start_now(self, *id, slot);
    else
      st.order.started(*id); // it doesn't, now
  }
}

start_order::need need_of(const practices_actor_state& st, const practice_id& id, const practice_slot& slot) {
  using need = start_order::need;
  if (!slot.waiting.empty() || id.is_host()) return need::asked; // the dispatcher waits for what the host pauses
  if (slot.incarnation > 0) return need::at_work;
  const auto known = st.streams->find(id);
  if (known == st.streams->end()) return need::none;
  const auto& stream = known->second;
  return stream.snapshot_version == stream.last && stream.wake_at > st.options.now() ? need::none : need::at_work;
}

void want(self_pointer self, const practice_id& id, const practice_slot& slot) {
  auto& st = self->state;
  if (may_start(st, id, slot)) st.order.want(id, need_of(st, id, slot));
}

// As soon as it is its turn.
void start(self_pointer self, const practice_id& id, const practice_slot& slot) {
  want(self, id, slot);
  start_next(self);
}

// Told once by each life of a practice, and when it ends.
void has_started(self_pointer self, const practice_id& id) {
  self->state.order.started(id);
  start_next(self);
}

void start_all(self_pointer self) {
  const auto now = steady_now(self);
  for (auto& [id, slot] : self->state.slots)
    if (!slot.stopping && (!slot.restart_at || *slot.restart_at <= now)) want(self, id, slot);
  start_next(self); // only now: all are known, and can be put in order
}

void refuse(self_pointer self, const practice_command& what, error_code code, std::string reason) {
  if (!what.answer_to) return;
  self->send(what.answer_to, command_answer{what.token, answer{false, false, code, std::move(reason), {}}});
}

/// Who waits for an answer is told that there is none. It may be on disk all the same: told again, it happens once.
void refuse_waiting(self_pointer self, practice_slot& slot, const failure& why) {
  const auto taken = slot.waiting.take_if([](const told_command& one) { return static_cast<bool>(one->answer_to); });
  for (const auto& one : taken) refuse(self, *one.what, why.code, why.detail);
}

/// A reading that a later one makes superfluous: without a log they would pile up.
bool is_reading(const told_command& one) { return std::holds_alternative<appointments_read>(one->what); }

void put(self_pointer self, const practice_id& id, practice_slot& slot, told_command what) {
  if ((!self->state.log || damage_of(self->state, id)) && is_reading(what)) slot.waiting.take_if(is_reading);
  slot.waiting.put(std::move(what));
  if (slot.stopping) return; // its successor gets it
  if (slot.actor)
    gather(self, id, slot);
  else if (!slot.restart_at)
    start(self, id, slot);
}

void park(self_pointer self, const practice_id& id, practice_slot& slot, inbox<told_command>::entry entry) {
  const auto& told = *entry.what;
  const auto bytes = encode(told.what);
  put(self, id, slot,
      std::make_shared<const practice_command>(practice_command{
          id,
          park_command{id_from_name<item_id>("parked", id.str() + bytes), std::string(name_of(told.what)), entry.tries,
                       slot.last_failure, secret_text(bytes)},
          told.answer_to, told.token, told.by}));
}

void on_down(self_pointer self, const caf::down_msg& down) {
  auto& st = self->state;
  const auto found = st.by_address.find(down.source);
  if (found == st.by_address.end()) return;
  const auto id = found->second;
  st.by_address.erase(found);
  auto& slot = st.slots.at(id);
  const auto now = st.options.now();
  slot.actor = nullptr;
  slot.since = now;
  has_started(self, id);
  if (st.ending) {
    if (st.by_address.empty()) self->quit(caf::exit_reason::user_shutdown);
    return;
  }
  if (slot.stopping) { // asleep, as asked
    slot.stopping = false;
    st.options.keys->rest(id);
    if (!slot.waiting.empty())
      start(self, id, slot);
    else if (slot.wake_at != never)
      st.timer.ring_in(self, slot.wake_at - now);
    return;
  }
  slot.last_failure = self->home_system().render(down.reason);
  if (!st.log || damage_of(st, id)) { // no fault of its own
    slot.current->store(0);
    return;
  }
  const auto culprit = slot.current->exchange(0);
  auto last_try = culprit > 0 ? slot.waiting.blame(culprit) : std::nullopt;
  if (last_try) slot.policy.cause_gone(); // else a practice with two such commands would rest, and everybody else wait
  const auto wait = slot.policy.ended(steady_now(self));
  slot.restart_at = steady_now(self) + wait;
  st.timer.ring_in(self, wait);
  if (last_try) park(self, id, slot, std::move(*last_try));
}

void on_command(self_pointer self, practice_command& told) {
  auto& st = self->state;
  const auto found = st.slots.find(told.practice);
  if (found == st.slots.end()) {
    // Whoever asks has looked whether there is such a practice: it is joining at this moment, or leaving.
    refuse(self, told, error_code::stopping, "this practice is joining or leaving: try again");
    return;
  }
  auto& slot = found->second;
  const auto* damage = damage_of(st, told.practice);
  if (const auto* why = damage || !st.no_log ? damage : &*st.no_log; why && told.answer_to) {
    refuse(self, told, why->code, damage ? damaged_practice : why->detail);
    return;
  }
  if ((told.answer_to || damage) && slot.waiting.size() >= st.options.queue_max) {
    refuse(self, told, error_code::overloaded, "too many commands are waiting for this practice");
    return;
  }
  put(self, told.practice, slot, std::make_shared<const practice_command>(std::move(told)));
}

void on_settings(self_pointer self, const practice_settings_ptr& settings) {
  auto& st = self->state;
  auto& slot = st.slots[settings->id];
  const bool fresh = !slot.settings;
  slot.settings = settings;
  slot.removed = false;
  if (fresh) {
    slot.policy = restart_policy(st.options.restarts);
    slot.since = st.options.now();
  }
  if (slot.actor) {
    hand_over(self, slot); // told before, decided by the old ones
    self->send(slot.actor, settings_changed{settings});
  } else if (!slot.stopping && !slot.restart_at)
    start(self, settings->id, slot); // rules may be due at once
}

// A removed practice sends nothing new; what is under way is finished.
void on_removed(self_pointer self, const practice_id& id) {
  auto& st = self->state;
  const auto found = st.slots.find(id);
  if (found == st.slots.end() || !found->second.settings) return;
  auto drained = *found->second.settings;
  drained.reminders.clear();
  on_settings(self, std::make_shared<const practice_settings>(std::move(drained)));
  found->second.removed = true;
}

void on_idle(self_pointer self, const practice_idle& idle) {
  auto& st = self->state;
  const auto found = st.slots.find(idle.practice);
  if (found == st.slots.end()) return;
  auto& slot = found->second;
  if (!slot.actor || slot.incarnation != idle.incarnation || !slot.waiting.empty()) return;
  slot.stopping = true;
  slot.wake_at = slot.removed ? never : idle.wake_at;
  self->send_exit(slot.actor, caf::exit_reason::user_shutdown);
}

void report(self_pointer self) {
  auto& st = self->state;
  if (!st.stations || !st.stations->board) return;
  actor_report lines{"/node/practices", {}};
  lines.lines.reserve(st.slots.size() + 1);
  for (const auto& [id, slot] : st.slots) {
    view::actor line;
    line.path = "/node/practices/" + id.str();
    const auto* damage = damage_of(st, id);
    line.state = damage ? "stopped" : slot.actor ? "running" : slot.restart_at || !st.log ? "restarting" : "passive";
    line.restarts = slot.policy.total();
    line.mailbox = slot.waiting.size();
    line.handled = slot.handled;
    line.last_failure = damage ? damage->detail : slot.last_failure;
    line.since = iso8601(slot.since);
    lines.lines.push_back(std::move(line));
  }
  self->send(st.stations->board, std::move(lines));
}

void give_up_waiting(self_pointer self, const failure& why) {
  self->state.no_log = why;
  self->state.refuse_at.reset();
  for (auto& [id, slot] : self->state.slots) refuse_waiting(self, slot, why);
}

void on_tick(self_pointer self) {
  auto& st = self->state;
  const auto now = look_at_clocks(self, st.options.now);
  if (st.refuse_at && *st.refuse_at <= now.steady) give_up_waiting(self, st.log_ended);
  if (st.refuse_at) st.timer.ring_in(self, std::chrono::ceil<millis>(*st.refuse_at - now.steady));
  for (auto& [id, slot] : st.slots) {
    if (slot.actor) continue;
    if (slot.restart_at ? *slot.restart_at <= now.steady : slot.wake_at <= now.wall)
      start(self, id, slot);
    else if (slot.restart_at)
      st.timer.ring_in(self, std::chrono::ceil<millis>(*slot.restart_at - now.steady));
    else if (slot.wake_at != never)
      st.timer.ring_in(self, slot.wake_at - now.wall);
  }
}

void end_now(self_pointer self, practice_slot& slot) {
  if (slot.actor && !slot.stopping) self->send_exit(slot.actor, caf::exit_reason::kill);
}

// Whoever wrote to the old log knows more than the disk has.
void on_no_log(self_pointer self, const failure& why) {
  auto& st = self->state;
  const bool fresh = st.log != nullptr;
  st.log = nullptr;
  for (auto& [id, slot] : st.slots) end_now(self, slot);
  if (why.code == error_code::disk_full || st.no_log) return give_up_waiting(self, why);
  st.log_ended = why;
  if (!fresh) return;
  st.refuse_at = steady_now(self) + log_patience;
  st.timer.ring_in(self, log_patience);
}

// Who has work comes first: the log's list tells without reading anybody's state.
void ask_who_has_work(self_pointer self) {
  auto& st = self->state;
  st.streams.reset();
  const auto known = [self, log = st.log](std::map<practice_id, stream_summary> streams) {
    if (self->state.log != log) return; // another one has come since
    self->state.streams = std::move(streams);
    start_all(self);
  };
  self->request(st.log, caf::infinite, list_streams{})
      .then(
          [known](const std::vector<stream_summary>& lines) {
            std::map<practice_id, stream_summary> streams;
            for (const auto& one : lines) streams[one.practice] = one;
            known(std::move(streams));
          },
          [known](const caf::error&) { known({}); }); // their states may be read all the same
}

void on_log(self_pointer self, const log_is& told) {
  auto& st = self->state;
  if (!told.log) return on_no_log(self, told.why);
  const bool fresh = told.log != st.log;
  if (fresh) {
    st.damages.clear(); // the new one tells of its own
    for (auto& [id, slot] : st.slots) slot.restart_at.reset();
  }
  st.log = told.log;
  st.refuse_at.reset();
  st.no_log.reset();
  if (fresh)
    ask_who_has_work(self);
  else
    start_all(self);
}

void on_damage(self_pointer self, const log_trouble& told) {
  auto& st = self->state;
  st.damages[told.practice] = told.why;
  const auto found = st.slots.find(told.practice);
  if (found == st.slots.end()) return;
  auto& slot = found->second;
  slot.restart_at.reset();
  slot.wake_at = never;
  end_now(self, slot);
  refuse_waiting(self, slot, {told.why.code, damaged_practice});
}

} // namespace

practices_actor_state::~practices_actor_state() {
  for (auto& [id, slot] : slots)
    if (slot.actor) caf::anon_send_exit(slot.actor, caf::exit_reason::kill);
}

practices_actor::behavior_type practices_supervisor(self_pointer self, practices_options options) {
  self->state.options = std::move(options);
  self->state.started = look_at_clocks(self, self->state.options.now);
  self->set_down_handler([self](caf::down_msg& down) { on_down(self, down); });
  self->set_exit_handler([self](caf::exit_msg& e) {
    auto& st = self->state;
    if (std::exchange(st.ending, true)) return;
    for (auto& [id, slot] : st.slots)
      if (slot.actor) self->send_exit(slot.actor, caf::exit_reason::user_shutdown);
    if (st.by_address.empty()) self->quit(e.reason);
  });
  return {
      [self](practice_command& told) { on_command(self, told); },
      [self](practice_commands& told) {
        for (auto& one : told.all) on_command(self, one);
      },
      [self](commands_handled& e) {
        const auto found = self->state.slots.find(e.practice);
        if (found == self->state.slots.end() || found->second.incarnation != e.incarnation) return;
        const auto before = found->second.waiting.size();
        if (e.upto == 0) return has_started(self, e.practice);
        found->second.waiting.handled(e.upto);
        found->second.handled += before - found->second.waiting.size();
      },
      [self](practice_idle& e) { on_idle(self, e); },
      [self](settings_changed& e) { on_settings(self, e.settings); },
      [self](practice_removed& e) { on_removed(self, e.practice); },
      [self](const log_is& e) { on_log(self, e); },
      [self](const log_trouble& e) { on_damage(self, e); },
      [self](station_handles_ptr& stations) {
        auto& st = self->state;
        const bool others = st.stations && (st.stations->dispatcher != stations->dispatcher ||
                                            st.stations->write_back != stations->write_back);
        st.stations = stations;
        if (others) // what they held is gone: each practice comes back and tells what is outstanding
          for (auto& [id, slot] : st.slots)
            if (slot.actor && !slot.stopping) self->send_exit(slot.actor, caf::exit_reason::kill);
        start_all(self);
      },
      [self](caf::tick_atom, std::uint64_t generation) {
        if (generation == 0)
          report(self); // asked once a second by the node
        else if (self->state.timer.rings(generation))
          on_tick(self);
      },
      [self](caf::flush_atom) { flush(self); },
  };
}

} // namespace tidings
