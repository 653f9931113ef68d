#pragma once
// What a practice sets going once its events are on disk. Plain data: the practice's pure core makes them.
#include "schemas/erasures.hpp"
#include "schemas/events.hpp"
#include "schemas/sealing.hpp"

#include <compare>
#include <optional>
#include <variant>
#include <vector>

namespace tidings {

/// The provider accounts that a message may go by.
struct provider_route {
  std::vector<provider_id> providers; ///< most wanted first
  bool by_weight = false;             ///< spread over them by their weights, not in order
  auto operator<=>(const provider_route&) const = default;
};
/// A durable message wants an attempt at `due_at` or later.
struct message_due {
  practice_id practice;
  message_id message;
  message_kind kind = message_kind::now;
  provider_route route;
  timestamp due_at{};
  provider_id avoid = {}; ///< has just failed with this message: not by it before `avoid_until`
  timestamp avoid_until{};
  channel by = channel::sms;
  timestamp expires_at = never; ///< then the practice is asked whatever its accounts do: it lets it expire
};
/// What the reader of an e-mail may put into their calendar. No clinic and no clinician: families share calendars.
struct calendar_entry {
  std::string uid; ///< the same for one appointment: a later entry replaces an earlier one
  timestamp starts_at{};
  std::uint32_t minutes = 0;
  std::string place;
  timestamp told_at{}; ///< tells the later of two
};
/// The attempt's start is on disk: call the provider now.
struct attempt_ready {
  practice_id practice;
  message_id message;
  std::uint32_t attempt = 0;
  provider_id provider;
  secret_text to;
  secret_text text;
  std::string sender;
  channel by = channel::sms;
  secret_text subject{};
  std::vector<std::string> attachments{};
  question_kind question = question_kind::none; ///< what a call offers keys for
  std::optional<calendar_entry> calendar{};     ///< of an e-mail about an appointment
  secret_text thread{}; ///< of an e-mail that answers one: Message-IDs, oldest first, the last is the one it answers
  secret_text unsubscribe_url{}; ///< of an e-mail: a mail program may ask for no more of them there (RFC 8058)
};
/// The practice doesn't want it any more, or not now.
struct attempt_declined {
  practice_id practice;
  message_id message;
};
/// The attempt is in doubt: look it up at the provider after `due_at`.
struct look_up_due {
  practice_id practice;
  message_id message;
  std::uint32_t attempt = 0;
  provider_id provider;
  timestamp due_at{};
};
/// A write into the clinical system, journalled already.
struct operation_wanted {
  practice_id practice;
  operation_requested what;
  bool perhaps_done = false; ///< it may have been tried before: read back first
  secret_text system_id;     ///< the patient's, as the clinical system knows them
};
/// It shall not be written any more, if it can still be helped. Its outcome comes as any other's.
struct operation_unwanted {
  practice_id practice;
  operation_id operation;
};
/// Their erasure is on disk: destroy the keys now. Told again after each start; repeating it does nothing.
struct keys_to_erase {
  std::vector<seal_subject> subjects;
  erasures all; ///< of this practice so far, to be kept beside its keys
};
struct practices_to_erase {
  std::vector<practice_id> practices;
  erasures all;
};
struct keys_to_rotate {};

/// By these provider accounts nothing is begun. All that stand still, told by the host's stream when it wakes and with
/// each change.
struct providers_paused {
  std::vector<provider_id> all;
};
/// One practice's messages in front of the accounts.
struct waiting_counts {
  std::uint64_t ready = 0; ///< their time has come
  std::uint64_t later = 0; ///< not yet: sending hours, the time to take one back, a rest before another try
};
using effect_alternatives =
    std::variant<message_due, attempt_ready, attempt_declined, look_up_due, operation_wanted, keys_to_erase,
                 practices_to_erase, keys_to_rotate, operation_unwanted, providers_paused>;

/// Copied, moved and destroyed by code that is compiled once: in every file that used one it cost seconds.
struct effect : effect_alternatives {
  using effect_alternatives::effect_alternatives;
  effect();
  effect(const effect&);
  effect(effect&&) noexcept;
  effect& operator=(const effect&);
  effect& operator=(effect&&) noexcept;
  ~effect();
};

} // namespace tidings
