#include "actors/event_log/stream.hpp"

#include <algorithm>

namespace tidings {
namespace {
constexpr std::uint64_t tail_records = 8; ///< checked of each stream when the log is opened

template <class T> tl::unexpected<failure> pass_on(const result<T>& failed) {
  return tl::unexpected<failure>(failed.error());
}
} // namespace

tl::unexpected<failure> stream_check::damaged(std::uint64_t sequence, std::string_view why) const {
  return fail(error_code::log_damaged,
              "practice " + practice_.str() + ", record " + std::to_string(sequence) + ": " + std::string(why));
}

result<record_view> stream_check::next(std::uint64_t sequence, std::string_view value) {
  const auto expected = head_.last + 1;
  if (sequence != expected)
    return damaged(expected, "it is missing, the next one found is " + std::to_string(sequence));
  auto seen = parse_record(value);
  if (!seen) return damaged(expected, seen.error().detail);
  if (seen->sequence != expected)
    return damaged(expected, "it says that it is record " + std::to_string(seen->sequence));
  if (anchored_ && seen->previous != head_.hash)
    return damaged(expected, "it doesn't follow the record before it (hash chain broken)");
  head_ = {expected, hasher_(practice_, value)};
  anchored_ = true;
  return seen;
}

result<std::vector<log_entry>> read_checked(const log_reader& log, const practice_id& practice, std::uint64_t after,
                                            std::uint64_t last, std::size_t limit, record_hasher& hasher) {
  std::vector<log_entry> found;
  if (after >= last || limit == 0) return found;
  const auto wanted = std::min<std::uint64_t>(limit, last - after);
  found.reserve(wanted);
  // One record more than asked for, in front: its hash is what the first one asked for must name.
  stream_check check(practice, std::max<std::uint64_t>(after, 1), hasher);
  std::size_t bytes = 0;
  bool full = false;
  std::optional<failure> bad;
  auto scanned = log.scan(practice, check.head().last + 1, [&](std::uint64_t sequence, std::string_view value) {
    auto seen = check.next(sequence, value);
    if (!seen) {
      bad = seen.error();
      return false;
    }
    if (sequence > after) {
      found.push_back(seen->entry(practice));
      bytes += value.size();
    }
    full = found.size() == wanted || bytes >= read_bytes_max;
    return !full;
  });
  if (bad) return tl::unexpected<failure>(*bad);
  if (!scanned) return check.damaged(check.head().last + 1, scanned.error().detail);
  if (!full) return check.damaged(check.head().last + 1, "it is missing, the log ends before it");
  return found;
}

result<stream_head> head_checked(const log_reader& log, const practice_id& practice, std::uint64_t last,
                                 record_hasher& hasher) {
  const auto first = last > tail_records ? last - tail_records + 1 : 1;
  stream_check check(practice, first, hasher);
  std::optional<failure> bad;
  auto scanned = log.scan(practice, first, [&](std::uint64_t sequence, std::string_view value) {
    auto seen = check.next(sequence, value);
    if (!seen) bad = seen.error();
    return seen.has_value();
  });
  if (bad) return tl::unexpected<failure>(*bad);
  if (!scanned) return check.damaged(check.head().last + 1, scanned.error().detail);
  if (check.head().last != last) return check.damaged(check.head().last + 1, "it is missing, the log ends before it");
  return check.head();
}

void drop_incomplete(const log_reader& log, stream_heads& heads, std::map<practice_id, failure>& damages) {
  for (const auto& [practice, last] : log.acknowledged()) {
    const auto head = heads.find(practice);
    const auto found = head == heads.end() ? 0 : head->second.last;
    if (found >= last || damages.contains(practice)) continue;
    damages[practice] = {error_code::log_damaged, "practice " + practice.str() + ", record " +
                                                      std::to_string(found + 1) +
                                                      ": it is lost; the log ends before it, records up to " +
                                                      std::to_string(last) + " were acknowledged"};
    if (head != heads.end()) heads.erase(head);
  }
}

} // namespace tidings
