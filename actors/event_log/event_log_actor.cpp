#include "actors/event_log/event_log_actor.hpp"

#include "actors/event_log/stream.hpp"
#include "schemas/crash_point.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace tidings {
namespace {
constexpr std::chrono::seconds look_for_room{1}; ///< on a full disk: how often

caf::error error_of(const failure& why) {
  return caf::make_error(caf::sec::runtime_error,
                         std::string(boost::describe::enum_to_string(why.code, "")) + ": " + why.detail);
}
} // namespace

void event_log_state::open(std::shared_ptr<log_engine> with, const event_log_options& how) {
  engine = std::move(with);
  options = how;
  for (const auto& [practice, head] : engine->heads()) {
    streams[practice] = {head.last, head.last, 0};
    events += head.last;
  }
  for (const auto& [practice, why] : engine->damages()) found_damage(practice, why);
}

/// The tick queues up behind everything that is in the mailbox already: all of that joins the group.
void event_log_state::arm() {
  if (std::exchange(tick_queued, true)) return;
  self->send(self, caf::tick_atom::value);
}

void event_log_state::append(append_events& what) {
  options.handled.one();
  if (failed) return refuse(what, failed->code, failed->detail);
  if (const auto bad = damaged.find(what.practice); bad != damaged.end())
    return refuse(what, bad->second.code, bad->second.detail);
  auto& to = streams[what.practice];
  if (to.owner && to.owner != what.sink.address())
    return refuse(what, error_code::version_conflict, "practice " + what.practice.str() + " has another writer by now");
  if (what.expected != to.pending)
    return refuse(what, error_code::version_conflict,
                  "practice " + what.practice.str() + " is at " + std::to_string(to.pending) + ", not at " +
                      std::to_string(what.expected));
  for (const auto& one : what.events)
    if (one.payload.size() > payload_bytes_max)
      return refuse(what, error_code::invalid_input, "an event is longer than the log takes");
  for (auto& one : what.events) {
    group_bytes += one.payload.size();
    group.entries.push_back({what.practice, ++to.pending, std::move(one)});
  }
  if (to.waiter == 0 || waiting[to.waiter - 1].sink != what.sink) {
    waiting.push_back({what.practice, &to, std::move(what.sink), 0});
    to.waiter = waiting.size();
  }
  waiting[to.waiter - 1].version = to.pending;
  if (group.entries.size() >= options.group_max || group_bytes >= options.group_bytes_max)
    commit();
  else
    arm();
}

void event_log_state::keep(snapshot& what) {
  options.handled.one();
  if (failed || what.version > streams[what.practice].pending) return; // ahead of the log: it would hide a loss
  stored_snapshot kept{what.practice, what.version,          what.format,
                       what.wake_at,  std::move(what.bytes), std::move(what.reader)};
  if (kept.bytes.size() >= options.large_snapshot) {
    if (what.version <= streams[what.practice].durable || commit()) engine->keep_large(std::move(kept));
    if (!group.empty()) arm();
    return;
  }
  group_bytes += kept.bytes.size();
  group.snapshots.push_back(std::move(kept));
  if (group_bytes >= options.group_bytes_max)
    commit();
  else
    arm();
}

void event_log_state::remember(remember_places& what) {
  if (failed) return;
  std::erase_if(what.places, [](const auto& one) { return one.sequences.empty() || one.practice.empty(); });
  std::move(what.places.begin(), what.places.end(), std::back_inserter(group.places));
  if (group.places.size() >= options.group_max)
    commit();
  else if (!group.places.empty())
    arm();
}

