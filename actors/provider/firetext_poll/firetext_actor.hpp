#pragma once
// A FireText account that also asks for what FireText couldn't post. Answers every call once, as `http_account` does
// and from the HTTP thread; only the note that a message is about to be sent goes before.
#include "actors/provider/firetext_poll/awaited.hpp"
#include "actors/provider/firetext_poll/received.hpp"
#include "actors/provider/provider_actor.hpp"
#include "actors/provider/smpp/book_port.hpp"
#include "schemas/actors.hpp"

#include <memory>

namespace tidings {

/// How the account reaches the rest of the broker. Callable from any thread.
struct firetext_ports {
  std::shared_ptr<http_port> http;
  std::function<std::shared_ptr<smpp::book_port>(const provider_id&)> lines_of; ///< where its lines are kept
  wall_clock now;
  /// Tells a practice; `done` is called once, when everything it caused is on disk or with the reason why not.
  std::function<void(practice_id, command, std::function<void(answer)> done)> tell;
  /// Empty: practices can be told. Else why not.
  std::function<std::string()> not_ready;
  /// Whose number patients answer to.
  std::function<std::optional<practice_id>(std::string_view digits)> practice_of_number;
  std::function<void(std::string)> say;   ///< a line for the operator's log
  std::function<void(actor_report)> show; ///< a line of the actor tree
};

/// From the HTTP thread: a page of the list, as it came.
struct firetext_listed {
  std::shared_ptr<const http_outcome> page;
};
/// From the HTTP thread: what became of a message.
struct firetext_report {
  practice_id practice;
  message_id message;
  found what;
};
/// What became of telling a practice.
struct firetext_told {
  std::optional<message_id> message; ///< nothing: it was a reply
  receipt_status status = receipt_status::pending;
  reply_id reply;
  bool durable = false;
};

using firetext_actor = provider_actor::extend<
    // To itself: something is due; the number is the timer's generation.
    caf::reacts_to<caf::tick_atom, std::uint64_t>,
    // To itself: write the lines that have gathered, then make the calls.
    caf::reacts_to<caf::flush_atom>, caf::reacts_to<firetext_listed>, caf::reacts_to<firetext_report>,
    caf::reacts_to<firetext_told>>;

struct firetext_state {
  firetext_state() = default;
  ~firetext_state();
  firetext_state(const firetext_state&) = delete;
  firetext_state& operator=(const firetext_state&) = delete;
  static inline const char* name = "firetext";

  provider_settings account;
  firetext_ports ports;
  http_account_ptr http;
  std::shared_ptr<smpp::book_port> disk;
  std::optional<firetext::awaited> awaited;
  std::optional<firetext::received> received;

  std::vector<provider_call> calls; ///< their notes aren't on disk yet
  std::string lines;                ///< that the disk refused
  bool flush_asked = false;
  std::string disk_trouble, shown_trouble;
  timestamp forgot_at{};
  std::uint64_t timer = 0;
  timestamp armed_at = never;
  timestamp since{}, shown_at{};
};

/// `detached`: it waits for the disk.
firetext_actor::behavior_type firetext_provider(firetext_actor::stateful_pointer<firetext_state> self,
                                                provider_settings account, firetext_ports ports);

} // namespace tidings

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::firetext_listed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::firetext_report)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::firetext_told)
