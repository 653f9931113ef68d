// The board and the log: puts back what was kept, folds what came after, keeps it anew.
#include "actors/board/board_actor.hpp"
#include "actors/board/fold.hpp"
#include "actors/board/talks.hpp"
#include "schemas/event_codec.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace tidings {

// -- a start ------------------------------------------------------------------------------------

void board_actor_state::attach(event_log_actor new_log) {
  lose_log();
  log = std::move(new_log);
  if (!log) return;
  about.log_there = true;
  about.log_trouble.clear();
  for (auto& row : rows.practices) row.trouble.clear();
  self->monitor(log);
  self->request(log, caf::infinite, list_streams{})
      .then(
          [this, asked = log](const std::vector<stream_summary>& streams) {
            if (asked == log) begin(streams);
          },
          [this, asked = log](const caf::error& why) {
            if (asked != log) return; // its death is told by the monitor
            spdlog::warn("board: the streams can't be listed ({}): the log is folded from the start",
                         self->home_system().render(why));
            begin({});
          });
}

void board_actor_state::lose_log() {
  if (log) self->demonitor(log.address());
  log = nullptr;
  about.log_there = false;
  about.log.waiting = 0;
  statistics_asked_ = false;
  restoring_ = 0;
  changed_.all();
  auto lost = std::move(questions_);
  questions_.clear();
  for (auto& [token, question] : lost) give(question.done, no_log());
}

void board_actor_state::begin(const std::vector<stream_summary>& streams) {
  if (!about.caught_up) {
    goal_.emplace();
    for (const auto& one : streams) (*goal_)[one.practice] = one.last;
  }
  about.to_go = events_to_go();
  if (restored_) return subscribe();
  if (!restorer_) restorer_.emplace(rows);
  to_restore_.clear();
  for (const auto& one : streams) {
    const auto* row = rows.find_practice(one.practice);
    if (one.last > 0 && (!row || row->last == 0)) to_restore_.push_back(one.practice);
  }
  restore_next();
}

// A few at a time: practices that wake up read from the same log.
void board_actor_state::restore_next() {
  while (!to_restore_.empty() && restoring_ < board_pieces_read_at_once) {
    const auto practice = to_restore_.front();
    to_restore_.pop_front();
    ++restoring_;
    self->request(log, caf::infinite, read_snapshot{practice, {}, board_pieces()})
        .then(
            [this, practice, asked = log](const snapshot& kept) {
              if (asked != log) return;
              --restoring_;
              restore(practice, kept);
              restore_next();
            },
            [this, asked = log](const caf::error&) { // its records are damaged, or the log has ended
              if (asked != log) return;
              --restoring_;
              restore_next();
            });
  }
  if (!to_restore_.empty() || restoring_ > 0) return;
  ++restoring_;
  self->request(log, caf::infinite, read_snapshot{practice_id::host(), {}, board_pulse()})
      .then(
          [this, asked = log](const snapshot& kept) {
            if (asked == log) end_restoring(kept);
          },
          [this, asked = log](const caf::error&) {
            if (asked == log) end_restoring({});
          });
}

void board_actor_state::end_restoring(const snapshot& pulse) {
  restoring_ = 0;
  restore_pulse_of(pulse);
  restorer_->finish();
  restorer_.reset();
  restored_ = true;
  ticks.skip(rows.all.all);
  changed_.all();
  subscribe();
}

// Nothing: there was nothing, or it can't be used, which is said. One that was sealed before an erasure is as if it had
// never been.
std::optional<std::string> board_actor_state::opened(const reader_id& what, const practice_id& practice,
                                                     const snapshot& kept) {
  if (kept.bytes.empty()) return std::nullopt;
  result<std::optional<std::string>> bytes = fail(error_code::log_damaged, "it is of another format");
  if (kept.format == board_format) bytes = open_kept(what, practice, kept.version, kept.bytes, *keys);
  if (bytes) return std::move(*bytes);
  spdlog::warn("board: what was kept of {} ({}) can't be used ({}): its log is folded from the start", practice.text(),
               what.value, bytes.error().detail);
  return std::nullopt;
}

void board_actor_state::restore(const practice_id& practice, const snapshot& kept) {
  const auto bytes = opened(board_pieces(), practice, kept);
  if (!bytes) return;
  if (const auto refused = restorer_->add(practice, kept.version, *bytes); !refused)
    spdlog::warn("board: what was kept of {} can't be used ({}): its log is folded from the start", practice.text(),
                 refused.error().detail);
}

void board_actor_state::restore_pulse_of(const snapshot& kept) {
  const auto bytes = opened(board_pulse(), practice_id::host(), kept);
  if (!bytes) return;
  if (const auto refused = restore_pulse(*bytes, rows, ticks, notes); !refused)
    spdlog::warn("board: the last minutes can't be shown again ({})", refused.error().detail);
}

void board_actor_state::subscribe() {
  std::map<practice_id, std::uint64_t> cursors;
  for (const auto& row : rows.practices)
    if (row.last > 0) cursors[row.id] = row.last;
  const log_subscriber_actor me(self);
  self->send(log, subscribe_log{me, std::move(cursors)});
  self->send(log, demand_events{me, board_demand});
  check_caught_up();
}

// -- folding ------------------------------------------------------------------------------------