caf::result<places_found> event_log_state::find(const find_places& what) {
  if (!group.places.empty()) commit();
  if (failed) return unavailable();
  constexpr std::string_view digits = "0123456789abcdef";
  message_id from;
  if (what.id_start.empty() || what.id_start.size() > 2 * from.bytes.size()) return places_found{};
  for (std::size_t i = 0; i < what.id_start.size(); ++i) {
    const auto nibble = digits.find(what.id_start[i]);
    if (nibble == std::string_view::npos) return places_found{};
    from.bytes[i / 2] = static_cast<std::uint8_t>(from.bytes[i / 2] | nibble << (i % 2 == 0 ? 4 : 0));
  }
  const auto begins_so = [&](const message_id& id) {
    for (std::size_t i = 0; i < what.id_start.size(); ++i)
      if (digits[id.bytes[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15] != what.id_start[i]) return false;
    return true;
  };
  const auto limit = std::min<std::size_t>(what.limit, options.places_max);
  places_found found;
  auto scanned = engine->scan_places(from, [&](message_place&& one) {
    if (!begins_so(one.message)) return false;
    for (auto known = found.places.rbegin(); known != found.places.rend() && known->message == one.message; ++known) {
      if (known->practice != one.practice) continue;
      known->sequences.insert(known->sequences.end(), one.sequences.begin(), one.sequences.end());
      return true;
    }
    if (found.places.size() == limit) return false;
    found.places.push_back(std::move(one));
    return true;
  });
  if (!scanned) return error_of(scanned.error());
  return found;
}

bool event_log_state::commit() {
  if (failed) return false;
  if (!group.empty()) {
    if (auto written = engine->write(group, options.how); !written) {
      give_up(written.error());
      return false;
    }
    crash_point("mid_batch");
    ++commits;
    events += group.entries.size();
    recent = std::max(group.entries.size(), recent - (recent + 7) / 8);
    turns = 0;
  }
  feed();
  acknowledge();
  group.clear();
  group_bytes = 0;
  return true;
}

void event_log_state::acknowledge() {
  for (auto& one : waiting) {
    one.of->durable = one.of->pending;
    one.of->waiter = 0;
    if (one.sink) self->send(one.sink, events_appended{one.practice, one.version});
  }
  waiting.clear();
}

void event_log_state::refuse(const append_events& what, error_code code, std::string why) {
  if (what.sink) self->send(what.sink, append_failed{what.practice, {code, std::move(why)}});
}

/// Nobody may believe in what is on disk now. What still comes is refused until a tick ends the actor.
void event_log_state::give_up(const failure& why) {
  failed = why;
  for (auto& one : waiting)
    if (one.sink) self->send(one.sink, append_failed{one.practice, why});
  waiting.clear();
  group.clear();
  for (auto& [practice, one] : streams) {
    one.pending = one.durable;
    one.waiter = 0;
  }
  waits_for_room = why.code == error_code::disk_full && options.keeper;
  if (!waits_for_room) return arm();
  self->send(options.keeper, log_trouble{{}, why});
  self->delayed_send(self, look_for_room, caf::tick_atom::value);
}

/// Opening the log anew needs room of its own: until there is some, this one still answers who only reads.
void event_log_state::wait_for_room() {
  if (engine->has_room()) {
    waits_for_room = false;
    return arm();
  }
  serve_all();
  self->delayed_send(self, look_for_room, caf::tick_atom::value);
}

void event_log_state::found_damage(const practice_id& practice, const failure& why) {
  if (!damaged.try_emplace(practice, why).second) return;
  if (options.keeper) self->send(options.keeper, log_trouble{practice, why});
}

void event_log_state::tick() {
  const bool armed = std::exchange(tick_queued, false);
  if (waits_for_room) return armed ? serve_all() : wait_for_room();
  if (failed) {
    // This tick may have been sent before the failure: only behind the next one is the mailbox empty of appends.
    if (std::exchange(last_call, true)) return self->quit(error_of(*failed));
    return arm();
  }
  if (!group.empty() && group.entries.size() < recent && turns < options.linger_turns_max) {
    ++turns;
    return arm();
  }
  if (commit()) serve_all();
}

void event_log_state::serve_all() {
  for (auto& [address, one] : subscribers) serve(one);
}

caf::error event_log_state::unavailable() const { return error_of(*failed); }

caf::result<stream_slice> event_log_state::read(const read_stream& what) {
  options.handled.one();
  const auto found = streams.find(what.practice);
  if (found == streams.end()) {
    const auto bad = damaged.find(what.practice);
    if (bad != damaged.end()) return error_of(bad->second);
    return stream_slice{};
  }
  // Whoever reads sees every append sent before: a practice's successor must not be overtaken by its forerunner's.
  if (found->second.waiter != 0) commit();
  if (failed && !waits_for_room) return unavailable();
  const auto last = found->second.durable;
  auto entries = read_checked(*engine, what.practice, what.after, last,
                              std::min<std::size_t>(what.limit, options.read_max), hasher);
  if (!entries) {
    found_damage(what.practice, entries.error());
    return error_of(entries.error());
  }
  return stream_slice{std::move(*entries), last};
}

caf::result<snapshot> event_log_state::read(const read_snapshot& what) {
  options.handled.one();
  if (!group.snapshots.empty()) commit();
  if (failed && !waits_for_room) return unavailable();
  if (const auto bad = damaged.find(what.practice); bad != damaged.end()) return error_of(bad->second);
  if (what.owner) streams[what.practice].owner = what.owner.address();
  auto kept = engine->read_snapshot(what.practice, what.reader);
  snapshot answer;
  answer.practice = what.practice;
  answer.reader = what.reader;
  // A damaged one, or one of events that the log doesn't have, is as good as none: the stream says it all.
  if (!kept || !*kept || (*kept)->version > streams[what.practice].durable) return answer;
  answer.version = (*kept)->version;
  answer.format = (*kept)->format;
  answer.wake_at = (*kept)->wake_at;
  answer.bytes = std::move((*kept)->bytes);
  return answer;
}

caf::result<std::vector<stream_summary>> event_log_state::list() {
  if (!group.empty()) commit();
  if (failed && !waits_for_room) return unavailable();
  auto lines = engine->summaries();
  if (!lines) return error_of(lines.error());
  std::vector<stream_summary> answer;
  for (const auto& one : *lines) answer.push_back({one.practice, one.last, one.snapshot_version, one.wake_at});
  return answer;
}

void event_log_state::subscribe(subscribe_log& what) {
  if (!what.who) return;
  subscriber fresh;
  fresh.who = what.who;
  for (const auto& [practice, one] : streams) {
    const auto cursor = what.cursors.find(practice);
    const auto sent = cursor == what.cursors.end() ? 0 : cursor->second;
    if (sent < one.durable && !damaged.contains(practice)) fresh.behind[practice] = sent;
  }
  if (fresh.behind.empty()) self->send(fresh.who, log_events{std::make_shared<const std::vector<log_entry>>(), true});
  const auto address = what.who.address();
  if (!subscribers.contains(address)) self->monitor(what.who);
  subscribers[address] = std::move(fresh);
}

void event_log_state::demand(const demand_events& what) {
  const auto found = subscribers.find(what.who.address());
  if (found == subscribers.end()) return;
  found->second.demand += what.more;
  if (found->second.wants()) arm();
}

void event_log_state::forget(const caf::actor_addr& who) { subscribers.erase(who); }

log_statistics event_log_state::statistics() const {
  return {events, commits, group.entries.size(), streams.size(), engine->bytes()};
}

std::vector<stream_end> event_log_state::ends() const {
  std::vector<stream_end> all;
  for (const auto& [practice, head] : engine->heads()) all.push_back({practice, head.last, head.hash});
  return all;
}

/// Hands the group just written to those who follow closely. The others read it later: nothing is kept for them.
void event_log_state::feed() {
  if (subscribers.empty() || group.entries.empty()) return;
  const auto size = group.entries.size();
  const auto takes_it = [&](const auto& one) { return one.second.behind.empty() && one.second.demand >= size; };
  log_batch batch;
  if (std::any_of(subscribers.begin(), subscribers.end(), takes_it)) {
    batch = std::make_shared<const std::vector<log_entry>>(std::move(group.entries));
    group.entries = {};
    group.entries.reserve(size);
  }
  for (auto& one : subscribers) {
    auto& to = one.second;
    if (takes_it(one)) {
      to.demand -= size;
      self->send(to.who, log_events{batch, true});
    } else {
      for (const auto& written : waiting)
        if (written.of->durable < written.of->pending) to.behind.try_emplace(written.practice, written.of->durable);
      if (to.wants()) arm();
    }
  }
}

void event_log_state::serve(subscriber& to) {
  if (!to.wants()) return;
  const auto wanted = std::min<std::size_t>(options.chunk_max, to.demand);
  std::vector<log_entry> chunk;
  std::vector<practice_id> order; // beginning after the practice that had its turn last
  for (auto at = to.behind.upper_bound(to.served); at != to.behind.end() && order.size() < wanted; ++at)
    order.push_back(at->first);
  for (auto at = to.behind.begin(); at != to.behind.upper_bound(to.served) && order.size() < wanted; ++at)
    order.push_back(at->first);
  for (const auto& practice : order)
    if (!catch_up(to, practice, wanted, chunk)) break;
  if (!chunk.empty()) {
    to.demand -= chunk.size();
    self->send(to.who, log_events{std::make_shared<const std::vector<log_entry>>(std::move(chunk)), false});
  }
  if (to.behind.empty()) self->send(to.who, log_events{std::make_shared<const std::vector<log_entry>>(), true});
  if (to.wants()) arm();
}

/// Adds what the practice has after the subscriber's cursor. False: the chunk is full.
bool event_log_state::catch_up(subscriber& to, practice_id practice, std::size_t wanted,
                               std::vector<log_entry>& chunk) {
  if (chunk.size() == wanted) return false;
  to.served = practice;
  const auto cursor = to.behind.find(practice);
  const auto last = streams[practice].durable;
  auto read = read_checked(*engine, practice, cursor->second, last, wanted - chunk.size(), hasher);
  if (!read) { // the other practices go on; nothing after the damage is sent as if it followed
    found_damage(practice, read.error());
    to.behind.erase(cursor);
    return true;
  }
  std::size_t bytes = 0;
  for (const auto& one : *read) bytes += one.what.payload.size();
  std::move(read->begin(), read->end(), std::back_inserter(chunk));
  cursor->second = chunk.back().sequence;
  if (cursor->second == last) to.behind.erase(cursor);
  return bytes < read_bytes_max / 2;
}

event_log_actor::behavior_type event_log(event_log_actor::stateful_pointer<event_log_state> self,
                                         std::shared_ptr<log_engine> engine, event_log_options options) {
  auto& state = self->state;
  state.open(std::move(engine), options);
  self->set_down_handler([self](caf::down_msg& message) { self->state.forget(message.source); });
  self->set_exit_handler([self](caf::exit_msg& message) {
    if (!message.reason) return;
    auto& st = self->state;
    if (st.commit() && st.options.on_end) st.options.on_end(st.ends()); // the tick may still be behind this message
    self->quit(message.reason);
  });
  self->set_exception_handler([](std::exception_ptr& thrown) -> caf::error {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
      return caf::make_error(caf::sec::runtime_error, std::string(e.what()));
    } catch (...) {
      return caf::make_error(caf::sec::runtime_error);
    }
  });
  return {
      [self](append_events& what) { self->state.append(what); },
      [self](snapshot& what) { self->state.keep(what); },
      [self](const read_stream& what) { return self->state.read(what); },
      [self](const read_snapshot& what) { return self->state.read(what); },
      [self](list_streams) { return self->state.list(); },
      [self](subscribe_log& what) { self->state.subscribe(what); },
      [self](const demand_events& what) { self->state.demand(what); },
      [self](ask_log_statistics) { return self->state.statistics(); },
      [self](ask_stream_ends) { return self->state.ends(); },
      [self](remember_places& what) { self->state.remember(what); },
      [self](const find_places& what) { return self->state.find(what); },
      [self](caf::tick_atom) { self->state.tick(); },
  };
}

} // namespace tidings
