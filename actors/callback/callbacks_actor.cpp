#include "actors/callback/callbacks_actor.hpp"

#include "schemas/event_codec.hpp"
#include "schemas/json.hpp"

#include <algorithm>
#include <limits>

namespace tidings::callback {
namespace {

constexpr std::array receivers = {receiver::delivery, receiver::received, receiver::own};
constexpr auto no_end = std::numeric_limits<std::uint64_t>::max();

wishes wishes_of(const practice_settings& practice, receiver which) {
  const auto& own = practice.callbacks->own;
  return {which, own.messages, own.replies, own.all_messages};
}

/// What changes which events are owed: a desk begins its reading anew then.
bool follows_alike(const wishes& a, const wishes& b) {
  return a.messages == b.messages && a.replies == b.replies && a.all == b.all;
}

std::string host_of(std::string_view url) {
  const auto from = url.find("://");
  if (from == std::string_view::npos) return {};
  url.remove_prefix(from + 3);
  return std::string(url.substr(0, url.find_first_of("/?#")));
}

std::optional<std::string> moment(timestamp at) {
  return at == timestamp{} ? std::nullopt : std::optional(iso8601(at));
}

} // namespace

callbacks_state::desk* callbacks_state::desk_of(const desk_key& key) {
  const auto found = desks.find(key);
  return found == desks.end() ? nullptr : &found->second;
}

// -- desks --------------------------------------------------------------------------------------

/// One for each receiver that is configured now; what is under way at one that is no longer is waited for.
void callbacks_state::settle_desks() {
  for (auto& [key, one] : desks) one.wanted = false;
  for (const auto& settings : with.practices()) {
    if (!settings->callbacks) continue;
    for (const auto which : receivers) {
      if (url_of(*settings->callbacks, which).empty()) continue;
      const desk_key key{settings->id, which};
      const auto wanted = wishes_of(*settings, which);
      const auto found = desks.find(key);
      const bool other = found != desks.end() && found->second.settings != settings &&
                         !follows_alike(wishes_of(*found->second.settings, which), wanted);
      if (other && found->second.kept && found->second.kept->under_way() > 0) {
        found->second.wanted = true; // once they have answered
        continue;
      }
      if (other) {
        keep(key, found->second);
        desks.erase(found);
      }
      auto& one =
          desks.try_emplace(key, desk{.settings = settings, .follows = follower(settings->id, wanted)}).first->second;
      one.settings = settings;
      one.wanted = true;
    }
  }
  for (auto it = desks.begin(); it != desks.end();) {
    auto& one = it->second;
    const bool busy = one.kept && one.kept->under_way() > 0;
    if (one.wanted || busy) {
      ++it;
      continue;
    }
    if (one.kept && one.changed) keep(it->first, one);
    it = desks.erase(it);
  }
}

void callbacks_state::open(const desk_key& key, desk& one) {
  if (one.kept || !one.broken.empty()) return;
  const auto bytes = with.books->load(key.first, key.second);
  if (!bytes) {
    one.broken = bytes.error().detail;
    with.say("callbacks of " + key.first.str() + ", " + std::string(name_of(key.second)) + ": " + one.broken);
    return;
  }
  if (*bytes) {
    auto kept = book_of(**bytes);
    if (!kept) {
      one.broken = "its book can't be read: " + kept.error().detail;
      with.say("callbacks of " + key.first.str() + ", " + std::string(name_of(key.second)) + ": " + one.broken);
      return;
    }
    // What it knows of the events of an earlier epoch is looked for from the stream's beginning.
    if (kept->epoch < with.epoch().number) kept->from = 0;
    one.kept_at = kept->from;
    one.kept.emplace(key.second, std::move(*kept));
    return;
  }
  std::uint64_t asked = 0;
  if (!log_asked(one, asked)) return;
  self->request(with.log(), caf::infinite, read_stream{key.first, no_end, 1})
      .then(
          [this, key, asked](const stream_slice& slice) {
            auto* found = desk_of(key);
            if (!found || found->asked != asked) return;
            found->asked = 0;
            begin_at_end(key, *found, slice.last);
          },
          [this, key, asked](const caf::error&) {
            if (auto* found = desk_of(key); found && found->asked == asked) found->asked = 0;
          });
}

/// A new receiver is told of what happens from now on. Its book is on disk before anything else.
void callbacks_state::begin_at_end(const desk_key& key, desk& one, std::uint64_t last) {
  const auto epoch = with.epoch();
  kept_book fresh;
  fresh.cursor = last;
  fresh.from = last > look_back ? last - look_back : 0;
  fresh.epoch = epoch.released ? epoch.number : epoch.number - 1; // a restored log: from where it began anew
  one.kept.emplace(key.second, std::move(fresh));
  if (!keep(key, one)) one.kept.reset();
}

// -- reading ------------------------------------------------------------------------------------

/// False: a reading is under way, or there is no log.
bool callbacks_state::log_asked(desk& one, std::uint64_t& asked) {
  const auto now = self->home_system().clock().now();
  if (one.asked != 0 && now < one.asked_at + log_patience) return false; // CAF tells nobody of a broken promise
  if (!with.log()) return false;
  asked = one.asked = ++last_asked_;
  one.asked_at = now;
  return true;
}

void callbacks_state::read_on(const desk_key& key, desk& one) {
  if (!one.kept || one.kept->full()) return;
  std::uint64_t asked = 0;
  if (!log_asked(one, asked)) return;
  self->request(with.log(), caf::infinite, read_stream{key.first, one.kept->read(), read_at_once})
      .then([this, key, asked](const stream_slice& slice) { take(key, asked, slice); },
            [this, key, asked](const caf::error&) {
              if (auto* found = desk_of(key); found && found->asked == asked) found->asked = 0;
            });
}

void callbacks_state::take(const desk_key& key, std::uint64_t asked, const stream_slice& slice) {
  auto* one = desk_of(key);
  if (!one || one->asked != asked || !one->kept) return;
  one->asked = 0;
  auto& kept = *one->kept;
  for (const auto& entry : slice.entries) {
    if (entry.sequence <= kept.read()) continue;
    if (follower::concerns(entry.what.type)) {
      const auto what = decode(entry.what); // its secrets stay closed
      if (!what) {
        one->broken = "record " + std::to_string(entry.sequence) + " can't be read: " + what.error().detail;
        with.say("callbacks of " + key.first.str() + ": " + one->broken);
        return;
      }
      if (const auto* began = std::get_if<epoch_began>(&*what)) {
        kept.epoch_began(began->epoch, entry.sequence);
        changed(*one);
      }
      if (auto owes = one->follows.take(entry.sequence, entry.what.at, *what)) kept.owe(std::move(*owes));
    }
    kept.read_upto(entry.sequence);
  }
  if (kept.read() >= one->kept_at + unkept_max) changed(*one);
  tell_due(key, *one);
  if (kept.read() < slice.last) read_on(key, *one);
}

// -- telling ------------------------------------------------------------------------------------

void callbacks_state::tell_due(const desk_key& key, desk& one) {
  if (fenced_ || !one.kept || !one.wanted) return;
  for (const auto& what : one.kept->due(with.now())) tell(key, what);
}

/// The words are read and opened only now.
void callbacks_state::tell(const desk_key& key, const owed& what) {
  const auto later = [this, key, sequence = what.sequence] {
    if (auto* one = desk_of(key); one && one->kept) one->kept->put_off(sequence, with.now() + put_off_for);
  };
  const auto log = with.log();
  if (!log) return later();
  self->request(log, log_patience, read_stream{key.first, what.source - 1, 1})
      .then(
          [this, key, what, later](const stream_slice& slice) {
            auto* one = desk_of(key);
            if (!one || !one->kept) return;
            if (slice.entries.empty() || !one->wanted) return later();
            post(key, *one, what, slice.entries.front());
          },
          [later](const caf::error&) { later(); });
}

void callbacks_state::post(const desk_key& key, desk& one, const owed& what, const log_entry& entry) {
  const auto opened = tidings::open(entry.what, key.first, *with.keys);
  if (!opened) return one.kept->put_off(what.sequence, with.now() + put_off_for);
  std::optional<letter> out;
  if (const auto* message = std::get_if<message_accepted>(&*opened))
    out = of_message(*one.settings, key.second, what, *message, with.now());
  else if (const auto* reply = std::get_if<reply_received>(&*opened))
    out = of_reply(*one.settings, key.second, what, *reply, with.now());
  if (!out) { // erased since
    one.kept->drop(what.sequence);
    return changed(one);
  }
  http_request asks;
  asks.url = std::move(out->url);
  asks.headers = std::move(out->headers);
  asks.body = std::move(out->body.reveal());
  asks.ca_file = with.ca_file;
  asks.timeout = answer_limit;
  asks.answer_bytes_max = answer_bytes_max;
  with.http->call(std::move(asks),
                  [to = caf::actor_cast<callbacks_actor>(self), key, sequence = what.sequence](http_outcome got) {
                    caf::anon_send(to, answered{key.first, key.second, sequence, std::move(got)});
                  });
}

void callbacks_state::take(answered& what) {
  const desk_key key{what.practice, what.which};
  auto* one = desk_of(key);
  const auto letters = one && one->kept ? one->kept->dead() : 0;
  if (!one || !one->kept || !one->kept->ended(what.sequence, what.what, with.now())) return;
  changed(*one);
  if (one->kept->dead() != letters) keep(key, *one); // else a crash could bring it back after what follows it was told
  tell_due(key, *one);
  read_on(key, *one); // there may be room again
}

// -- books --------------------------------------------------------------------------------------

/// Kept once the mailbox has passed by: answers that came together are kept together.
void callbacks_state::changed(desk& one) {
  one.changed = true;
  if (!std::exchange(flush_queued_, true)) self->send(self, caf::flush_atom::value);
}

void callbacks_state::flush() {
  flush_queued_ = false;
  keep_all();
}

void callbacks_state::keep_all() {
  for (auto& [key, one] : desks)
    if (one.changed) keep(key, one);
}

bool callbacks_state::keep(const desk_key& key, desk& one) {
  if (!one.kept) return true;
  const auto bytes = bytes_of(one.kept->to_keep(one.follows.restart_after(one.kept->read())));
  const auto done = with.books->keep(key.first, key.second, bytes);
  if (!done) { // it stays changed, and is tried again
    if (!std::exchange(warned_, true)) with.say("a book of callbacks can't be kept: " + done.error().detail);
    return false;
  }
  warned_ = false;
  one.changed = false;
  one.kept_at = one.kept->read();
  return true;
}

void callbacks_state::tick() {
  settle_desks();
  fenced_ = !with.epoch().released;
  for (auto& [key, one] : desks) {
    open(key, one);
    if (!one.kept || !one.broken.empty()) continue;
    read_on(key, one);
    tell_due(key, one);
    if (one.changed) changed(one);
  }
}

// -- questions ----------------------------------------------------------------------------------

view::callback_receiver callbacks_state::shown(const desk_key& key, const desk& one) const {
  view::callback_receiver out;
  out.practice = key.first.str();
  out.receiver = name_of(key.second);
  out.host = host_of(url_of(*one.settings->callbacks, key.second));
  out.state = "idle";
  out.why = one.broken;
  if (one.kept) {
    const auto& kept = *one.kept;
    out.owed = kept.open().size();
    out.retrying = static_cast<view::count>(
        std::count_if(kept.open().begin(), kept.open().end(), [](const auto& each) { return each.second.tries > 0; }));
    out.dead = kept.dead();
    out.told = kept.kept().told;
    if (!kept.open().empty()) out.oldest_at = moment(kept.open().begin()->second.what.at);
    out.last_at = moment(kept.kept().last_at);
    out.last_said = kept.kept().last_said;
    if (out.owed > 0) out.state = out.retrying > 0 ? "retrying" : "telling";
    if (kept.full()) out.state = "full";
  }
  if (fenced_) {
    out.state = "waiting";
    out.why = "this log was restored: nobody is told anything until it is released";
  }
  if (!one.broken.empty()) out.state = "broken";
  return out;
}

void callbacks_state::answer(const question& what) {
  view::callbacks out;
  for (const auto& [key, one] : desks) {
    if (what.practice && key.first != *what.practice) continue;
    out.receivers.push_back(shown(key, one));
    if (!one.kept) continue;
    for (const auto& each : one.kept->kept().dead) {
      if (out.dead.size() == shown_max) {
        out.more = true;
        break;
      }
      out.dead.push_back({key.first.str(), std::string(name_of(key.second)), each.what.sequence, to_text(each.what.id),
                          each.what.about, each.what.status, each.tries, each.why, iso8601(each.at), each.again});
    }
  }
  what.done(std::move(out));
}

void callbacks_state::answer(const release& what) {
  std::size_t count = 0;
  for (auto& [key, one] : desks) {
    if (key.first != what.practice || (what.which && key.second != *what.which) || !one.kept) continue;
    const auto released = one.kept->release(what.sequences, what.retry);
    if (released == 0) continue;
    count += released;
    if (!keep(key, one)) {
      changed(one);
      return what.done(fail(error_code::disk_full, "it can't be kept now; ask again"));
    }
    tell_due(key, one);
  }
  what.done(count);
}

// -- the table of contents ----------------------------------------------------------------------

callbacks_actor::behavior_type callbacks(callbacks_actor::stateful_pointer<callbacks_state> self, ports with) {
  auto& state = self->state;
  state.with = std::move(with);
  self->set_exit_handler([self](caf::exit_msg& e) {
    if (e.reason != caf::exit_reason::kill) self->state.keep_all();
    self->quit(e.reason);
  });
  self->send(self, caf::tick_atom::value);
  return {
      [&state](answered& what) { state.take(what); },
      [&state](const question& what) { state.answer(what); },
      [&state](const release& what) { state.answer(what); },
      [self, &state](caf::tick_atom) {
        state.tick();
        self->delayed_send(self, look_again, caf::tick_atom::value);
      },
      [&state](caf::flush_atom) { state.flush(); },
  };
}

} // namespace tidings::callback