void board_actor_state::take(const log_events& events) {
  if (!events.batch) return;
  const auto now = clock();
  for (const auto& entry : *events.batch) take_one(entry, now);
  handled_ += events.batch->size();
  tell_places();
  keep_one();
  if (!about.caught_up) {
    ticks.skip(rows.all.all);
    if (events.live) goal_.emplace(); // whatever else there was has come before
    if (events.live) check_caught_up();
  }
  if (log && !events.batch->empty()) self->send(log, demand_events{log_subscriber_actor(self), events.batch->size()});
}

void board_actor_state::take_one(const log_entry& entry, timestamp now) {
  auto& practice = rows.practice(entry.practice);
  const auto what = open(entry.what, entry.practice, *keys);
  if (!what) {
    if (entry.sequence <= practice.last) return;
    practice.last = entry.sequence;
    ++practice.unreadable;
    ++rows.unreadable;
    spdlog::error("board: event {} of {} can't be read: {}", entry.sequence, entry.practice.text(),
                  what.error().detail);
    return;
  }
  const bool recent = !about.caught_up && entry.what.at > now - std::chrono::seconds(board_history_seconds);
  if (recent) ticks.skip(rows.all.all);
  if (!fold(rows, *what, entry.practice, entry.sequence, entry.what.at)) return;
  if (recent) ticks.count_past(rows.all.all, to_ms(entry.what.at) / 1'000);
  changed_.all();
  if (about.caught_up && concerns_inbox(rows, *what)) inboxes_.insert(entry.practice);
  const auto number = rows.practice_numbers.find(entry.practice)->second;
  if (piece_is_due(rows, number)) due_.insert(number);
  if (std::holds_alternative<patient_erased>(*what) || std::holds_alternative<parked_released>(*what))
    forgetting_.insert(number);
  if (auto note = note_of(rows, *what, practice, entry.what.at)) show(std::move(*note));
}

std::uint64_t board_actor_state::events_to_go() const {
  if (!goal_) return 0;
  std::uint64_t sum = 0;
  for (const auto& [id, last] : *goal_) {
    const auto* row = rows.find_practice(id);
    if (row && !row->trouble.empty()) continue; // there is no more to come
    const auto here = row ? row->last : 0;
    sum += last > here ? last - here : 0;
  }
  return sum;
}

void board_actor_state::check_caught_up() {
  if (about.caught_up || !goal_ || !restored_ || events_to_go() > 0) return;
  about.caught_up = true;
  about.to_go = 0;
  goal_.reset();
  if (feed)
    for (auto note = notes.newest_first().rbegin(); note != notes.newest_first().rend(); ++note)
      feed->publish("note", boost::json::serialize(to_json(*note)));
  ticks.skip(rows.all.all);
  forget_past_appointments(rows, clock());
  changed_.all();
}

// -- keeping ------------------------------------------------------------------------------------

void board_actor_state::keep_one() {
  if (due_.empty() || !log) return;
  const auto practice = *due_.begin();
  due_.erase(due_.begin());
  keep_piece(practice);
}

// An erasure takes the key of what was kept along. Its event comes here a moment before or after that: what is kept
// anew waits for the next second, since the old key may still be there now.
void board_actor_state::keep_anew_what_was_forgotten() {
  for (const auto number : std::exchange(forgetting_, {})) rows.practices[number].kept = 0;
}

// In each quiet second the next practice for which it is worth while, in turn: then nobody has much to fold after a
// kill. In a flood it would write the same large piece again and again, and the log's own writes wait for that.
void board_actor_state::keep_one_quietly() {
  const auto before = std::exchange(tick_events_, rows.events);
  if (!due_.empty()) return keep_one();
  if (rows.events - before > board_quiet_events_max) return;
  const auto practices = static_cast<std::uint32_t>(rows.practices.size());
  if (!log || !about.caught_up) return;
  for (std::uint32_t i = 0; i < practices; ++i) {
    quiet_turn_ = (quiet_turn_ + 1) % practices;
    if (piece_is_due_when_quiet(rows, quiet_turn_)) return keep_piece(quiet_turn_);
  }
}

void board_actor_state::keep_piece(std::uint32_t practice) {
  auto bytes = encode_piece(rows, practice);
  tell_places();
  auto& row = rows.practices[practice];
  send_kept(board_pieces(), row.id, row.last, bytes);
  row.kept = row.last;
}

// It only saves time: without keys there is none, and why shows wherever an event is sealed.
void board_actor_state::send_kept(const reader_id& what, const practice_id& practice, std::uint64_t version,
                                  const std::string& bytes) {
  auto sealed = seal_kept(what, practice, version, bytes, *keys);
  if (sealed && keys->settle(practice))
    self->send(log, snapshot{practice, version, board_format, never, std::move(*sealed), what});
}

void board_actor_state::keep_pulse() {
  if (!log || !about.caught_up || rows.events == pulse_at_) return;
  pulse_at_ = rows.events;
  const auto* host = rows.find_practice(practice_id::host());
  send_kept(board_pulse(), practice_id::host(), host ? host->last : 0, encode_pulse(rows, ticks, notes));
}

void board_actor_state::keep_all() {
  if (!log || !restored_) return;
  for (std::uint32_t practice = 0; practice < rows.practices.size(); ++practice)
    if (piece_is_due_at_stop(rows, practice)) keep_piece(practice);
  keep_pulse();
}

// Before a piece that no longer has them.
void board_actor_state::tell_places() {
  if (rows.places.empty() || !log) return;
  self->send(log, remember_places{std::exchange(rows.places, {})});
}

} // namespace tidings
