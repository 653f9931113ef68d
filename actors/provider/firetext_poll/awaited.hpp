#pragma once
// Messages whose receipts are asked for. Pure; the lines are on disk before what they say is acted upon.
//
//   line := "s " ms " " practice " " message LF   FireText is about to be told of it
//         | "e " message LF                       its last word is on disk, or nobody knows it: asked for no more
#include "actors/provider/http_provider.hpp"
#include "schemas/commands.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::firetext {

/// Networks try a phone that is off for up to three days; the rest is for slow receipts.
constexpr std::chrono::hours awaited_for{8 * 24};
/// Some 150 MB at worst. Of further ones receipts are only posted.
constexpr std::size_t awaited_max = 500'000;
/// Reports asked for at once, so that they don't get in the way of messages.
constexpr std::size_t reports_at_once = 4;
/// Between two questions about one message, at most: twice as long after each that had no last word.
constexpr millis report_again_max{3'600'000};
/// FireText may take a message while it is asked about it.
constexpr millis unknown_believed_after{600'000};

class awaited {
public:
  explicit awaited(millis every) : every_(every) {}

  /// A line as it was written. False: it is none of these.
  bool read(std::string_view line);

  /// Before each call. False: there are too many.
  bool begin(const practice_id& practice, const message_id& message, timestamp now);

  struct question {
    practice_id practice;
    message_id message;
  };
  /// What to ask now.
  std::vector<question> take_due(timestamp now);
  /// What to tell the message's practice, if anything; then `told` follows.
  std::optional<receipt_arrived> answered(const message_id& message, const found& what, timestamp now);
  /// @param durable false: nobody could be told now
  void told(const message_id& message, receipt_status status, bool durable, timestamp now);

  /// Lines to be written.
  bool has_lines() const { return !lines_.empty(); }
  std::string take_lines() { return std::exchange(lines_, {}); }
  /// When something is due; `never` when nothing is, or enough is being asked.
  timestamp next_at() const;
  void forget(timestamp now);
  std::size_t size() const { return all_.size(); }

private:
  struct entry {
    practice_id practice;
    timestamp since{}, due{};
    int asked = 0;
    bool open = false; ///< asked, or being told
    std::optional<receipt_status> told;
  };
  using entries = std::map<message_id, entry>;
  void again(entries::value_type& one, timestamp now);
  void end(entries::iterator one);

  millis every_;
  entries all_;
  std::set<std::pair<timestamp, message_id>> due_; ///< those not open
  std::size_t open_ = 0;
  timestamp pause_until_{}; ///< FireText doesn't answer
  std::string lines_;
};

} // namespace tidings::firetext
