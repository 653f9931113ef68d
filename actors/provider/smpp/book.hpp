#pragma once
// Which message of ours the message centre's ids stand for, and what became of each part. A receipt names nothing but
// the message centre's own id, so this must outlive a restart: what changes it is a line, on disk before anything
// follows. Pure; `book_file` keeps the lines.
//
//   line  := "t " ms " " id " " practice " " message " " attempt " " part "/" parts LF       part was taken under this
//   id
//          | "r " ms " " id " " status LF                                                   its receipt; 0 to 4,
//          receipt_status
//   id    := the message centre's, as its answer wrote it; bytes but letters, digits, `-`, `_`, `.` as %XX
//
// The event log has the same ids, in attempt_sent, but by message and only once all of it was taken. Here stands
// nothing about a patient.
#include "actors/provider/smpp/receipt.hpp"
#include "schemas/commands.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tidings::smpp {

/// Networks try a phone that is off for up to three days; the rest is for slow receipts.
constexpr std::chrono::hours book_keeps{8 * 24};
/// Some 300 MB at worst. Beyond it the oldest are forgotten before their time.
constexpr std::size_t book_entries_max = 1'000'000;

struct attempt_key {
  practice_id practice;
  message_id message;
  std::uint32_t attempt = 0;
  auto operator<=>(const attempt_key&) const = default;
};

/// What the book knows of an attempt.
struct attempt_page {
  std::uint32_t parts = 0;      ///< it has; 0: the book doesn't know it
  std::vector<std::string> ids; ///< of those taken, as the answers wrote them
  /// Of the message as a whole; nothing when the receipts so far don't say.
  std::optional<receipt_status> status;
  bool is_whole() const { return parts > 0 && ids.size() == parts; }
};

struct receipt_meaning {
  attempt_key about;
  std::string line;                     ///< to be on disk first; empty: nothing new
  std::optional<receipt_status> status; ///< of the whole message: told to its practice
};

class book {
public:
  explicit book(id_writing ids) : ids_(ids) {}

  /// A line as it was written. False: it is none.
  bool read(std::string_view line);

  /// The message centre took a part. Gives the line.
  std::string taken(const attempt_key& what, std::uint32_t part, std::uint32_t parts, const std::string& id,
                    timestamp now);
  /// Nothing when no part is known by any of the keys (`keys_of`).
  std::optional<receipt_meaning> receipt(const std::vector<std::string>& keys, receipt_status status, timestamp now);

  attempt_page page(const attempt_key& what) const;
  /// Forgets what is older than `book_keeps`.
  void forget(timestamp now);
  std::size_t size() const { return parts_.size(); }

private:
  struct part {
    attempt_key about;
    std::uint32_t number = 1, of = 1;
    std::string id;
    std::optional<receipt_status> status;
    timestamp at{};
  };
  void put(part one, timestamp at);
  void drop_from_attempt(const attempt_key& what, const std::string& key);
  std::optional<receipt_status> status_of(const attempt_key& what) const;

  id_writing ids_;
  std::unordered_map<std::string, part> parts_;              ///< by the key of their id
  std::map<attempt_key, std::vector<std::string>> attempts_; ///< keys of an attempt's parts
  std::deque<std::pair<timestamp, std::string>> by_age_;     ///< keys, the oldest first
};

} // namespace tidings::smpp
