#pragma once
// What the live feed remembers: one bounded list of events, shared by every stream as the same bytes. Thread-safe.
// `overview`, `practices`, `connectors` and `providers` are states: a later one replaces the earlier, so that a stream
// that is behind gets the newest and memory holds one of each. `tick` and `note` are told one by one, `inbox` once
// a practice.
// Each event is kept as it goes on the wire: one chunk (RFC 9112 7.1) of one server-sent event (HTML 9.2).
#include "schemas/scope.hpp"
#include "schemas/time.hpp"
#include "web/endpoint/broker_port.hpp"
#include "web/endpoint/limits.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace tidings::web {

using wire_bytes = std::shared_ptr<const std::string>;

class live_ring final : public live_feed {
public:
  /// Ids rise across restarts: they go on from the time of day in milliseconds, a thousand a millisecond.
  explicit live_ring(timestamp started, live_limits limits = {});

  void publish(std::string_view name, std::string json) override;
  /// Called after each publish, on the publisher's thread. Set before the first one.
  void on_publish(std::function<void()> wake) { wake_ = std::move(wake); }

  struct batch {
    std::vector<wire_bytes> events;
    std::uint64_t last = 0; ///< ask for what comes after this next
  };
  /// Where a new stream begins: `retry:` and one frame of everything, or, when `last_event_id` is still remembered,
  /// what it missed. One that has fallen out gets `reset` and the frame.
  /// @param within what whoever listens may see; null: all
  batch begin(std::optional<std::uint64_t> last_event_id, std::size_t batch_max,
              const practice_scope_ptr& within = nullptr) const;
  /// What came after `last`, at most `batch_max` events. A stream that fell out gets `reset` and a new first frame.
  batch after(std::uint64_t last, std::size_t batch_max, const practice_scope_ptr& within = nullptr) const;

  std::uint64_t newest() const;
  std::size_t size() const; ///< events held

private:
  struct event {
    std::uint64_t id = 0;
    std::string name;
    wire_bytes bytes;
    std::string json; ///< for those who see a part of it
  };
  bool remembered(std::uint64_t last) const { return last >= lost_up_to_ && last <= newest_; }
  batch collect(std::uint64_t last, std::size_t batch_max, const practice_scope_ptr& within) const;
  wire_bytes snapshot(const practice_scope_ptr& within) const;
  std::string first_frame(const practice_scope_ptr& within) const;
  bool is_later_tick(std::string_view json);

  const live_limits limits_;
  std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::deque<event> events_;
  std::map<std::string, std::string, std::less<>> states_; ///< the latest of each
  std::deque<std::string> ticks_, notes_;
  std::optional<std::int64_t> last_tick_; ///< its second
  std::uint64_t newest_;
  std::uint64_t lost_up_to_;    ///< the highest id no longer held, other than by being replaced
  mutable wire_bytes snapshot_; ///< of `newest_`, until the next publish
};

/// One chunk with one event; `id` 0: without.
std::string event_chunk(std::uint64_t id, std::string_view name, std::string_view json);
std::string chunk(std::string_view bytes);

} // namespace tidings::web
