#pragma once
// The audit trail's anchor: a file outside the data directory that says, line after line, where each practice's stream
// ended and with which hash. Whoever rewrites a stream, however cleverly, can't rewrite what the anchor says of it.
// One line, JSON: {"n":7,"at":"2026-03-02T09:00:00.000Z","ends":[["A99001",123,"<hash>"]],"before":"<hash>"}
// `ends`: the streams that moved since the line before. `before`: SHA-256 of that line's bytes, zeros in the first.
#include "actors/event_log/record.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace tidings::audit {

struct anchored_end {
  practice_id practice;
  std::uint64_t last = 0;
  record_hash hash{}; ///< of the record `last`
  bool operator==(const anchored_end&) const = default;
};

struct anchor_line {
  std::uint64_t number = 1;
  timestamp at{};
  std::vector<anchored_end> ends;
  record_hash before{};
  bool operator==(const anchor_line&) const = default;
};

/// One line, without its end.
std::string print(const anchor_line& line);
/// `invalid_input` when these bytes are no line.
result<anchor_line> parse_anchor_line(std::string_view text);
record_hash hash_of_line(std::string_view text);

struct anchor_book {
  std::vector<anchor_line> lines;
  record_hash last{};   ///< of the last line
  std::size_t torn = 0; ///< pieces of lines whose writing was cut off: no line was ever built on them
};
/// The lines of a file. `log_damaged`, with the line's number, when one was changed, taken out or put in.
result<anchor_book> read_anchors(std::string_view text);
/// `not_configured` when the file can't be read.
result<anchor_book> read_anchor_file(const std::filesystem::path& file);

/// The file that is being written. Any thread.
class anchor_file {
public:
  /// Makes the file if there is none (mode 0600). Fails with `not_configured`, or `log_damaged` when what it holds
  /// isn't whole.
  static result<std::unique_ptr<anchor_file>> open(const std::filesystem::path& file);
  ~anchor_file();
  anchor_file(const anchor_file&) = delete;
  anchor_file& operator=(const anchor_file&) = delete;

  /// Adds a line about the streams that moved since the last one, and waits until the disk has it. The line's text;
  /// empty: nothing moved.
  result<std::string> keep(const std::vector<anchored_end>& ends, timestamp now);
  /// What was last said of each stream.
  std::map<practice_id, anchored_end> known() const;

private:
  anchor_file(std::filesystem::path path, int number);
  result<void> read();

  mutable std::mutex lock_;
  const std::filesystem::path path_;
  const int file_;
  std::uint64_t next_ = 1;
  record_hash last_{};
  bool line_open_ = false; ///< the file's last line has no end
  bool doubtful_ = false;  ///< a write failed: nobody knows how much of it arrived, so the file is read again first
  std::map<practice_id, anchored_end> known_;
};

} // namespace tidings::audit
