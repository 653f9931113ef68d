#include "actors/board/board_actor.hpp"

#include "actors/board/costs.hpp"
#include "actors/board/fold.hpp"
#include "schemas/event_codec.hpp"
#include "schemas/london.hpp"

#include <algorithm>

namespace tidings {
namespace {
constexpr int forget_appointments_every_s = 3'600;
} // namespace

void board_actor_state::give(const answer_function& done, board_answer what) {
  if (done && *done) (*done)(what.status, std::move(what.body));
}

board_answer board_actor_state::no_log() {
  return board_error(503, "log_unavailable", "the event log can't be read just now; ask again in a few seconds");
}

board_actor_state::~board_actor_state() {
  for (auto& [token, question] : questions_) give(question.done, no_log());
}

void board_actor_state::ask_statistics() {
  if (!log || statistics_asked_) return;
  statistics_asked_ = true;
  self->request(log, caf::infinite, ask_log_statistics{})
      .then(
          [this](const log_statistics& told) {
            statistics_asked_ = false;
            about.log = {told.events, told.commits, told.waiting, told.streams, told.bytes};
          },
          [this](const caf::error&) { statistics_asked_ = false; });
}

// -- questions ----------------------------------------------------------------------------------

void board_actor_state::answer(const board_query& query) {
  ++handled_;
  settle(query.done,
         answer_query({rows, ticks, notes, about, query.within, clock()}, query.resource, query.parameters));
}

void board_actor_state::answer(const ask_host_spend& asked) {
  if (about.caught_up) self->send(asked.answer_to, host_spend{millipence_today(rows), end_of_london_day(clock())});
}

void board_actor_state::settle(answer_function done, board_result result) {
  if (auto* now = std::get_if<board_answer>(&result)) return give(done, std::move(*now));
  if (auto* wants = std::get_if<board_wants_log>(&result)) return ask_log(std::move(done), std::move(*wants));
  ask_places(std::move(done), std::move(std::get<board_wants_places>(result)));
}

void board_actor_state::ask_places(answer_function done, board_wants_places wants) {
  if (!log) return give(done, no_log());
  if (questions_.size() >= board_questions_max)
    return give(done, board_error(503, "overloaded", "too many messages are being looked for; ask again in a second"));
  const auto token = next_question_++;
  questions_[token] = waiting_answer{std::move(done), {}, {}, 1, clock()};
  self->request(log, caf::infinite, find_places{std::move(wants.id_start), wants.limit})
      .then(
          [this, token, finish = std::move(wants.finish)](places_found& found) {
            const auto question = questions_.find(token);
            if (question == questions_.end()) return;
            auto whom = std::move(question->second.done);
            questions_.erase(question);
            settle(std::move(whom), finish(std::move(found.places)));
          },
          [this, token](const caf::error&) { give_up(token, no_log()); });
}

void board_actor_state::ask_log(answer_function done, board_wants_log wants) {
  if (wants.stretches.empty()) return give(done, wants.finish({}));
  if (!log) return give(done, no_log());
  if (questions_.size() >= board_questions_max)
    return give(done, board_error(503, "overloaded", "too many timelines are being read; ask again in a second"));
  const auto token = next_question_++;
  questions_[token] = waiting_answer{std::move(done), std::move(wants.finish), {}, wants.stretches.size(), clock()};
  for (const auto& stretch : wants.stretches)
    self->request(log, caf::infinite, read_stream{stretch.practice, stretch.after, stretch.limit})
        .then([this, token](stream_slice& slice) { part_arrived(token, slice.entries); },
              [this, token](const caf::error&) { give_up(token, no_log()); });
}

void board_actor_state::part_arrived(std::uint64_t token, std::vector<log_entry>& entries) {
  const auto found = questions_.find(token);
  if (found == questions_.end()) return;
  auto& question = found->second;
  for (auto& entry : entries) {
    // Opened here, so that the answers themselves are pure. What can't be opened is shown as such by whoever reads it.
    if (const auto what = open(entry.what, entry.practice, *keys)) entry.what = encode(*what, entry.what.at);
    question.entries.push_back(std::move(entry));
  }
  if (--question.missing > 0) return;
  give(question.done, question.finish(question.entries));
  questions_.erase(found);
}

void board_actor_state::give_up(std::uint64_t token, const board_answer& why) {
  const auto found = questions_.find(token);
  if (found == questions_.end()) return;
  give(found->second.done, why);
  questions_.erase(found);
}

// CAF tells nobody of a broken promise: a log that dies while it reads would leave us waiting for ever.
void board_actor_state::give_up_late(timestamp now) {
  std::vector<std::uint64_t> late;
  for (const auto& [token, question] : questions_)
    if (question.asked_at + board_question_limit <= now) late.push_back(token);
  for (const auto token : late)
    give_up(token, board_error(504, "timed_out", "the event log did not answer in time; ask again"));
}

void board_actor_state::tick() {
  const auto now = clock();
  ++seconds_;
  if (seconds_ % board_statistics_every_s == 1) ask_statistics();
  if (seconds_ % forget_appointments_every_s == 0) forget_past_appointments(rows, now);
  forget_past_spend(rows, now);
  if (!questions_.empty()) give_up_late(now);
  check_caught_up();
  about.to_go = events_to_go();
  keep_anew_what_was_forgotten();
  keep_one_quietly();
  if (seconds_ % board_pulse_every_s == 0) keep_pulse();
  if (!about.caught_up && feed && about.to_go > 0)
    publish_if_new("overview", boost::json::serialize(to_json(overview_view(rows, about))));
  if (about.caught_up) {
    const auto shown = ticks.seconds().empty() ? 0 : ticks.seconds().back().t;
    ticks.close(to_ms(now) / 1'000 - 1, rows);
    if (feed) {
      for (const auto& tick : ticks.seconds()) // after a restart: the minutes before, too
        if (tick.t > shown || ticks.seconds().back().t < shown)
          feed->publish("tick", boost::json::serialize(to_json(tick)));
      if (auto more = notes.next_second(now)) feed->publish("note", boost::json::serialize(to_json(*more)));
      publish_changes();
    }
  }
  arm();
}

// On the second, so that every second of the chart is ended once.
void board_actor_state::arm() { self->delayed_send(self, millis(1'000 - to_ms(clock()) % 1'000), caf::tick_atom_v); }

// -- the table of contents ----------------------------------------------------------------------

board_actor::behavior_type board(board_actor::stateful_pointer<board_actor_state> self, event_log_actor log,
                                 std::shared_ptr<live_feed> feed, wall_clock clock, std::string version,
                                 sealer_ptr keys) {
  auto& state = self->state;
  state.feed = std::move(feed);
  state.clock = std::move(clock);
  state.keys = std::move(keys);
  state.about.version = std::move(version);
  state.about.started_at = state.clock();
  self->set_down_handler([&state](const caf::down_msg& down) {
    if (state.log && down.source == state.log.address()) state.lose_log();
  });
  self->set_exit_handler([self](caf::exit_msg& e) {
    if (e.reason == caf::exit_reason::user_shutdown) self->state.keep_all();
    self->quit(e.reason);
  });
  state.attach(std::move(log));
  self->send(self, caf::tick_atom_v);
  return {
      [&state](const log_events& events) { state.take(events); },
      [&state](const board_query& query) { state.answer(query); },
      [&state](const actor_report& what) { state.report(what); },
      [&state](const connector_report& what) { state.report(what); },
      [&state](const provider_report& what) { state.report(what); },
      [&state](const queue_report& what) { state.report(what); },
      [&state](const settings_changed& what) { state.settle(what); },
      [&state](const practice_removed& what) { state.settle(what); },
      [&state](const ask_host_spend& asked) { state.answer(asked); },
      [&state](const log_is& another) { state.attach(another.log); },
      [&state](const log_trouble& what) { state.report(what); },
      [&state](caf::tick_atom) { state.tick(); },
  };
}

} // namespace tidings
