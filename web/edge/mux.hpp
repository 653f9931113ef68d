#pragma once
// Many streams over one link: who may open which, how much may be under way, what a wrong frame is. Pure: frames in,
// events out; calls in, frames out.
//
// Each stream has a window for each direction: so many bytes may be sent that the other side hasn't used yet. So no
// more than streams_max * window bytes wait on either side, however slow a reader is.
#include "web/edge/frame.hpp"

#include <deque>
#include <map>
#include <optional>
#include <variant>
#include <vector>

namespace tidings::edge {

enum class side : std::uint8_t { broker, agent };

struct mux_limits {
  std::size_t streams_max = 64;      ///< a practice has one or two; file hand-overs come one at a time
  std::uint32_t window = 256 * 1024; ///< a day's diary is sent without waiting over a 20 ms line at 100 Mbit/s
};

struct peer_greets {
  std::uint32_t version = 0;
  std::string program;
};
/// Answer with `accept` or `reset`.
struct peer_opens {
  std::uint32_t stream = 0;
  std::string target;
};
struct stream_opened {
  std::uint32_t stream = 0;
};
struct bytes_came {
  std::uint32_t stream = 0;
  std::string bytes;
};
/// More may be sent.
struct room_came {
  std::uint32_t stream = 0;
};
/// Nothing more comes; we may still send.
struct peer_closes {
  std::uint32_t stream = 0;
};
/// The stream is no more.
struct stream_broken {
  std::uint32_t stream = 0;
  reset_code code = reset_code::lost;
  std::string reason;
};
struct peer_asks_renewal {
  std::string request;
};
struct peer_renews {
  std::string certificate;
};
using mux_event = std::variant<peer_greets, peer_opens, stream_opened, bytes_came, room_came, peer_closes,
                               stream_broken, peer_asks_renewal, peer_renews>;

class mux {
public:
  explicit mux(side who, mux_limits limits = {}) : who_(who), limits_(limits) {}

  /// One frame of the other side. A failure: it doesn't keep to the protocol, end the link.
  result<void> take(std::string_view message, std::vector<mux_event>& into);

  void greet(std::string program);
  /// `overloaded` when there are as many as there may be.
  result<std::uint32_t> open(std::string target);
  void accept(std::uint32_t stream);
  void reset(std::uint32_t stream, reset_code code, std::string reason);
  /// Bytes that may be sent now.
  std::size_t room(std::uint32_t stream) const;
  /// @param bytes at most `room`
  void send(std::uint32_t stream, std::string_view bytes);
  void close(std::uint32_t stream);
  /// Bytes that came have been used: as many more may come.
  void used(std::uint32_t stream, std::size_t bytes);
  void ask_renewal(std::string request) { say({frame_type::renew, 0, 0, std::move(request)}); }
  void renew(std::string certificate) { say({frame_type::renewed, 0, 0, std::move(certificate)}); }

  /// The next message to write, in order.
  std::optional<std::string> next();
  /// What waits to be written: whoever reads for us stops while it is much.
  std::size_t waiting_bytes() const { return waiting_bytes_; }
  std::size_t streams() const { return streams_.size(); }
  bool knows(std::uint32_t id) const { return streams_.contains(id); }
  bool greeted() const { return greeted_; }

private:
  struct stream {
    bool open = false; ///< both sides know of it
    bool closed_here = false, closed_there = false;
    std::uint32_t may_send = 0, may_come = 0; ///< bytes
    std::uint32_t used = 0;                   ///< and not yet told
  };
  bool is_ours(std::uint32_t id) const { return (id % 2 == 1) == (who_ == side::broker); }
  bool was_opened(std::uint32_t id) const { return id <= (is_ours(id) ? last_ours_ : last_theirs_); }
  void say(const frame& what);
  void forget_if_over(std::uint32_t id);
  result<void> take_open(frame& what, std::vector<mux_event>& into);
  result<void> take_of_stream(frame& what, std::vector<mux_event>& into);

  side who_;
  mux_limits limits_;
  std::map<std::uint32_t, stream> streams_;
  std::uint32_t last_ours_ = 0, last_theirs_ = 0;
  std::deque<std::string> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool greeted_ = false;
};

} // namespace tidings::edge
