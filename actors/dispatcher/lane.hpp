#pragma once
// The queue in front of one provider account: by priority and time, within a window and a rate. Pure.
#include "schemas/effects.hpp"
#include "schemas/moment.hpp"
#include "schemas/settings.hpp"

#include <map>
#include <optional>
#include <set>
#include <unordered_map>

namespace tidings {

/// Smaller goes first: what a patient waits for overtakes what is sent in bulk.
int priority_of(message_kind kind);

/// Lets `per_second` through on average and a tenth of a second's worth at once (one at least).
class token_bucket {
public:
  token_bucket() = default;
  explicit token_bucket(double per_second);
  bool take(moment now);
  /// When the next token is there.
  timestamp ready_at(moment now) const;

private:
  void fill(instant now);
  double per_second_ = 1, burst_ = 1, tokens_ = 1;
  std::optional<instant> filled_at_;
};

class lane {
public:
  lane() = default;
  lane(int window, double per_second);

  /// Waits until `due_at`; a message that is already here only has its time changed, and one that is under way waits
  /// for its end first.
  void put(const message_due& what);
  /// The next message to attempt now, which then counts as under way.
  std::optional<message_due> take(moment now);
  /// Its attempt came to an end, or was declined.
  void finished(const message_id& message);
  /// Messages under way for longer than `limit`, each told once: their answer was lost.
  std::vector<message_due> overdue(moment now, millis limit);
  /// When `take` may give something; `never` when only `put` or `finished` can change that.
  timestamp wake_at(moment now) const;

  std::size_t queued() const { return ready_.size() + later_.size(); }
  std::size_t under_way() const { return under_way_.size(); }

private:
  struct order {
    int priority = 0;
    timestamp due_at{};
    message_id message;
    auto operator<=>(const order&) const = default;
  };
  void settle(timestamp now);

  int window_ = 1;
  token_bucket bucket_;
  std::set<order> ready_;
  std::set<std::pair<timestamp, message_id>> later_;
  std::unordered_map<message_id, message_due> waiting_;
  struct started {
    message_due what;
    instant at{};
    std::optional<message_due> again; ///< told meanwhile
  };
  std::unordered_map<message_id, started> under_way_;
};

} // namespace tidings
