#pragma once
// One NHSmail account as an actor: sends, and reads its mailbox. A sending's answer goes from the mail thread straight
// to who asked, so a restart loses none; what it knows of the mailbox may be lost with it, mails can be told twice.
#include "actors/provider/nhsmail/mailbox.hpp"
#include "schemas/actors.hpp"

#include <memory>

namespace tidings {

/// How the account reaches the rest of the broker. Callable from any thread.
struct nhsmail_ports {
  std::shared_ptr<nhsmail::mail_port> mail;
  wall_clock now;
  /// Tells a practice; `done` is called once, when everything it caused is on disk or with the reason why not.
  std::function<void(practice_id, command, std::function<void(answer)> done)> tell;
  /// Empty: practices can be told. Else why not.
  std::function<std::string()> not_ready;
  /// The practices that send by this account.
  std::function<std::vector<practice_id>(const provider_id&)> practices_of;
  std::function<void(std::string)> say;   ///< a line for the operator's log
  std::function<void(actor_report)> show; ///< a line of the actor tree
};

/// Of a visit, read: what each mail says. From the mail thread.
struct mailbox_visited {
  nhsmail::visit_report what; ///< its mails are empty of bytes
  std::vector<nhsmail::meaning_of_mail> meanings;
};
/// What became of telling one thing that a mail says.
struct mail_told {
  std::string uid;
  nhsmail::telling how = nhsmail::telling::not_now;
};
using mailbox_visited_ptr = std::shared_ptr<const mailbox_visited>;

using nhsmail_actor = provider_actor::extend<
    // To itself: time for a visit; the number is the timer's generation.
    caf::reacts_to<caf::tick_atom, std::uint64_t>, caf::reacts_to<mailbox_visited_ptr>, caf::reacts_to<mail_told>>;

struct nhsmail_state {
  nhsmail_state() = default;
  static inline const char* name = "nhsmail";

  provider_settings account;
  nhsmail_ports ports;
  nhsmail::mailbox mailbox;
  std::uint64_t timer = 0;
  int failures = 0; ///< visits that broke, one after the other
  std::string trouble;
  timestamp since{};
};

/// Answers every call once, within the account's `timeout` give or take a few seconds. Nobody can be asked what became
/// of a mail: every look-up is answered `unknown`, and a bounce, a receipt or a person settles the doubt.
nhsmail_actor::behavior_type nhsmail_provider(nhsmail_actor::stateful_pointer<nhsmail_state> self,
                                              provider_settings account, nhsmail_ports ports);

} // namespace tidings

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::mailbox_visited_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::mail_told)
