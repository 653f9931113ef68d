#include "actors/node/audit/verify.hpp"

#include "actors/event_log/stream.hpp"
#include "schemas/event_codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tidings::audit {
namespace {

/// What the anchor says of one stream: hashes by sequence. Two that differ for one sequence mean that the stream was
/// written anew between them.
using said_of_stream = std::multimap<std::uint64_t, record_hash>;

struct walker {
  const log_reader& log;
  record_hasher& hasher;
  const std::function<void()>& seen;
  findings& found;

  void damaged(const practice_id& practice, std::uint64_t sequence, std::string_view why) {
    found.damages.push_back(fmt::format("practice {}, record {}: {}", practice.text(), sequence, why));
  }

  void walk(const practice_id& practice, const said_of_stream& said) {
    stream_check check(practice, hasher);
    std::vector<request_id> requests;
    bool differs = false;
    std::optional<failure> bad;
    auto scanned = log.scan(practice, 1, [&](std::uint64_t sequence, std::string_view value) {
      const auto record = check.next(sequence, value);
      if (!record) {
        bad = record.error();
        return false;
      }
      if (seen) seen();
      if (record->type == event_type::audited) note(practice, *record, requests);
      const auto [first, last] = said.equal_range(sequence);
      for (auto one = first; one != last; ++one) {
        ++found.compared;
        if (one->second == check.head().hash || std::exchange(differs, true)) continue;
        damaged(practice, sequence, "it, or one before it, is not what the anchor says it was");
      }
      return true;
    });
    if (!bad && !scanned) bad = scanned.error();
    if (bad) found.damages.push_back(bad->detail);
    const auto end = check.head().last;
    found.records += end;
    const auto anchored = said.empty() ? 0 : said.rbegin()->first;
    found.unanchored += end > anchored ? end - anchored : 0;
    if (!bad && end < anchored)
      damaged(practice, end + 1, fmt::format("it is lost; the anchor has seen records up to {}", anchored));
    if (const auto kept = log.acknowledged().find(practice);
        !bad && end >= anchored && kept != log.acknowledged().end() && kept->second > end)
      damaged(practice, end + 1, fmt::format("it is lost; records up to {} were acknowledged", kept->second));
    std::sort(requests.begin(), requests.end());
    if (const auto twice = std::adjacent_find(requests.begin(), requests.end()); twice != requests.end())
      found.damages.push_back(
          fmt::format("practice {}: request {} has more than one entry", practice.text(), to_text(*twice)));
  }

  void note(const practice_id& practice, const record_view& record, std::vector<request_id>& requests) {
    ++found.entries;
    const auto entry = decode(encoded_event{record.type, record.version, record.at, std::string(record.payload)});
    if (const auto* one = entry ? std::get_if<audited>(&*entry) : nullptr)
      requests.push_back(one->what.request);
    else
      damaged(practice, record.sequence, "an entry that can't be read");
  }
};

} // namespace

findings verify(const log_reader& log, const anchor_book* anchors, const std::function<void()>& seen) {
  findings found;
  std::map<practice_id, said_of_stream> said;
  std::set<practice_id> practices;
  if (anchors)
    for (const auto& line : anchors->lines)
      for (const auto& one : line.ends) said[one.practice].emplace(one.last, one.hash);
  for (const auto& [practice, all] : said) practices.insert(practice);
  for (const auto& [practice, last] : log.acknowledged()) practices.insert(practice);
  if (const auto there = log.practices())
    practices.insert(there->begin(), there->end());
  else
    found.damages.push_back(there.error().detail);
  record_hasher hasher;
  walker walking{log, hasher, seen, found};
  for (const auto& practice : practices) walking.walk(practice, said[practice]);
  found.practices = practices.size();
  return found;
}

} // namespace tidings::audit
