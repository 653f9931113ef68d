// The audit trail: what stands in it, and that whoever edits it is found out.
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/node/audit/moment.hpp"
#include "actors/node/audit/ship.hpp"
#include "actors/node/audit/tool.hpp"
#include "actors/node/audit/verify.hpp"
#include "schemas/event_codec.hpp"
#include "tests/support/practice_world.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <random>
#include <sstream>

namespace tidings::audit {
namespace {

const practice_id a = *practice_id::parse("A99001");
const practice_id b = *practice_id::parse("A99002");
constexpr timestamp noon = timestamp(millis(1'772'452'800'000));

audit_mark mark(int n, std::string user = "ann") {
  return {.request = id_from_name<request_id>("test", std::to_string(n)),
          .user = std::move(user),
          .role = "operator",
          .session = "s1",
          .action = "GET /api/v1/messages/{}",
          .objects = {"m" + std::to_string(n)},
          .reason = {}};
}

// -- the entry ----------------------------------------------------------------------------------

struct the_entry : ::testing::Test {
  std::string outcome(const command& what, const answer& said) {
    const auto entry = audit_entry(world.state, mark(1), what, said);
    return entry ? std::get<audited>(*entry).outcome : "none";
  }
  test::practice_world world;
};

TEST_F(the_entry, says_what_became_of_the_request) {
  const command cancel = cancel_message{};
  EXPECT_EQ(outcome(cancel, {}), "done");
  EXPECT_EQ(outcome(cancel, {.repeated = true}), "repeated");
  EXPECT_EQ(outcome(cancel, {.accepted = false, .refusal = error_code::not_found}), "not_found");
  EXPECT_EQ(outcome(cancel, {.accepted = false}), "refused");
  EXPECT_EQ(outcome(park_command{}, {}), "parked");
}

TEST_F(the_entry, is_made_once_for_a_request_however_often_it_is_handled) {
  const auto entry = audit_entry(world.state, mark(1), keep_audit_entry{}, {});
  ASSERT_TRUE(entry);
  world.given(*entry);
  EXPECT_FALSE(audit_entry(world.state, mark(1), keep_audit_entry{}, {}));
  EXPECT_TRUE(audit_entry(world.state, mark(2), keep_audit_entry{}, {}));
  const auto again = decode_state(encode(world.state));
  ASSERT_TRUE(again);
  EXPECT_FALSE(audit_entry(*again, mark(1), keep_audit_entry{}, {})) << "a snapshot keeps it";
}

TEST_F(the_entry, is_remembered_for_a_bounded_number_of_requests) {
  for (int n = 0; n < static_cast<int>(audited_max) + 5; ++n) world.given(audited{mark(n), "done"});
  EXPECT_EQ(world.state.audited.size(), audited_max);
}

TEST_F(the_entry, is_all_that_a_view_leaves) {
  EXPECT_TRUE(world.when(keep_audit_entry{}).empty());
  EXPECT_TRUE(world.last_answer.accepted);
}

// -- the anchor ---------------------------------------------------------------------------------

anchored_end ended(const practice_id& practice, std::uint64_t last, int seed) {
  return {practice, last, hash_of_line(std::to_string(seed))};
}

struct the_anchor : ::testing::Test {
  std::unique_ptr<anchor_file> open() {
    auto opened = anchor_file::open(file);
    EXPECT_TRUE(opened) << opened.error().detail;
    return opened ? std::move(*opened) : nullptr;
  }
  std::string text() {
    std::ifstream in(file);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
  }
  void write(const std::string& bytes) { std::ofstream(file, std::ios::trunc) << bytes; }
  test::temporary_directory where;
  std::filesystem::path file = where.path / "anchor";
};

TEST_F(the_anchor, says_of_each_stream_where_it_ended_and_goes_on_after_a_restart) {
  EXPECT_FALSE(open()->keep({ended(a, 3, 1), ended(b, 9, 2)}, noon)->empty());
  EXPECT_FALSE(open()->keep({ended(a, 4, 3), ended(b, 9, 2)}, noon + millis(60'000))->empty());
  const auto book = read_anchor_file(file);
  ASSERT_TRUE(book) << book.error().detail;
  ASSERT_EQ(book->lines.size(), 2U);
  EXPECT_EQ(book->lines[0].ends, (std::vector{ended(a, 3, 1), ended(b, 9, 2)}));
  EXPECT_EQ(book->lines[1].ends, std::vector{ended(a, 4, 3)}) << "only what moved";
  EXPECT_EQ(book->lines[1].number, 2U);
  EXPECT_EQ(book->lines[1].at, noon + millis(60'000));
}

TEST_F(the_anchor, says_nothing_when_nothing_happened) {
  const auto anchor = open();
  EXPECT_TRUE(anchor->keep({}, noon)->empty());
  anchor->keep({ended(a, 3, 1)}, noon);
  const auto before = text();
  EXPECT_TRUE(anchor->keep({ended(a, 3, 1)}, noon)->empty());
  EXPECT_EQ(text(), before);
}

TEST_F(the_anchor, goes_on_behind_a_line_whose_writing_was_cut_off) {
  open()->keep({ended(a, 1, 1)}, noon);
  const auto whole = text();
  for (const std::size_t cut : {std::size_t{1}, std::size_t{2}, whole.size() / 2, whole.size() - 1}) {
    write(whole);
    open()->keep({ended(a, 2, 2)}, noon);
    const auto both = text();
    write(both.substr(0, both.size() - cut));
    ASSERT_FALSE(open()->keep({ended(a, 3, 3)}, noon)->empty());
    const auto book = read_anchor_file(file);
    ASSERT_TRUE(book) << cut << ": " << book.error().detail;
    EXPECT_EQ(book->lines.back().ends, std::vector{ended(a, 3, 3)});
  }
}

TEST_F(the_anchor, shows_every_edit_of_its_own_lines) {
  const auto anchor = open();
  for (int n = 1; n <= 20; ++n) anchor->keep({ended(a, static_cast<std::uint64_t>(n), n)}, noon);
  const auto whole = text();
  std::vector<std::string> lines;
  std::istringstream in(whole);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::mt19937 dice(7);
  for (int i = 0; i < 300; ++i) {
    auto edited = lines;
    const auto at = dice() % (lines.size() - 1); // a change of the last line alone shows in the copy kept elsewhere
    switch (dice() % 4) {
    case 0:
      edited.erase(edited.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 1:
      std::swap(edited[at], edited[at + 1]);
      break;
    case 2:
      edited.insert(edited.begin() + static_cast<std::ptrdiff_t>(at), edited[at]);
      break;
    default:
      edited[at][dice() % edited[at].size()] ^= 1;
    }
    std::string bytes;
    for (const auto& line : edited) bytes += line + "\n";
    EXPECT_FALSE(read_anchors(bytes)) << i;
  }
}

TEST_F(the_anchor, is_for_its_owner_only_and_tells_why_it_can_not_be_opened) {
  open()->keep({ended(a, 1, 1)}, noon);
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const auto missing = anchor_file::open(where.path / "no" / "folder");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, error_code::not_configured);
}

TEST_F(the_anchor, is_handed_on_line_by_line) {
  const auto copy = where.path / "copy";
  EXPECT_TRUE(ship("cat >> '" + copy.string() + "'", "one\n", millis(10'000)));
  EXPECT_TRUE(ship("cat >> '" + copy.string() + "'", "two\n", millis(10'000)));
  std::ostringstream got;
  got << std::ifstream(copy).rdbuf();
  EXPECT_EQ(got.str(), "one\ntwo\n");
  EXPECT_FALSE(ship("exit 3", "x\n", millis(10'000)));
  EXPECT_FALSE(ship("exec tail -f /dev/null", "x\n", millis(50))) << "one that doesn't end is ended";
  EXPECT_FALSE(ship("exit 0", std::string(1 << 20, 'x'), millis(10'000))) << "one that doesn't listen";
}

// -- edits --------------------------------------------------------------------------------------

/// A log as somebody left it who had the disk to himself.
class edited_log final : public log_reader {
public:
  struct row {
    std::uint64_t sequence = 0; ///< as its key says
    std::string bytes;
  };
  std::map<practice_id, std::vector<row>> streams;
  std::map<practice_id, std::uint64_t> last_acknowledged;

  /// Writes a stream anew, with every checksum, number and hash right again.
  void forge(const practice_id& practice, const std::vector<encoded_event>& events) {
    auto& rows = streams[practice];
    rows.clear();
    record_hasher hasher;
    record_hash previous{};
    for (const auto& one : events) {
      const auto sequence = rows.size() + 1;
      rows.push_back({sequence, encode_record({practice, sequence, one}, previous)});
      previous = hasher(practice, rows.back().bytes);
    }
  }
  anchored_end end_of(const practice_id& practice) const {
    const auto& rows = streams.at(practice);
    return {practice, rows.size(), record_hasher()(practice, rows.back().bytes)};
  }

  result<std::vector<practice_id>> practices() const override {
    std::vector<practice_id> all;
    for (const auto& [practice, rows] : streams)
      if (!rows.empty()) all.push_back(practice);
    return all;
  }
  result<void> scan(const practice_id& practice, std::uint64_t first, const record_visitor& visit) const override {
    const auto found = streams.find(practice);
    if (found == streams.end()) return {};
    for (const auto& one : found->second)
      if (one.sequence >= first && !visit(one.sequence, one.bytes)) break;
    return {};
  }
  result<std::optional<stored_snapshot>> read_snapshot(const practice_id&, const reader_id&) const override {
    return std::nullopt;
  }
  result<std::uint64_t> last_of(const practice_id& practice) const override {
    const auto found = streams.find(practice);
    return found == streams.end() || found->second.empty() ? 0 : found->second.back().sequence;
  }
  result<void> scan_places(const message_id&, const place_visitor&) const override { return {}; }
  result<void> check_files() const override { return {}; }
  const std::map<practice_id, std::uint64_t>& acknowledged() const override { return last_acknowledged; }
};

constexpr int entries_each = 40;

std::vector<encoded_event> stream_of(int first) {
  std::vector<encoded_event> events;
  for (int n = 0; n < entries_each; ++n)
    events.push_back(encode(audited{mark(first + n, n % 3 ? "ann" : "bob"), "done"}, noon + millis(n)));
  return events;
}

struct an_edit : ::testing::Test {
  an_edit() {
    anchor_line line;
    for (const auto part : {10, 25, entries_each}) // as the stream grew
      for (const auto& [practice, events] : whole) {
        log.forge(practice, {events.begin(), events.begin() + part});
        line.ends.push_back(log.end_of(practice));
      }
    anchors.lines = {line};
  }
  std::size_t damages() const { return verify(log, &anchors).damages.size(); }

  std::map<practice_id, std::vector<encoded_event>> whole = {{a, stream_of(0)}, {b, stream_of(1'000)}};
  edited_log log;
  anchor_book anchors;
};

TEST_F(an_edit, is_not_seen_where_there_is_none) {
  const auto found = verify(log, &anchors);
  EXPECT_THAT(found.damages, ::testing::IsEmpty());
  EXPECT_EQ(found.records, 2U * entries_each);
  EXPECT_EQ(found.entries, 2U * entries_each);
  EXPECT_EQ(found.compared, 6U);
  EXPECT_EQ(found.unanchored, 0U);
  anchors.lines[0].ends.resize(4);
  EXPECT_EQ(verify(log, &anchors).unanchored, 2U * (entries_each - 25));
}

TEST_F(an_edit, is_found_each_of_a_thousand_times) {
  const auto untouched = log;
  std::mt19937 dice(1);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(dice() % n); };
  std::map<std::string, int> kinds;
  for (int i = 0; i < 1'000; ++i) {
    log = untouched;
    const auto& practice = dice() % 2 ? a : b;
    const bool cleverly = dice() % 2; // with every checksum, number and hash of what follows made right again
    auto events = whole.at(practice);
    auto& rows = log.streams.at(practice);
    const auto at = below(events.size());
    const auto place = static_cast<std::ptrdiff_t>(at);
    std::string kind;
    switch (dice() % 6) {
    case 0:
      kind = "change";
      events[at].payload[below(events[at].payload.size())] ^= static_cast<char>(1 << below(8));
      if (!cleverly) rows[at].bytes[below(rows[at].bytes.size())] ^= static_cast<char>(1 << below(8));
      break;
    case 1:
      kind = "delete";
      events.erase(events.begin() + place);
      if (!cleverly) rows.erase(rows.begin() + place);
      break;
    case 2:
      kind = "insert";
      events.insert(events.begin() + place, encode(audited{mark(9'000 + i, "eve"), "done"}, noon));
      if (!cleverly) rows.insert(rows.begin() + place, rows[below(rows.size())]);
      break;
    case 3: {
      kind = "reorder";
      const auto other = (at + 1 + below(events.size() - 1)) % events.size();
      std::swap(events[at], events[other]);
      if (!cleverly) std::swap(rows[at].bytes, rows[other].bytes);
      break;
    }
    case 4:
      kind = "truncate";
      events.resize(at);
      if (!cleverly) rows.resize(at);
      break;
    default:
      kind = "swap practices";
      if (cleverly) {
        log.forge(a, whole.at(b));
        log.forge(b, whole.at(a));
      } else {
        std::swap(log.streams.at(a), log.streams.at(b));
      }
    }
    if (cleverly && kind != "swap practices") log.forge(practice, events);
    kind += cleverly ? ", forged" : "";
    ++kinds[kind];
    EXPECT_GT(damages(), 0U) << i << ": " << kind << " of record " << at + 1;
  }
  EXPECT_EQ(kinds.size(), 12U);
}

TEST_F(an_edit, that_forges_everything_after_it_is_found_by_the_anchor_alone) {
  auto events = whole.at(a);
  events[5] = encode(audited{mark(5, "eve"), "done"}, noon);
  log.forge(a, events);
  EXPECT_THAT(verify(log, nullptr).damages, ::testing::IsEmpty());
  const auto found = verify(log, &anchors);
  ASSERT_EQ(found.damages.size(), 1U);
  EXPECT_THAT(found.damages[0], ::testing::HasSubstr("practice A99001, record 10"));
}

TEST_F(an_edit, that_takes_a_whole_practice_away_is_found) {
  log.streams.erase(a);
  EXPECT_EQ(damages(), 1U);
}

TEST_F(an_edit, that_adds_a_second_entry_to_a_request_is_found) {
  auto events = whole.at(a);
  events.push_back(events.front());
  log.forge(a, events);
  const auto found = verify(log, &anchors);
  ASSERT_EQ(found.damages.size(), 1U);
  EXPECT_THAT(found.damages[0], ::testing::HasSubstr("more than one entry"));
}

// -- the command line ---------------------------------------------------------------------------

struct the_tool : ::testing::Test {
  the_tool() {
    auto opened = open_rocksdb({.directory = where.path / "log"});
    engine = std::move(*opened);
    std::uint64_t sequence = 0;
    const auto add = [&](const event& what, timestamp at) {
      ASSERT_TRUE(engine->write({{{a, ++sequence, encode(what, at)}}, {}}, durability::synced));
    };
    add(message_expired{id_from_name<message_id>("test", "1")}, noon);
    add(audited{mark(1, "ann"), "done"}, noon);
    auto change = mark(2, "bob");
    change.action = "POST /api/v1/messages";
    add(audited{change, "done"}, noon + std::chrono::hours(24));
  }
  std::size_t lines(const selection& what) {
    std::ostringstream out, errors;
    EXPECT_EQ(export_lines(what, out, errors), 0) << errors.str();
    const auto text = out.str();
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }
  selection all() { return {.directory = where.path / "log"}; }
  test::temporary_directory where;
  std::unique_ptr<log_engine> engine; ///< stays open: the tool works beside a running broker
};

TEST_F(the_tool, picks_entries_by_practice_person_time_and_kind) {
  EXPECT_EQ(lines(all()), 2U);
  auto what = all();
  what.user = "bob";
  EXPECT_EQ(lines(what), 1U);
  what = all();
  what.views_only = true;
  EXPECT_EQ(lines(what), 1U);
  what = all();
  what.from = *read_moment("2026-03-03");
  EXPECT_EQ(lines(what), 1U);
  what.until = *read_moment("2026-03-03T00:00:01Z");
  EXPECT_EQ(lines(what), 0U);
  what = all();
  what.practice = b;
  EXPECT_EQ(lines(what), 0U);
  EXPECT_FALSE(read_moment("yesterday"));
  EXPECT_FALSE(read_moment("2026-03-02 9 o'clock"));
  EXPECT_FALSE(read_moment("2026-02-30"));
  EXPECT_FALSE(read_moment("2026-03-02T24:00:00Z"));
  EXPECT_EQ(read_moment("2026-03-02T12:00:00.001Z"), noon + millis(1));
}

TEST_F(the_tool, says_whether_the_trail_holds) {
  std::ostringstream out;
  EXPECT_EQ(verify_trail(where.path / "log", {}, out), 0) << out.str();
  EXPECT_THAT(out.str(), ::testing::HasSubstr("without an anchor"));
  const auto anchor = where.path / "anchor";
  (*anchor_file::open(anchor))->keep({{a, 9, {}}}, noon);
  out.str({});
  EXPECT_EQ(verify_trail(where.path / "log", anchor, out), 1);
  EXPECT_THAT(out.str(), ::testing::HasSubstr("record 4: it is lost; the anchor has seen records up to 9"));
  EXPECT_EQ(verify_trail(where.path / "log", where.path / "nothing", out), 1);
}

} // namespace
} // namespace tidings::audit
