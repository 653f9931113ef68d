#pragma once
// What patients sent, read from FireText's list of received texts. Pure.
//
// The list is asked for by days and in pages. A poll reads every page, until one has nothing new: rows may move from
// page to page while it does, and how many fit on one is FireText's to say. Only then are its texts told, the oldest
// first, so that a change of mind stays one. The next poll begins where everything before is on disk, and a day
// earlier: a text may be listed late. `from=last` is not used: FireText would count as read what a crash then loses
// here.
//
//   line := "r " ms LF   everything received before this moment is on disk
#include "actors/provider/firetext_answer.hpp"
#include "schemas/commands.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tidings::firetext {

/// Practices know a reply again for fourteen days.
constexpr std::chrono::hours received_back_max{13 * 24};
constexpr std::chrono::hours listed_late_max{24};
constexpr int pages_max = 200;               ///< of one poll: two million texts
constexpr std::size_t tellings_at_once = 50; ///< so that webhooks and sending go on beside them
constexpr millis poll_again_max{600'000};    ///< longest pause after polls that broke

class received {
public:
  /// @param first where to begin when no line says it
  received(provider_id provider, millis every, timestamp first)
      : provider_(std::move(provider)), every_(every), read_before_(first), next_at_(first) {}

  /// A line as it was written. False: it is none of these.
  bool read(std::string_view line);

  struct ask {
    std::string from, to; ///< London days
    int page = 1;
  };
  struct tell {
    reply_arrived what;
  };
  using wish = std::variant<ask, tell>;

  void on_tick(timestamp now);
  void listed(const result<std::vector<received_row>>& rows, timestamp now);
  /// @param durable false: nobody could be told now
  void told(const reply_id& reply, bool durable, timestamp now);

  std::vector<wish> take() { return std::exchange(wishes_, {}); }
  bool has_lines() const { return !lines_.empty(); }
  std::string take_lines() { return std::exchange(lines_, {}); }
  /// `never` while a poll is under way.
  timestamp next_at() const { return poll_ ? never : next_at_; }
  /// Why the last poll broke; empty: it didn't.
  const std::string& trouble() const { return trouble_; }
  std::uint64_t told_in_all() const { return told_in_all_; }

private:
  struct text {
    reply_arrived what;
    std::string id; ///< FireText's own
  };
  struct reading {
    reading() {} // its members' initializers are read too late for std::optional otherwise (clang)
    timestamp began{};
    ask asked;
    std::set<reply_id> seen; ///< on any of its pages
    std::vector<text> news;
    std::size_t next = 0; ///< of `news`, to be told
    std::size_t open = 0;
    bool told_all = true;
  };
  static bool is_before(const text& one, const text& other);
  void begin(timestamp now);
  void tell_more();
  void finish(timestamp now, std::string trouble);

  provider_id provider_;
  millis every_;
  timestamp read_before_, next_at_;
  timestamp noted_{}; ///< `read_before_` as it was last written, and when
  timestamp noted_at_{};
  int failures_ = 0;
  std::optional<reading> poll_;
  std::map<reply_id, timestamp> known_; ///< on disk, by when they were sent
  std::vector<wish> wishes_;
  std::string lines_, trouble_;
  std::uint64_t told_in_all_ = 0;
};

/// `2026-03-30`, as people in London count.
std::string london_day(timestamp at);

} // namespace tidings::firetext
