#pragma once
// The queue in front of all provider accounts: by priority and time, each message by an account of its route. No
// message belongs to an account before it is taken, so one that goes out has nothing waiting. Pure.
#include "actors/dispatcher/choice.hpp"

#include <set>
#include <unordered_map>

namespace tidings {

/// Smaller goes first: what a patient waits for overtakes what is sent in bulk.
int priority_of(message_kind kind);

/// A message whose turn it is, and by whom.
struct turn {
  message_due what;
  provider_id provider;
};

class router {
public:
  router() = default;
  explicit router(const std::vector<provider_settings>& accounts);

  /// Waits until `due_at`; a message that is already here only has its time and route changed, and one that is under
  /// way waits for its end first. One whose route has no account of ours is dropped: such a route is refused with the
  /// configuration.
  void put(const message_due& what);
  /// The next message to attempt now, which then counts as under way.
  std::optional<turn> take(moment now);
  /// The practice has started this attempt, and its provider is being called: only its own end counts from now on.
  void called(const message_id& message, std::uint32_t attempt, instant now);
  /// This attempt came to an end. The end of an earlier one, told again or late, makes no room.
  void answered(const provider_id& provider, const attempt_outcome& what, instant now);
  /// Its attempt was declined.
  void finished(const message_id& message, instant now);
  /// Messages under way for longer than their provider's limit and `grace`, each told once: their answer was lost.
  std::vector<message_due> overdue(moment now, millis grace);
  /// Nothing is begun by these accounts, and by all others again. What waits goes by another of its route.
  void pause(const std::vector<provider_id>& paused);
  /// Waiting messages whose time is over, each told once and gone from here: their practices let them expire. Else one
  /// would wait for ever whose accounts are all out.
  std::vector<message_due> expired(timestamp now);
  /// Looks for accounts that say nothing.
  void listen(instant now);
  /// When `take` may give something, or `listen` find something; `never` when only the other calls can change that.
  timestamp wake_at(moment now);

  const account_map& accounts() const { return accounts_; }
  std::size_t queued() const { return waiting_.size(); }
  std::size_t under_way() const { return under_way_.size(); }
  /// Waiting messages by the account that they would go by now.
  std::map<provider_id, std::size_t> queued_by_account(moment now) const;
  /// Of those whose time has come, when the oldest was due, by the same account.
  std::map<provider_id, timestamp> oldest_by_account(moment now) const;
  const std::map<practice_id, waiting_counts>& by_practice() const { return practices_; }

private:
  struct order {
    int priority = 0;
    timestamp due_at{};
    message_id message;
    auto operator<=>(const order&) const = default;
  };
  struct group { ///< of messages with the same route
    std::set<order> ready;
    std::size_t later = 0;
    weight_credits credits;
  };
  struct waiting {
    message_due what;
    provider_route route; ///< its group now: without what it avoids
    bool is_ready = false;
  };
  struct started {
    message_due what;
    provider_id provider;
    bool is_probe = false;
    instant at{};
    std::optional<message_due> again; ///< told meanwhile
    std::uint32_t attempt = 0;        ///< 0: the practice hasn't answered yet
  };
  using time_and_message = std::pair<timestamp, message_id>;

  bool has_account(const provider_route& route) const;
  /// By which account a message of this route would go now; null: none is ours.
  const provider_id* account_for(const provider_route& route, moment now) const;
  void count(const practice_id& practice, int ready, int later);
  void remove(const message_id& message);
  void settle(timestamp now);
  void make_ready(waiting& one, timestamp now);
  void end(std::unordered_map<message_id, started>::iterator which, bool heard, instant now);

  account_map accounts_;
  std::map<provider_route, group> groups_;
  std::unordered_map<message_id, waiting> waiting_;
  std::set<time_and_message> later_;    ///< not due yet
  std::set<time_and_message> expiring_; ///< that have a time to expire
  std::map<practice_id, waiting_counts> practices_;
  std::set<time_and_message> avoiding_; ///< ready, and until then not by one of its accounts
  std::unordered_map<message_id, started> under_way_;
};

} // namespace tidings
