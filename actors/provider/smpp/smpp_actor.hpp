#pragma once
// One SMPP account as an actor: one session, out and in. Answers every call once, within the account's `timeout` give
// or take a second; receipts and patients' texts are acknowledged only once what they say is on disk.
#include "actors/provider/smpp/book_port.hpp"
#include "actors/provider/smpp/courier.hpp"
#include "actors/provider/smpp/link_port.hpp"
#include "actors/provider/smpp/receipt.hpp"
#include "actors/provider/smpp/replies.hpp"
#include "schemas/actors.hpp"

#include <deque>
#include <memory>

namespace tidings {

/// How the account reaches the rest of the broker. Callable from any thread.
struct smpp_ports {
  std::shared_ptr<smpp::link_port> links;
  std::function<std::shared_ptr<smpp::book_port>(const provider_id&)> book_of;
  wall_clock now;
  /// Tells a practice; `done` is called once, when everything it caused is on disk or with the reason why not.
  std::function<void(practice_id, command, std::function<void(answer)> done)> tell;
  /// Empty: practices can be told. Else why not.
  std::function<std::string()> not_ready;
  /// The practices that send by this account.
  std::function<std::vector<practice_id>(const provider_id&)> practices_of;
  /// Whose number patients answer to.
  std::function<std::optional<practice_id>(std::string_view digits)> practice_of_number;
  std::function<void(std::string)> say;   ///< a line for the operator's log
  std::function<void(actor_report)> show; ///< a line of the actor tree
};

/// From the link's thread.
struct smpp_link_event {
  enum class kind : std::uint8_t { connected, received, lost };
  std::uint64_t link = 0;
  kind what = kind::connected;
  std::string text; ///< bytes, or why it was lost
};
/// What became of telling a practice something that a deliver_sm says.
struct smpp_told {
  bool is_reply = false;
  std::uint64_t number = 0;
  bool durable = false; ///< false: nobody could be told now
};

using smpp_actor = provider_actor::extend<
    // To itself: something is due; the number is the timer's generation.
    caf::reacts_to<caf::tick_atom, std::uint64_t>, caf::reacts_to<smpp_link_event>, caf::reacts_to<smpp_told>,
    // To itself: write the book's lines that have gathered, then speak.
    caf::reacts_to<caf::flush_atom>>;

struct smpp_state {
  smpp_state() = default;
  ~smpp_state();
  smpp_state(const smpp_state&) = delete;
  smpp_state& operator=(const smpp_state&) = delete;
  static inline const char* name = "smpp";

  /// A receipt whose message isn't known yet: its answer may still be on its way.
  struct early_receipt {
    smpp::ticket by;
    smpp::receipt what;
  };
  struct open_look_up {
    look_up_due what;
    dispatcher_actor to;
    smpp::instant deadline{0};
  };

  provider_settings account;
  smpp_ports ports;
  std::shared_ptr<smpp::book_port> disk;
  std::unique_ptr<smpp::session> session;
  std::unique_ptr<smpp::book> book;
  std::unique_ptr<smpp::replies> replies;
  smpp::courier courier;
  std::shared_ptr<smpp::link> link;

  std::uint64_t tokens = 0;
  std::uint16_t reference = 0; ///< of the last message in parts
  std::map<std::uint64_t, dispatcher_actor> callers;
  std::map<std::uint64_t, open_look_up> look_ups;
  std::map<std::uint64_t, smpp::ticket> receipts; ///< told, not yet on disk
  std::deque<early_receipt> early;

  std::string lines; ///< of the book, not yet on disk
  bool flush_asked = false;
  smpp::instant lines_again_at{0}; ///< after the disk refused them
  // What waits for them, each in its order.
  std::vector<std::pair<dispatcher_actor, provider_answer>> answers;
  std::vector<std::function<void(bool on_disk)>> after_lines;

  std::uint64_t timer = 0;
  smpp::instant armed_at{0};
  bool armed = false;
  bool started = false;
  std::uint64_t handled = 0, unknown_receipts = 0;
  std::string shown;
  smpp::instant shown_at{0};
  timestamp since{};
};

smpp_actor::behavior_type smpp_provider(smpp_actor::stateful_pointer<smpp_state> self, provider_settings account,
                                        smpp_ports ports);

} // namespace tidings

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::smpp_link_event)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::smpp_told)
