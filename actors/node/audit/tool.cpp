#include "actors/node/audit/tool.hpp"

#include "actors/board/rows.hpp"
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/event_log/stream.hpp"
#include "actors/node/audit/verify.hpp"
#include "schemas/event_codec.hpp"
#include "schemas/json.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

namespace tidings::audit {
namespace {

bool wanted(const selection& what, timestamp at, const audited& entry) {
  return at >= what.from && at < what.until && (what.user.empty() || entry.what.user == what.user) &&
         (!what.views_only || is_view(entry.what));
}

/// Every entry that is wanted, practice by practice, each in its order.
template <class F> int each_entry(const selection& what, std::ostream& errors, F&& print) {
  const auto log = read_rocksdb(what.directory);
  if (!log) {
    errors << log.error().detail << '\n';
    return 1;
  }
  auto practices = (*log)->practices();
  if (what.practice) practices = std::vector{*what.practice};
  if (!practices) {
    errors << practices.error().detail << '\n';
    return 1;
  }
  int code = 0;
  record_hasher hasher;
  for (const auto& practice : *practices) {
    stream_check check(practice, hasher);
    std::optional<failure> bad;
    const auto scanned = (*log)->scan(practice, 1, [&](std::uint64_t sequence, std::string_view value) {
      const auto record = check.next(sequence, value);
      if (!record) {
        bad = record.error();
        return false;
      }
      if (record->type != event_type::audited) return true;
      const auto entry = record->entry(practice);
      const auto decoded = decode(entry.what);
      if (const auto* one = decoded ? std::get_if<audited>(&*decoded) : nullptr)
        if (wanted(what, record->at, *one)) print(audit_view(entry, *one));
      return true;
    });
    if (!bad && !scanned) bad = scanned.error();
    if (!bad) continue;
    errors << bad->detail << '\n';
    code = 1;
  }
  return code;
}

} // namespace

int show(const selection& what, std::ostream& out, std::ostream& errors) {
  return each_entry(what, errors, [&](const view::audit_entry& one) {
    out << fmt::format("{}  {:<12} {} ({}, session {})  {}  {}", one.at, one.practice, one.user, one.role, one.session,
                       one.action, one.outcome);
    if (!one.reason.empty()) out << "  “" << one.reason << "”";
    for (const auto& object : one.objects) out << "  " << object;
    out << '\n';
  });
}

int export_lines(const selection& what, std::ostream& out, std::ostream& errors) {
  return each_entry(what, errors, [&](const view::audit_entry& one) { out << to_json(one) << '\n'; });
}

int verify_trail(const std::filesystem::path& directory, const std::filesystem::path& anchor, std::ostream& out) {
  std::optional<anchor_book> book;
  if (!anchor.empty()) {
    auto read = read_anchor_file(anchor);
    if (!read) {
      out << "DAMAGED  " << read.error().detail << '\n';
      return 1;
    }
    book = std::move(*read);
  }
  const auto log = read_rocksdb(directory);
  if (!log) {
    out << "DAMAGED  " << log.error().detail << '\n';
    return 1;
  }
  constexpr std::uint64_t progress_every = 100'000;
  const bool shown = ::isatty(STDERR_FILENO) == 1;
  std::uint64_t count = 0;
  const auto found = verify(**log, book ? &*book : nullptr, [&] {
    if (++count % progress_every == 0 && shown) std::cerr << fmt::format("\r{} records checked", count) << std::flush;
  });
  if (shown && count >= progress_every) std::cerr << '\n';
  for (const auto& one : found.damages) out << "DAMAGED  " << one << '\n';
  out << fmt::format("{} records of {} practices, {} of them about what people did and saw\n", found.records,
                     found.practices, found.entries);
  if (book)
    out << fmt::format("compared with the anchor in {} places ({} lines); {} records are newer than it\n",
                       found.compared, book->lines.size(), found.unanchored);
  else
    out << "without an anchor: a stream that was written anew or cut off at its end can't be told from a whole one\n";
  if (book && book->torn > 0) out << fmt::format("{} lines of the anchor were cut off while written\n", book->torn);
  out << (found.damages.empty() ? "the audit trail holds\n" : "the audit trail does NOT hold\n");
  return found.damages.empty() ? 0 : 1;
}

} // namespace tidings::audit
