#include "actors/event_log/tool.hpp"

#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/event_log/stream.hpp"
#include "schemas/event_codec.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <set>

namespace tidings {
namespace {

constexpr std::uint64_t progress_every = 100'000; ///< records

/// Walks a practice's records after `after`; stops when `visit` says false. Gives what is damaged, if anything.
template <class F>
std::optional<failure> walk(const log_reader& log, const practice_id& practice, std::uint64_t after,
                            stream_check& check, F&& visit) {
  std::optional<failure> bad;
  const auto first = check.head().last + 1;
  auto scanned = log.scan(practice, first, [&](std::uint64_t sequence, std::string_view value) {
    auto seen = check.next(sequence, value);
    if (!seen) {
      bad = seen.error();
      return false;
    }
    return sequence <= after || visit(*seen);
  });
  if (!bad && !scanned) bad = check.damaged(check.head().last + 1, scanned.error().detail).value();
  return bad;
}

boost::json::value data_of(const practice_id& practice, const record_view& record, const log_selection& how) {
  const encoded_event bytes{record.type, record.version, record.at, std::string(record.payload)};
  const bool opens = how.keys && how.patients == reveal::yes;
  const auto decoded = opens ? open(bytes, practice, *how.keys) : decode(bytes);
  if (!decoded) return nullptr;
  return std::visit([&](const auto& one) { return to_json(one, how.patients); }, *decoded);
}

std::string name_or_number(event_type type) {
  const auto name = name_of(type);
  return name.empty() ? std::to_string(static_cast<unsigned>(type)) : std::string(name);
}

/// Opens, selects, walks: what show and export have in common.
template <class F> int each_record(const log_selection& what, std::ostream& errors, F&& print) {
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
    auto left = what.limit;
    stream_check check(practice, std::max<std::uint64_t>(what.after, 1), hasher);
    const auto bad = walk(**log, practice, what.after, check, [&](const record_view& record) {
      if (left == 0) return false;
      print(practice, record);
      return --left > 0;
    });
    if (!bad) continue;
    errors << bad->detail << '\n';
    code = 1;
  }
  return code;
}

class progress {
public:
  void one() {
    if (++count_ % progress_every == 0 && shown_)
      std::cerr << fmt::format("\r{} records checked", count_) << std::flush;
  }
  ~progress() {
    if (shown_ && count_ >= progress_every) std::cerr << '\n';
  }

private:
  std::uint64_t count_ = 0;
  bool shown_ = ::isatty(STDERR_FILENO) == 1;
};

std::string hex(const record_hash& hash) {
  std::string text;
  for (const auto byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

} // namespace

int log_show(const log_selection& what, std::ostream& out, std::ostream& errors) {
  return each_record(what, errors, [&](const practice_id& practice, const record_view& record) {
    out << fmt::format("{:<12} {:>9}  {:<24}  {:<22} ", practice.text(), record.sequence, iso8601(record.at),
                       name_or_number(record.type))
        << data_of(practice, record, what) << '\n';
  });
}

int log_export(const log_selection& what, std::ostream& out, std::ostream& errors) {
  return each_record(what, errors, [&](const practice_id& practice, const record_view& record) {
    const boost::json::object line = {{"practice", to_json(practice)}, {"sequence", record.sequence},
                                      {"at", to_json(record.at)},      {"type", name_or_number(record.type)},
                                      {"version", record.version},     {"data", data_of(practice, record, what)}};
    out << line << '\n';
  });
}

int log_verify(const std::filesystem::path& directory, std::ostream& out) {
  const auto log = read_rocksdb(directory);
  if (!log) {
    out << "damaged or unreadable: " << log.error().detail << '\n';
    return 1;
  }
  std::uint64_t damages = 0;
  const auto damaged = [&](std::string_view what) {
    ++damages;
    out << "  DAMAGED  " << what << '\n';
  };
  // A practice whose records are all gone is known by what was acknowledged.
  std::set<practice_id> practices;
  for (const auto& [practice, last] : (*log)->acknowledged()) practices.insert(practice);
  if (const auto found = (*log)->practices(); found)
    practices.insert(found->begin(), found->end());
  else
    damaged(found.error().detail);

  std::uint64_t records = 0;
  record_hasher hasher;
  progress shown;
  for (const auto& practice : practices) {
    stream_check check(practice, hasher);
    const auto bad = walk(**log, practice, 0, check, [&](const record_view&) {
      shown.one();
      return true;
    });
    const auto& head = check.head();
    records += head.last;
    out << fmt::format("{:<12} {:>9} records hold, last hash {}\n", practice.text(), head.last, hex(head.hash));
    if (bad) damaged(bad->detail);
    const auto acknowledged = (*log)->acknowledged().find(practice);
    if (!bad && acknowledged != (*log)->acknowledged().end() && acknowledged->second > head.last)
      damaged(fmt::format("practice {}, record {}: it is lost; records up to {} were acknowledged", practice.text(),
                          head.last + 1, acknowledged->second));
    const auto snapshot = (*log)->read_snapshot(practice);
    if (!snapshot) damaged(snapshot.error().detail);
    if (snapshot && *snapshot && (*snapshot)->version > head.last && !bad)
      damaged(fmt::format("practice {}: its snapshot is of version {}", practice.text(), (*snapshot)->version));
  }
  if (const auto whole = (*log)->check_files(); !whole) damaged(whole.error().detail);
  if (damages == 0)
    out << fmt::format("the log holds: {} records of {} practices\n", records, practices.size());
  else
    out << fmt::format("the log is DAMAGED in {} places: {} records of {} practices hold\n", damages, records,
                       practices.size());
  return damages == 0 ? 0 : 1;
}

} // namespace tidings
