#include "actors/event_log/record.hpp"
#include "actors/event_log/snapshot_bytes.hpp"
#include "actors/event_log/stream.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace tidings {
namespace {

template <class Bytes> std::string hex(const Bytes& bytes) {
  std::string text;
  for (const auto byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}
std::map<std::string, std::string> golden(const std::string& file) {
  std::ifstream in(TIDINGS_SOURCE_DIR "/tests/golden/log/" + file);
  std::map<std::string, std::string> lines;
  for (std::string name, bytes; in >> name >> bytes;) lines[name] = bytes;
  return lines;
}
record_hash hash_from(const std::string& text) {
  record_hash hash{};
  for (std::size_t i = 0; i < hash.size(); ++i)
    hash[i] = static_cast<std::uint8_t>(std::stoi(text.substr(2 * i, 2), nullptr, 16));
  return hash;
}

const practice_id practice = *practice_id::parse("A99001");
log_entry entry(std::uint64_t sequence, std::string payload) {
  return {practice, sequence, {event_type::message_accepted, 1, from_ms(1772442000123), std::move(payload)}};
}

TEST(log_record, has_the_bytes_that_the_format_says) {
  std::string all_bytes;
  for (int i = 0; i < 256; ++i) all_bytes += static_cast<char>(i);
  struct {
    std::string file, previous; ///< previous: the file of the record before
    log_entry entry;
  } const cases[] = {
      {"record_first.hex", "", entry(1, std::string("payload\0\xff", 9))},
      {"record_second.hex", "record_first.hex", {practice, 2, {event_type::receipt_received, 1, from_ms(-1), ""}}},
      {"record_large.hex",
       "record_second.hex",
       {practice_id::host(),
        (1ull << 40) + 7,
        {static_cast<event_type>(65535), 65535, from_ms(std::int64_t{1} << 62), all_bytes}}},
  };
  record_hasher hasher;
  for (const auto& one : cases) {
    const auto expected = golden(one.file);
    const auto previous = one.previous.empty() ? record_hash{} : hash_from(golden(one.previous).at("hash"));
    const auto value = encode_record(one.entry, previous);
    EXPECT_EQ(hex(key_of(one.entry.practice, one.entry.sequence)), expected.at("key")) << one.file;
    EXPECT_EQ(hex(value), expected.at("value")) << one.file;
    EXPECT_EQ(hex(hasher(one.entry.practice, value)), expected.at("hash")) << one.file;
    EXPECT_EQ(hex(hasher(one.entry.practice, encode_head(one.entry, previous), one.entry.what.payload)),
              expected.at("hash"))
        << one.file;
    const auto read = parse_record(value);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->entry(one.entry.practice).what, one.entry.what) << one.file;
    EXPECT_EQ(read->sequence, one.entry.sequence) << one.file;
    EXPECT_EQ(read->previous, previous) << one.file;
  }
}

TEST(log_record, keeps_a_snapshot_in_the_bytes_that_the_format_says) {
  const stored_snapshot kept{practice, 9, 3, from_ms(1772442000123), "state"};
  const auto value = encode_snapshot(kept);
  EXPECT_EQ(hex(value), golden("snapshot.hex").at("value"));
  EXPECT_EQ(*parse_snapshot(practice, value), kept);
}

TEST(log_record, shows_every_flipped_bit_and_every_cut) {
  const auto value = encode_record(entry(1, "some payload"), {});
  for (std::size_t bit = 0; bit < value.size() * 8; ++bit) {
    auto spoilt = value;
    spoilt[bit / 8] = static_cast<char>(spoilt[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(parse_record(spoilt)) << "bit " << bit;
  }
  for (std::size_t size = 0; size < value.size(); ++size) EXPECT_FALSE(parse_record(value.substr(0, size))) << size;
  EXPECT_FALSE(parse_record(value + '\0'));
}

TEST(log_record, shows_every_flipped_bit_of_a_snapshot) {
  const auto value = encode_snapshot({practice, 9, 3, never, "state"});
  for (std::size_t bit = 0; bit < value.size() * 8; ++bit) {
    auto spoilt = value;
    spoilt[bit / 8] = static_cast<char>(spoilt[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(parse_snapshot(practice, spoilt)) << "bit " << bit;
  }
  for (std::size_t size = 0; size < value.size(); ++size) EXPECT_FALSE(parse_snapshot(practice, value.substr(0, size)));
}

TEST(log_record, sorts_keys_by_practice_then_sequence) {
  const auto longer = *practice_id::parse("A99001X");
  const auto text = [](const record_key& key) { return std::string(key.begin(), key.end()); };
  EXPECT_LT(text(key_of(practice, 255)), text(key_of(practice, 256)));
  EXPECT_LT(text(key_of(practice, UINT64_MAX)), text(key_of(longer, 0)));
  EXPECT_LT(text(key_of(longer, UINT64_MAX)), text(key_of(practice_id::host(), 0)));
}

TEST(log_record, reads_back_its_keys_and_nothing_else) {
  for (const auto& id : {practice, practice_id::host(), *practice_id::parse("ABCDEFGHIJKL")}) {
    const auto key = key_of(id, 0x0102030405060708);
    const auto name = parse_key({key.data(), key.size()});
    ASSERT_TRUE(name);
    EXPECT_EQ(name->practice, id);
    EXPECT_EQ(name->sequence, 0x0102030405060708u);
  }
  for (const auto& wrong : {std::string(), std::string(20, '\0'), std::string(20, 'a'), std::string(21, 'A'),
                            std::string("A99\0A9\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 20)})
    EXPECT_FALSE(parse_key(wrong)) << hex(wrong);
}

class log_stream : public ::testing::Test {
protected:
  log_stream() {
    record_hash previous{};
    for (std::uint64_t i = 1; i <= 5; ++i) {
      values.push_back(encode_record(entry(i, "payload " + std::to_string(i)), previous));
      previous = hasher(practice, values.back());
    }
  }
  /// Feeds (sequence, value) pairs; gives the first complaint.
  std::string complaint(const std::vector<std::pair<std::uint64_t, std::string>>& records, std::uint64_t first = 1) {
    stream_check check(practice, first, hasher);
    for (const auto& [sequence, value] : records)
      if (auto seen = check.next(sequence, value); !seen) return seen.error().detail;
    return "";
  }
  record_hasher hasher;
  std::vector<std::string> values;
};

TEST_F(log_stream, holds_when_nothing_is_wrong) {
  EXPECT_EQ(complaint({{1, values[0]}, {2, values[1]}, {3, values[2]}}), "");
  EXPECT_EQ(complaint({{3, values[2]}, {4, values[3]}}, 3), "") << "from the middle, too";
}

TEST_F(log_stream, names_what_is_wrong_and_where) {
  const auto other = encode_record(entry(2, "another history"), hasher(practice, values[0]));
  struct {
    std::string what;
    std::vector<std::pair<std::uint64_t, std::string>> records;
    std::string complaint;
  } const cases[] = {
      {"one left out", {{1, values[0]}, {3, values[2]}}, "record 2: it is missing, the next one found is 3"},
      {"first left out", {{2, values[1]}}, "record 1: it is missing, the next one found is 2"},
      {"two changed over", {{1, values[0]}, {2, values[2]}}, "record 2: it says that it is record 3"},
      {"one given twice", {{1, values[0]}, {1, values[0]}}, "record 2: it is missing, the next one found is 1"},
      {"one replaced by a whole one",
       {{1, values[0]}, {2, other}, {3, values[2]}},
       "record 3: it doesn't follow the record before it (hash chain broken)"},
      {"cut off", {{1, values[0].substr(0, 65)}}, "record 1: its checksum doesn't hold"},
  };
  for (const auto& one : cases) EXPECT_EQ(complaint(one.records), "practice A99001, " + one.complaint) << one.what;
}

TEST_F(log_stream, shows_a_record_moved_to_another_practice) {
  stream_check check(*practice_id::parse("A99002"), hasher);
  ASSERT_TRUE(check.next(1, values[0])) << "alone it can't be known";
  EXPECT_FALSE(check.next(2, values[1])) << "but its hash holds the practice";
}

TEST_F(log_stream, shows_a_first_record_that_has_a_forerunner) {
  auto value = encode_record(entry(1, "x"), hasher(practice, values[4]));
  EXPECT_EQ(complaint({{1, value}}),
            "practice A99001, record 1: it doesn't follow the record before it (hash chain broken)");
}

} // namespace
} // namespace tidings
