#include "actors/practice/snapshot_maker_actor.hpp"

#include "actors/practice/snapshots.hpp"
#include "actors/practice/talk/question_link.hpp"
#include "schemas/event_codec.hpp"

#include <sys/resource.h>

#include <memory>

namespace tidings {
namespace {

using self_pointer = snapshot_maker_actor::stateful_pointer<snapshot_maker_state>;

constexpr std::uint32_t read_at_once = 250; ///< events; who appends waits for as long as the log needs to read them
/// CAF tells nobody of a promise that is broken, and the broker can't end while one of these waits.
constexpr std::chrono::seconds log_answers_within{60};
constexpr int behind_everybody = 10; ///< a nice value

/// One snapshot under way.
struct making {
  snapshot_order what;
  event_log_actor log;
  sealer_ptr keys;
  caf::typed_response_promise<snapshot> promise;
  practice_state core;
  std::uint64_t version = 0;
};
using making_ptr = std::shared_ptr<making>;

void finish(self_pointer self, making& one, snapshot made) {
  one.promise.deliver(std::move(made));
  self->quit();
}

// It only saves time: what is wrong shows wherever the log or the keys are needed next.
void give_up(self_pointer self, making& one) { finish(self, one, snapshot{one.what.practice, one.what.version}); }

void write_out(self_pointer self, making& one) {
  if (one.what.prune_at) prune(one.core, *one.what.prune_at);
  auto sealed = seal_snapshot(one.what.practice, one.what.version, one.core, *one.keys);
  if (!sealed) return give_up(self, one);
  finish(self, one,
         snapshot{one.what.practice, one.what.version, state_format, one.what.wake_at, std::move(*sealed), {}});
}

/// False: it is none of what was asked for.
bool evolve_to(making& one, const stream_slice& slice) {
  if (slice.entries.empty()) return false;
  for (const auto& entry : slice.entries) {
    if (one.version == one.what.version) break; // the practice has gone on meanwhile
    const auto what = open(entry.what, one.what.practice, *one.keys);
    if (!what || entry.sequence != one.version + 1) return false;
    evolve(one.core, *what, entry.what.at);
    one.version = entry.sequence;
  }
  return true;
}

void read_on(self_pointer self, const making_ptr& one) {
  if (one->version == one->what.version) return write_out(self, *one);
  self->request(one->log, log_answers_within, read_stream{one->what.practice, one->version, read_at_once})
      .then(
          [self, one](const stream_slice& slice) {
            if (evolve_to(*one, slice))
              read_on(self, one);
            else
              give_up(self, *one);
          },
          [self, one](const caf::error&) { give_up(self, *one); });
}

void begin(self_pointer self, const making_ptr& one) {
  self->request(one->log, log_answers_within, read_snapshot{one->what.practice, {}, {}})
      .then(
          [self, one](const snapshot& kept) {
            auto core = open_snapshot(one->what.practice, kept.version, kept.format, kept.bytes, *one->keys);
            auto marks = one->keys->marker_of(one->what.practice);
            if (!marks || kept.version > one->what.version) return give_up(self, *one);
            if (core) {
              one->core = std::move(*core);
              one->version = kept.version;
            }
            one->core.marks = std::move(*marks);
            talk::index_links(one->core);
            read_on(self, one);
          },
          [self, one](const caf::error&) { give_up(self, *one); });
}

} // namespace

snapshot_maker_actor::behavior_type snapshot_maker(self_pointer self, snapshot_order what, event_log_actor log,
                                                   sealer_ptr keys, bool own_thread) {
  if (own_thread) (void)::setpriority(PRIO_PROCESS, 0, behind_everybody); // of this thread alone
  auto one = std::make_shared<making>();
  one->what = std::move(what);
  one->log = std::move(log);
  one->keys = std::move(keys);
  return {[self, one](caf::get_atom) {
    one->promise = self->make_response_promise<snapshot>();
    begin(self, one);
    return one->promise;
  }};
}

} // namespace tidings
