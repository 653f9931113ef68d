// What a practice may do after its stream was restored from a backup. Its forerunner may have gone on after the backup
// was made, and nothing here knows of it. So whatever it may have sent is in doubt and is looked up; nothing is sent or
// written until an operator has released the practice, and even then only what nobody has sent.
#include "actors/practice/decide.hpp"
#include "actors/practice/route.hpp"

namespace tidings {
namespace {

/// So long after the release a request with an idempotency key may still be the repetition of one that the forerunner
/// answered. Clients that repeat for longer than a day are not known.
constexpr std::chrono::hours repeats_last{24};

constexpr std::string_view why_suspected =
    "this broker was restored from a backup: what happened after it was made is not known";

} // namespace

bool is_fenced(const practice_state& state) { return state.epoch.fenced; }

bool is_soon_after_release(const practice_state& state, timestamp now) {
  return now < state.epoch.released_at + repeats_last;
}

bool may_be_sent_already(const practice_state& state, timestamp due) {
  return state.epoch.fenced || due <= state.epoch.released_at;
}

bool may_be_sent_already(const practice_state& state, const accept_message& asked, timestamp now) {
  return !asked.idempotency_key.empty() && (state.epoch.fenced || is_soon_after_release(state, now));
}

attempt_suspected suspected(const practice_settings& settings, const message_id& message, channel by) {
  return {message, 1, first_provider(settings, by), std::string(why_suspected)};
}

std::vector<event> begin_epoch(const practice_state& state, const practice_settings& settings, const log_epoch& epoch,
                               bool new_stream) {
  if (epoch.number <= state.epoch.number) return {};
  std::vector<event> events{epoch_began{epoch.number, epoch.backup, epoch.backed_up_at, epoch.restored_at}};
  if (new_stream && epoch.released) {
    events.push_back(epoch_released{epoch.number, "nobody: the practice is new"});
    return events;
  }
  for (const auto& id : state.unsettled) {
    const auto& track = state.messages.at(id);
    if (track.state == message_state::in_doubt && track.handed_over) continue; // a person is at it
    const bool waiting = track.state == message_state::accepted;
    // Its forerunner may have sent it by any provider of the route: each is asked, from the first (decide_looked_up).
    const bool by_route = track.provider.empty() || is_on_route(settings, track.what.by, track.provider);
    events.push_back(attempt_suspected{id, track.attempts + (waiting ? 1 : 0),
                                       by_route ? first_provider(settings, track.what.by) : track.provider,
                                       std::string(why_suspected)});
  }
  return events;
}

decision decide_release_epoch(const practice_state& state, const release_epoch& c) {
  if (!state.epoch.fenced) return {{}, answer{.repeated = true}};
  return {{epoch_released{state.epoch.number, c.by}}, {}};
}

} // namespace tidings
