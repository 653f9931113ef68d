#include "actors/practice/practice_actor.hpp"

#include "actors/practice/snapshot_maker_actor.hpp"
#include "actors/practice/snapshots.hpp"
#include "actors/practice/talk/question_link.hpp"
#include "actors/practice/waiting_list/asking.hpp"
#include "schemas/alarm.hpp"
#include "schemas/codec.hpp"
#include "schemas/crash_point.hpp"
#include "schemas/event_codec.hpp"

#include <caf/default_attachable.hpp>

#include <algorithm>

namespace tidings {
namespace {

using self_pointer = practice_actor::stateful_pointer<practice_actor_state>;

constexpr std::uint32_t replay_chunk = 5'000;
constexpr std::size_t append_max = 1'000;           ///< events; a batch that causes more is appended in parts
constexpr std::chrono::seconds look_again{1};       ///< how soon new facts are looked over for the next timer
constexpr millis clock_step_min{1'000};             ///< less is drift, and changes nothing
constexpr std::chrono::hours clock_may_be_wrong{1}; ///< after a start: a machine may only then learn what time it is

caf::error broken(std::string why) { return caf::make_error(caf::sec::runtime_error, std::move(why)); }

/// It can't go on: nothing more is told or appended, and its successor is given what wasn't handled.
void give_up(self_pointer self, std::string why) {
  self->state.given_up = true;
  self->quit(broken(std::move(why)));
}

struct releaser {
  self_pointer self;
  dispatch_effects& dispatch;
  /// Keys that can't be destroyed or made now: the actor ends, and its successor tries again.
  template <class T> bool must(const result<T>& done) {
    if (!done) give_up(self, done.error().detail);
    return done.has_value();
  }
  /// First: from the moment that a key is gone, a log restored from a backup of before has to learn of it.
  bool note(const erasures& all) { return must(self->state.ports.keys->keep_note(self->state.id, codec::encode(all))); }
  void operator()(operation_wanted& e) { self->send(self->state.ports.write_back, std::move(e)); }
  void operator()(operation_unwanted& e) { self->send(self->state.ports.write_back, std::move(e)); }
  void operator()(keys_to_erase& e) {
    if (!e.all.empty() && !note(e.all)) return;
    const auto gone = self->state.ports.keys->erase(self->state.id, e.subjects);
    if (must(gone) && *gone) self->state.snapshot_version = 0; // the one there is can't be opened any more
  }
  void operator()(practices_to_erase& e) {
    if (!note(e.all)) return;
    for (const auto& practice : e.practices) must(self->state.ports.keys->erase_practice(practice));
  }
  void operator()(keys_to_rotate&) { must(self->state.ports.keys->rotate(self->state.id)); }
  template <class Effect> void operator()(Effect& e) { dispatch.all.emplace_back(std::move(e)); }
};

// Everything whose events are on disk is told now, in order.
void release(self_pointer self) {
  auto& st = self->state;
  std::uint64_t handled = 0;
  dispatch_effects dispatch;
  while (!st.waiting.empty() && st.waiting.front().version <= st.durable) {
    auto& one = st.waiting.front();
    for (auto& e : one.effects) std::visit(releaser{self, dispatch}, e);
    if (st.given_up) return;
    for (auto& again : one.again) self->send(st.ports.parent, practice_command{st.id, std::move(again), {}, 0});
    if (one.answer_to) self->send(one.answer_to, command_answer{one.token, std::move(one.what)});
    handled = std::max(handled, one.number);
    st.waiting.pop_front();
  }
  if (!dispatch.all.empty()) self->send(st.ports.dispatcher, std::move(dispatch));
  if (handled > 0) self->send(st.ports.parent, commands_handled{st.id, st.incarnation, handled});
}

/// What ended long ago is judged by this time; nothing: the clock may be wrong yet.
std::optional<timestamp> prune_time(self_pointer self, timestamp now) {
  const auto& started = self->state.ports.started;
  if (!started) return now;
  if (steady_now(self) - started->steady < clock_may_be_wrong) return std::nullopt;
  return std::min(now, started->wall_at(steady_now(self)));
}

// Before it ends, and while it is small.
void store_snapshot(self_pointer self) {
  auto& st = self->state;
  if (st.given_up || st.snapshot_version == st.version) return;
  const auto now = st.ports.now();
  if (const auto until = prune_time(self, now)) prune(st.core, *until);
  // It only saves time: when it can't be sealed there is none, and whatever is wrong shows at the next event.
  auto sealed = seal_snapshot(st.id, st.version, st.core, *st.ports.keys);
  if (!sealed) return;
  snapshot whole{st.id, st.version, state_format, wanted_at(st.core, *st.settings, now), std::move(*sealed), {}};
  crash_point("mid_snapshot");
  self->send(st.ports.log, std::move(whole));
  st.snapshot_version = st.version;
}

// One that is older than the last, or than an erasure, is no good any more.
void keep_made(self_pointer self, snapshot& made) {
  auto& st = self->state;
  st.snapshot_making = false;
  if (st.given_up || made.bytes.empty() || made.version != st.snapshot_version) return;
  crash_point("mid_snapshot");
  self->send(st.ports.log, std::move(made));
}

void order_snapshot(self_pointer self) {
  auto& st = self->state;
  if (st.given_up || st.snapshot_making) return;
  const auto now = st.ports.now();
  const snapshot_order what{st.id, st.version, wanted_at(st.core, *st.settings, now), prune_time(self, now)};
  if (what.prune_at) prune(st.core, *what.prune_at);
  st.snapshot_making = true;
  st.snapshot_version = st.version;
  const auto maker = st.ports.own_threads
                         ? self->spawn<caf::detached>(snapshot_maker, what, st.ports.log, st.ports.keys, true)
                         : self->spawn(snapshot_maker, what, st.ports.log, st.ports.keys, false);
  self->request(maker, caf::infinite, caf::get_atom::value)
      .then([self](snapshot& made) { keep_made(self, made); },
            [self](const caf::error&) { self->state.snapshot_making = false; });
}

void snapshot_if_long(self_pointer self) {
  auto& st = self->state;
  if (!snapshot_is_due(st.core, st.version - st.snapshot_version)) return;
  if (is_large(st.core))
    order_snapshot(self);
  else
    store_snapshot(self);
}

void tick_in(self_pointer self, millis wait) {
  self->delayed_send(self, std::chrono::duration_cast<caf::timespan>(wait), caf::tick_atom::value, ++self->state.timer);
}

void tick_soon(self_pointer self) {
  if (std::exchange(self->state.timer_soon, true)) return;
  tick_in(self, look_again);
}

// Before the first event: a practice that nothing ever happened in needs no keys.
bool knows_marks(self_pointer self) {
  auto& st = self->state;
  if (st.marked) return true;
  auto marks = st.ports.keys->marker_of(st.id);
  if (!marks) {
    give_up(self, marks.error().detail);
    return false;
  }
  st.core.marks = std::move(*marks);
  talk::index_links(st.core); // of a snapshot that was read before
  return st.marked = true;
}

// Seals what has been decided and evolved, and queues what is to be told. `one.version` is filled in here.
void commit(self_pointer self, const std::vector<event>& events, practice_actor_state::pending one, timestamp now) {
  auto& st = self->state;
  if (!events.empty() && !knows_marks(self)) return;
  for (const auto& e : events) {
    auto sealed = seal(e, now, st.id, *st.ports.keys);
    if (!sealed) return give_up(self, sealed.error().detail);
    st.unappended.push_back(std::move(*sealed));
  }
  st.version += events.size();
  one.version = st.version;
  st.waiting.push_back(std::move(one));
}

// The end of a batch: what it caused goes to the log in one message. An actor that dies before has told nobody
// anything, and its successor is given the whole batch again.
void append(self_pointer self) {
  auto& st = self->state;
  if (st.given_up) return;
  if (!st.unappended.empty()) {
    // A key first, then what is sealed under it.
    if (const auto settled = st.ports.keys->settle(st.id); !settled) return give_up(self, settled.error().detail);
    const auto expected = st.version - st.unappended.size();
    crash_point("before_append");
    self->send(st.ports.log,
               append_events{st.id, expected, std::exchange(st.unappended, {}), caf::actor_cast<log_sink_actor>(self)});
  }
  if (st.version == st.durable) release(self);
  snapshot_if_long(self);
}

// Somebody's own words in a command; empty when it has none.
std::string_view words_of(const command& what) {
  if (const auto* asked = std::get_if<accept_message>(&what)) return asked->text.reveal();
  if (const auto* reply = std::get_if<reply_arrived>(&what)) return reply->text.reveal();
  return {};
}

void handle(self_pointer self, const numbered_command& numbered) {
  auto& st = self->state;
  st.current->store(numbered.number);
  const auto now = st.ports.now();
  const auto& told = *numbered.what;
  poison_point(words_of(told.what));
  practice_actor_state::pending one;
  one.number = numbered.number;
  one.answer_to = told.answer_to;
  one.token = told.token;

  auto made = decide(st.core, *st.settings, told.what, now);
  if (!made.events.empty() && !st.marked) { // the first that ever happened here says whose it is, too
    if (!knows_marks(self)) return;
    made = decide(st.core, *st.settings, told.what, now);
  }
  if (const auto* letting = std::get_if<release_parked>(&told.what); letting && letting->retry && made.what.accepted)
    if (auto again = decode_command(st.core.parked.at(letting->item).reveal())) one.again.push_back(std::move(*again));
  for (const auto& e : made.events) evolve(st.core, e, now);
  for (auto& e : follow_up(st.core, *st.settings, told.what, made.events, now)) {
    evolve(st.core, e, now);
    made.events.push_back(std::move(e));
  }
  if (told.by)
    if (auto entry = audit_entry(st.core, *told.by, told.what, made.what)) {
      evolve(st.core, *entry, now);
      made.events.push_back(std::move(*entry));
    }
  one.effects = effects_of(st.core, *st.settings, told.what, made.events, now);
  one.what = std::move(made.what);
  commit(self, made.events, std::move(one), now);

  st.active_at = steady_now(self);
  if (std::holds_alternative<appointments_read>(told.what) || std::holds_alternative<patient_read>(told.what) ||
      std::holds_alternative<release_epoch>(told.what) || waiting_list::next(st.core, *st.settings, now) <= now)
    tick_soon(self);
  st.current->store(0);
}

void handle(self_pointer self, const numbered_commands& batch) {
  for (const auto& one : batch.all) {
    handle(self, one);
    if (self->state.given_up) return;
    if (self->state.unappended.size() >= append_max) append(self);
  }
  append(self);
}

millis offset_of(moment now) {
  return now.wall.time_since_epoch() - std::chrono::floor<millis>(now.steady.time_since_epoch());
}

// A log that was restored from a backup doesn't know what was erased after it; the keys came from the newest.
result<std::vector<event>> erased_elsewhere(self_pointer self) {
  auto& st = self->state;
  const auto note = st.ports.keys->note_of(st.id);
  if (!note) return tl::unexpected(note.error());
  if (note->empty()) return std::vector<event>{};
  const auto known = codec::decode<erasures>(*note);
  if (!known) return tl::unexpected(known.error());
  return erase_again(st.core, *known);
}

// What was under way when the last incarnation ended is in doubt now; then everything outstanding is set going again.
void begin(self_pointer self) {
  auto& st = self->state;
  const auto now = st.ports.now();
  if (st.core.epoch.number > st.ports.epoch.number) {
    self->quit(broken("the stream is in epoch " + std::to_string(st.core.epoch.number) +
                      ", but the log's EPOCH file says " + std::to_string(st.ports.epoch.number)));
    return;
  }
  st.recovered = true;
  st.active_at = steady_now(self);
  st.clock_offset = offset_of({now, steady_now(self)});
  auto begun = begin_epoch(st.core, *st.settings, st.ports.epoch, st.version == 0);
  for (const auto& e : begun) evolve(st.core, e, now);
  const auto erased = erased_elsewhere(self);
  if (!erased) return give_up(self, erased.error().detail);
  for (const auto& e : *erased) evolve(st.core, e, now);
  begun.insert(begun.end(), erased->begin(), erased->end());
  auto lost =
      decide(st.core, *st.settings, attempts_lost{"the broker was restarted while the provider was called"}, now);
  for (const auto& e : lost.events) evolve(st.core, e, now);
  practice_actor_state::pending one;
  one.effects = outstanding(st.core, *st.settings, now);
  std::move(lost.events.begin(), lost.events.end(), std::back_inserter(begun));
  commit(self, begun, std::move(one), now);
  append(self);
  self->send(st.ports.parent, commands_handled{st.id, st.incarnation, 0});
  tick_soon(self);
  for (const auto& batch : std::exchange(st.stash, {})) handle(self, batch);
}

void replay(self_pointer self) {
  self->request(self->state.ports.log, caf::infinite, read_stream{self->state.id, self->state.version, replay_chunk})
      .then(
          [self](stream_slice& slice) {
            auto& st = self->state;
            if (slice.last > 0 && !knows_marks(self)) return;
            for (const auto& entry : slice.entries) {
              auto what = open(entry.what, st.id, *st.ports.keys);
              if (!what || entry.sequence != st.version + 1) {
                self->quit(broken(what ? "the log has a gap" : what.error().detail));
                return;
              }
              evolve(st.core, *what, entry.what.at);
              st.version = entry.sequence;
            }
            st.durable = st.version;
            if (st.version < slice.last)
              replay(self);
            else
              begin(self);
          },
          [self](caf::error& e) { self->quit(std::move(e)); });
}

void recover(self_pointer self) {
  self->request(self->state.ports.log, caf::infinite,
                read_snapshot{self->state.id, caf::actor_cast<log_sink_actor>(self), {}})
      .then(
          [self](snapshot& kept) {
            auto& st = self->state;
            if (auto core = open_snapshot(st.id, kept.version, kept.format, kept.bytes, *st.ports.keys)) {
              st.core = std::move(*core);
              st.version = st.durable = st.snapshot_version = kept.version;
            }
            replay(self);
          },
          [self](caf::error& e) { self->quit(std::move(e)); });
}

// The one timer: reminders that have come due, and sleep when there is nothing to do.
void on_tick(self_pointer self) {
  auto& st = self->state;
  st.timer_soon = false;
  if (!st.recovered) return;
  const auto clocks = look_at_clocks(self, st.ports.now);
  const auto now = clocks.wall;
  const auto stepped = std::exchange(st.clock_offset, offset_of(clocks)) - st.clock_offset;
  if (std::chrono::abs(stepped) >= clock_step_min) { // what waits for a time of day is told its new one
    practice_actor_state::pending one;
    one.effects = outstanding(st.core, *st.settings, now);
    commit(self, {}, std::move(one), now);
    append(self);
  }
  // Asked of the rules themselves: `wake_at` looks past what is due now, since that may have to wait for a patient's
  // details.
  if (!decide(st.core, *st.settings, clock_ticked{}, now).events.empty())
    handle(self, numbered_commands{
                     {{0, std::make_shared<const practice_command>(practice_command{st.id, clock_ticked{}, {}, 0})}}});
  const auto wake = wake_at(st.core, *st.settings, now);
  const bool quiet = is_idle(st.core) && st.waiting.empty() && st.version == st.durable && !st.snapshot_making;
  if (quiet && clocks.steady >= st.active_at + st.ports.passivate_after) {
    if (is_large(st.core) && st.snapshot_version != st.version) {
      order_snapshot(self); // it goes to sleep once that is there
    } else {
      store_snapshot(self);
      self->send(st.ports.parent, practice_idle{st.id, st.incarnation, wake});
      st.active_at = clocks.steady; // asked once; asks again after another spell if a command crossed the question
    }
  }
  const auto sleep_at = clocks.wall_at(st.active_at + st.ports.passivate_after);
  const auto next = std::min(wake, quiet || is_idle(st.core) ? sleep_at : now + alarm::wait_max);
  tick_in(self, std::clamp(next - now, millis(100), alarm::wait_max));
}

// CAF keeps a monitor, and with it the memory of whoever set it, for as long as the watched actor lives: the log would
// gather a piece of every life of every practice.
void watch_log(self_pointer self) {
  const auto log = caf::actor_cast<caf::strong_actor_ptr>(self->state.ports.log);
  self->monitor(self->state.ports.log);
  self->attach_functor([log, me = self->address()] {
    log->get()->detach(caf::default_attachable::observe_token{me, caf::default_attachable::monitor});
  });
}

} // namespace

practice_actor::behavior_type practice(self_pointer self, practice_id id, std::uint64_t incarnation,
                                       practice_settings_ptr settings, current_command current, practice_ports ports) {
  auto& st = self->state;
  st.id = id;
  st.incarnation = incarnation;
  st.settings = std::move(settings);
  st.current = std::move(current);
  st.ports = std::move(ports);
  self->set_exception_handler([](std::exception_ptr& thrown) -> caf::error {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
      return broken(e.what());
    } catch (...) {
      return broken("an unknown exception");
    }
  });
  watch_log(self);
  self->set_down_handler([self](caf::down_msg&) { self->quit(broken("the log has stopped")); });
  self->set_exit_handler([self](caf::exit_msg& e) {
    if (self->state.recovered && e.reason == caf::exit_reason::user_shutdown) store_snapshot(self);
    self->quit(e.reason);
  });
  recover(self);
  return {
      [self](numbered_commands& batch) {
        if (self->state.recovered)
          handle(self, batch);
        else
          self->state.stash.push_back(std::move(batch));
      },
      [self](settings_changed& e) {
        auto& state = self->state;
        state.settings = std::move(e.settings);
        if (!state.recovered) return;
        practice_actor_state::pending one;
        one.effects = still_due(state.core, *state.settings, state.ports.now());
        commit(self, {}, std::move(one), state.ports.now());
        append(self);
        tick_soon(self);
      },
      [self](events_appended& e) {
        self->state.durable = e.version;
        crash_point("after_append");
        release(self);
      },
      [self](append_failed& e) { self->quit(broken("append failed: " + e.why.detail)); },
      [self](caf::tick_atom, std::uint64_t generation) {
        if (generation == self->state.timer) on_tick(self);
      },
  };
}

} // namespace tidings
