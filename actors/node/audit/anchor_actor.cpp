#include "actors/node/audit/anchor_actor.hpp"

namespace tidings::audit {
namespace {
constexpr std::chrono::seconds log_limit{30}; ///< for the log's answer; the next turn asks again
}

void anchor_keeper::keep(const std::vector<stream_end>& ends) {
  const std::lock_guard guard(lock_);
  std::vector<anchored_end> all;
  all.reserve(ends.size());
  for (const auto& one : ends) all.push_back({one.practice, one.last, one.hash});
  const auto line = file_->keep(all, now_());
  if (!line) {
    if (!std::exchange(warned_, true)) say_("warning: " + line.error().detail);
    return;
  }
  warned_ = false;
  if (!hand_on_) return;
  if (!line->empty()) owed_ += *line + "\n";
  if (owed_.empty()) return;
  if (const auto done = hand_on_(owed_); !done) {
    say_("warning: " + done.error().detail + "; its lines are kept for the next time");
    if (owed_.size() > owed_bytes_max) owed_.clear(); // the file has them
    return;
  }
  owed_.clear();
}

anchor_actor::behavior_type anchor(anchor_actor::stateful_pointer<anchor_actor_state> self, anchor_options options) {
  self->state.options = std::move(options);
  const auto again = [self] {
    self->delayed_send(self, std::chrono::duration_cast<caf::timespan>(self->state.options.every),
                       caf::tick_atom::value);
  };
  again();
  return {[self, again](caf::tick_atom) {
    again();
    const auto log = self->state.options.directory->get().log;
    if (!log) return;
    self->request(log, log_limit, ask_stream_ends{})
        .then([self](std::vector<stream_end>& ends) { self->state.options.keeper->keep(ends); },
              [](caf::error&) {}); // a log that has ended: its successor is asked next time
  }};
}

} // namespace tidings::audit
