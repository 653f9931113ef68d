#pragma once
// One session with a message centre (SMPP 3.4 §2): connects, binds as transceiver, keeps a window of requests under
// way, tries the link when it is silent, comes back after it broke. Pure: events and the time go in, actions come out.
//
//   waiting -> connecting -> binding -> bound -> (leaving) -> waiting
#include "actors/provider/smpp/pace.hpp"
#include "actors/provider/smpp/pdu.hpp"
#include "schemas/words.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tidings::smpp {

struct session_options {
  bind_request who;
  std::size_t window = 20;       ///< requests of ours without an answer
  double per_second = 50;        ///< submissions begun, at most
  millis answer_timeout{10'000}; ///< for the answer to any request
  millis enquire_every{30'000};  ///< of silence from the other side
  millis reconnect_min{1'000}, reconnect_max{60'000};
};

/// Requests that wait for their turn; more are not sent. The dispatcher's window keeps it far below.
constexpr std::size_t session_waiting_max = 2'000;
/// Requests without an answer after their time, whose late answer is still understood.
constexpr std::size_t session_late_max = 10'000;

// What the session wants done, in this order.
struct open_link {};
struct send_bytes {
  std::string bytes;
};
struct close_link {};
/// The answer to a request, perhaps after it was said to be lost.
struct answered {
  std::uint64_t token = 0;
  std::uint32_t status = 0;
  std::string body;
};
/// Certainly not sent. `why` is retry or configuration.
struct not_sent {
  std::uint64_t token = 0;
  attempt_result why = attempt_result::retry;
  std::string detail;
};
/// Sent, and no answer came: it may have been taken.
struct no_answer {
  std::uint64_t token = 0;
  std::string detail;
};
/// A deliver_sm, to be answered with `session::answer`.
struct arrived {
  std::uint64_t link = 0;
  std::uint32_t sequence = 0;
  short_message what;
};
/// The other side has certainly read our answer that carried this mark.
struct answer_read {
  std::uint64_t mark = 0;
};
/// A line for the operator.
struct tell_operator {
  std::string line;
};
using session_action =
    std::variant<open_link, send_bytes, close_link, answered, not_sent, no_answer, arrived, answer_read, tell_operator>;

class session {
public:
  explicit session(session_options options) : options_(std::move(options)), pace_(options_.per_second) {}

  // -- events
  void start(instant now);
  void on_connected(instant now);
  void on_received(std::string_view bytes, instant now);
  void on_lost(const std::string& why, instant now);
  void on_tick(instant now);
  void stop();

  // -- wishes
  /// Sends a request when its turn comes. Exactly one of `answered`, `not_sent`, `no_answer` follows; after `no_answer`
  /// one `answered` may still.
  void request(std::uint64_t token, command_id what, std::string body, instant now);
  /// True: it still waited and is forgotten; nothing follows.
  bool withdraw(std::uint64_t token);
  /// Answers a deliver_sm, unless its link is gone: then the message centre brings it again. A `mark` that isn't 0
  /// comes back in `answer_read`.
  void answer(std::uint64_t link, std::uint32_t sequence, std::uint32_t status, std::uint64_t mark, instant now);

  std::vector<session_action> take() { return std::exchange(actions_, {}); }
  /// When `on_tick` is wanted at the latest.
  instant next_at() const;

  bool is_bound() const { return state_ == state::bound; }
  std::uint64_t link() const { return link_; }
  /// In plain English why there is no session; empty when there is one, or the first is being made.
  const std::string& trouble() const { return trouble_; }
  std::size_t under_way() const { return open_; }
  double per_second() const { return pace_.per_second(); }

private:
  enum class state { idle, waiting, connecting, binding, bound, leaving, stopped };
  struct waiting_request {
    std::uint64_t token;
    command_id what;
    std::string body;
  };
  struct sent_request {
    std::uint64_t token;
    command_id what;
    instant deadline;
    bool late = false; ///< `no_answer` was said
  };
  struct enquiry {
    std::uint32_t sequence;
    instant deadline;
    std::vector<std::uint64_t> marks;
  };

  template <class Action> void act(Action what) { actions_.emplace_back(std::move(what)); }
  bool has_link() const;
  std::uint32_t send(command_id what, std::string body);
  void respond(command_id what, std::uint32_t sequence, std::uint32_t status, std::string body = {});
  void on_pdu(const pdu& what, instant now);
  void on_response(const pdu& what, instant now);
  void on_bind_answer(const pdu& what, instant now);
  void on_message(const pdu& what);
  void enquire(instant now);
  void pump(instant now);
  void break_link(const std::string& why, instant now);
  void link_over(const std::string& why, instant now);
  void refuse_waiting();
  void expire(instant now);

  session_options options_;
  pace pace_;
  state state_ = state::idle;
  std::uint64_t link_ = 0; ///< counts connections
  std::uint32_t sequence_ = 0;
  pdu_stream stream_;
  std::deque<waiting_request> waiting_;
  std::map<std::uint32_t, sent_request> sent_;
  std::size_t open_ = 0; ///< of `sent_`, those not late
  std::optional<enquiry> enquiry_;
  std::vector<std::uint64_t> marks_; ///< of answers that the next enquiry confirms
  instant heard_at_{0}, retry_at_{0}, deadline_{0}, bound_at_{0};
  int failures_ = 0;    ///< tries since the last session
  int short_lives_ = 0; ///< sessions in a row that ended at once
  std::uint32_t bind_sequence_ = 0;
  attempt_result refusal_ = attempt_result::retry;
  std::string trouble_;
  std::vector<session_action> actions_;
};

} // namespace tidings::smpp
