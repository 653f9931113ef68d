#pragma once
// What is owed to one receiver, from the practice's stream: a fold, so that the same stream always owes the same.
#include "actors/callback/owed.hpp"
#include "schemas/events.hpp"

#include <map>
#include <optional>
#include <unordered_map>

namespace tidings::callback {

/// A message without a receipt is followed so long; GOV.UK Notify gives up after 3 days.
constexpr millis followed_for{8LL * 24 * 3'600'000};

struct wishes {
  receiver which = receiver::delivery;
  bool messages = true; ///< of `own`
  bool replies = false; ///< of `own`
  bool all = false;     ///< of `own`: also messages that no program sent
};

class follower {
public:
  follower(practice_id practice, wishes of) : practice_(practice), of_(of) {}

  /// Events of other types change nothing and needn't be decoded.
  static bool concerns(event_type type);
  /// The next event of the stream; secrets may be closed.
  std::optional<owed> take(std::uint64_t sequence, timestamp at, const event& what);
  /// Whoever begins anew after this event, at most `upto`, comes to the same.
  std::uint64_t restart_after(std::uint64_t upto) const;
  std::size_t followed() const { return messages_.size(); }

private:
  struct followed_message {
    std::uint64_t accepted = 0; ///< sequence
    timestamp created_at{}, sent_at{};
    message_state state = message_state::accepted;
    std::optional<receipt_status> receipt;
    std::uint32_t told = 0;
  };
  struct step;

  void begin(std::uint64_t sequence, timestamp at, const message_accepted& e);
  std::optional<owed> tell(const step& now, followed_message& row, std::string status);
  std::optional<owed> end(const step& now, message_state next, std::string status);
  std::optional<owed> sent(const step& now);
  std::optional<owed> receipt(const step& now, const receipt_received& e);
  std::optional<owed> reply(std::uint64_t sequence, timestamp at, const reply_received& e) const;
  std::optional<owed> settled(const step& now, followed_message& row, std::string status);
  void forget(const message_id& message);
  void forget_old(timestamp now);
  callback_id id_of(std::string_view about, std::string_view status, std::uint32_t number) const;

  practice_id practice_;
  wishes of_;
  std::unordered_map<message_id, followed_message> messages_;
  std::map<std::uint64_t, message_id> by_age_; ///< by the sequence of their acceptance
};

} // namespace tidings::callback
