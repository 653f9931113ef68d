#pragma once
// Reading a stream with every check there is: CRC, sequence without a hole, hash of the record before. Damage is
// `log_damaged` with a detail that names the practice and the first bad sequence.
#include "actors/event_log/engine.hpp"

namespace tidings {

/// Walks a stream, record by record.
class stream_check {
public:
  /// From the practice's first record.
  stream_check(const practice_id& practice, record_hasher& hasher) : practice_(practice), hasher_(hasher) {}
  /// From record `first` on, which is taken as it is if it is whole: its forerunner isn't known.
  stream_check(const practice_id& practice, std::uint64_t first, record_hasher& hasher)
      : practice_(practice), head_{first - 1, {}}, anchored_(first == 1), hasher_(hasher) {}

  /// The next record, `sequence` as its key says it.
  result<record_view> next(std::uint64_t sequence, std::string_view value);
  /// The last good record.
  const stream_head& head() const { return head_; }
  /// A failure that names this practice and `sequence`.
  tl::unexpected<failure> damaged(std::uint64_t sequence, std::string_view why) const;

private:
  practice_id practice_;
  stream_head head_;
  bool anchored_ = true; ///< the hash in `head_` is that of its record
  record_hasher& hasher_;
};

/// What one read may hold in memory at most, in bytes of payload; one event always fits.
constexpr std::size_t read_bytes_max = 32 * 1024 * 1024;

/// At most `limit` events after sequence `after`, of a stream that ends at `last`. May be fewer (`read_bytes_max`).
result<std::vector<log_entry>> read_checked(const log_reader& log, const practice_id& practice, std::uint64_t after,
                                            std::uint64_t last, std::size_t limit, record_hasher& hasher);

/// The end of a stream whose last sequence is `last`, after a check of its last records.
result<stream_head> head_checked(const log_reader& log, const practice_id& practice, std::uint64_t last,
                                 record_hasher& hasher);

/// Moves every stream that ends before what was acknowledged from `heads` to `damages`.
void drop_incomplete(const log_reader& log, stream_heads& heads, std::map<practice_id, failure>& damages);

} // namespace tidings
