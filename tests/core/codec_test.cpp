// Bytes of events, and of what is in them.
#include "schemas/event_codec.hpp"

#include "schemas/json.hpp"
#include "tests/core/described_fields.hpp"

#include <boost/pfr/tuple_size.hpp>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

using namespace tidings;
using namespace tidings::test;

namespace {

constexpr timestamp at = timestamp(std::chrono::milliseconds(1'772'445'600'123));

std::string shown(const event& what) {
  return std::visit([](const auto& one) { return boost::json::serialize(to_json(one, reveal::yes)); }, what);
}

/// Lengths at which the bytes of `x` stop between two fields.
template <class T> std::set<std::size_t> boundaries(const T& x) {
  std::set<std::size_t> ends = {0};
  std::string bytes;
  codec::writer out(bytes);
  codec::detail::for_each_field(x, [&](const auto& field) {
    out.put(field);
    ends.insert(bytes.size());
  });
  return ends;
}

TEST(every_event, comes_back_from_its_bytes) {
  for_each_kind<event_alternatives>([](const auto& kind) {
    const event before = filled<std::decay_t<decltype(kind)>>();
    const auto bytes = encode(before, at);
    EXPECT_EQ(bytes.type, type_of(before));
    EXPECT_EQ(bytes.at, at);
    const auto after = decode(bytes);
    ASSERT_TRUE(after) << name_of(bytes.type);
    EXPECT_EQ(after->index(), before.index());
    EXPECT_EQ(shown(*after), shown(before));
    EXPECT_EQ(encode(*after, at), bytes) << name_of(bytes.type);
  });
}

TEST(every_event, that_is_empty_comes_back_too) {
  for_each_kind<event_alternatives>([](const auto& kind) {
    const auto bytes = encode(event(kind), at);
    const auto after = decode(bytes);
    ASSERT_TRUE(after) << name_of(bytes.type);
    EXPECT_EQ(encode(*after, at), bytes);
  });
}

TEST(every_event, has_a_number_and_a_name_of_its_own) {
  std::set<event_type> numbers;
  for_each_kind<event_alternatives>([&](const auto& kind) {
    EXPECT_TRUE(numbers.insert(kind.type).second);
    EXPECT_FALSE(name_of(kind.type).empty());
  });
  EXPECT_TRUE(name_of(static_cast<event_type>(9'999)).empty());
}

template <class T> void describes_all_of() {
  using described = boost::describe::describe_members<T, boost::describe::mod_public>;
  EXPECT_EQ(boost::mp11::mp_size<described>::value, boost::pfr::tuple_size_v<T>) << typeid(T).name();
}
TEST(every_event, is_described_with_all_its_fields) {
  for_each_kind<event_alternatives>([](const auto& kind) { describes_all_of<std::decay_t<decltype(kind)>>(); });
  for_each_kind<command_alternatives>([](const auto& kind) { describes_all_of<std::decay_t<decltype(kind)>>(); });
  describes_all_of<appointment>();
  describes_all_of<patient_details>();
  describes_all_of<answer>();
}

TEST(every_event, written_with_fewer_fields_still_reads) {
  for_each_kind<event_alternatives>([](const auto& kind) {
    using type = std::decay_t<decltype(kind)>;
    const auto whole = filled<type>();
    const auto bytes = codec::encode(whole);
    for (const auto end : boundaries(whole)) {
      const auto read = codec::decode<type>(bytes.substr(0, end));
      ASSERT_TRUE(read) << name_of(type::type) << " with " << end << " bytes";
      // What was written is there, the rest is as it is by default.
      std::string again, defaults = codec::encode(type{});
      codec::writer(again).fields(*read);
      EXPECT_EQ(again.substr(0, end), bytes.substr(0, end)) << name_of(type::type);
      std::size_t missing = 0;
      codec::detail::for_each_field(*read, [&, written = std::size_t{0}](const auto& field) mutable {
        std::string one;
        codec::writer(one).put(field);
        written += one.size();
        if (written > end) missing += one.size();
      });
      EXPECT_EQ(again.substr(end), defaults.substr(defaults.size() - missing)) << name_of(type::type);
    }
  });
}

TEST(every_event, cut_off_inside_a_field_is_refused) {
  for_each_kind<event_alternatives>([](const auto& kind) {
    using type = std::decay_t<decltype(kind)>;
    const auto whole = filled<type>();
    auto bytes = encode(event(whole), at);
    const auto ends = boundaries(whole);
    const auto payload = bytes.payload;
    for (std::size_t size = 0; size < payload.size(); ++size) {
      bytes.payload = payload.substr(0, size);
      const auto read = decode(bytes);
      EXPECT_EQ(read.has_value(), ends.contains(size)) << name_of(type::type) << " with " << size << " bytes";
      if (!read) {
        EXPECT_EQ(read.error().code, error_code::log_damaged);
      }
    }
  });
}

TEST(every_event, with_bytes_left_over_is_refused) {
  for_each_kind<event_alternatives>([](const auto& kind) {
    auto bytes = encode(event(filled<std::decay_t<decltype(kind)>>()), at);
    bytes.payload.push_back('\0');
    const auto read = decode(bytes);
    ASSERT_FALSE(read) << name_of(bytes.type);
    EXPECT_EQ(read.error().code, error_code::log_damaged);
  });
}

// Damage is found by the log's own hashes; whatever comes this far must at least never end the process.
TEST(every_event, survives_any_one_byte_changed) {
  for_each_kind<event_alternatives>([](const auto& kind) {
    auto bytes = encode(event(filled<std::decay_t<decltype(kind)>>()), at);
    for (std::size_t i = 0; i < bytes.payload.size(); ++i)
      for (const int change : {0x01, 0x80, 0xff}) {
        auto damaged = bytes;
        damaged.payload[i] = static_cast<char>(damaged.payload[i] ^ change);
        if (const auto read = decode(damaged)) {
          shown(*read);
          encode(*read, at);
        }
      }
  });
}

TEST(an_event, of_a_type_or_version_from_the_future_is_refused_with_the_reason) {
  auto bytes = encode(event(filled<message_expired>()), at);
  bytes.type = static_cast<event_type>(9'999);
  EXPECT_EQ(decode(bytes).error().detail, "event type 9999 is not known to this version");
  bytes = encode(event(filled<message_expired>()), at);
  bytes.version = 2;
  EXPECT_EQ(decode(bytes).error().code, error_code::log_damaged);
}

// -- what is in them ----

struct inner {
  std::uint8_t a = 1;
  std::string b = "default";
};
BOOST_DESCRIBE_STRUCT(inner, (), (a, b))
struct outer {
  inner first;
  std::vector<inner> many;
  std::map<std::string, std::int64_t> numbers;
  std::optional<bool> maybe;
  practice_id practice;
};
BOOST_DESCRIBE_STRUCT(outer, (), (first, many, numbers, maybe, practice))

TEST(bytes, are_as_the_grammar_says) {
  outer x;
  x.first = {7, "xy"};
  x.many = {{8, ""}};
  x.numbers = {{"k", -2}};
  x.maybe = false;
  x.practice = practice_id::host();
  const std::string expected("\x07\0\0\0"
                             "\x07"
                             "\x02\0\0\0xy" // struct inside: length, then fields
                             "\x01\0\0\0"
                             "\x05\0\0\0"
                             "\x08"
                             "\0\0\0\0" // one element
                             "\x01\0\0\0"
                             "\x01\0\0\0k"
                             "\xfe\xff\xff\xff\xff\xff\xff\xff"
                             "\x01\0" // there, false
                             "\x04\0\0\0host",
                             51);
  EXPECT_EQ(codec::encode(x), expected);
  const auto back = codec::decode<outer>(expected);
  ASSERT_TRUE(back);
  EXPECT_EQ(codec::encode(*back), expected);
}

TEST(bytes, of_a_struct_inside_another_may_have_fewer_fields_and_no_more) {
  const auto with_first = [](std::string fields) {
    std::string bytes(4, '\0');
    bytes[0] = static_cast<char>(fields.size());
    return codec::decode<outer>(bytes + fields);
  };
  ASSERT_TRUE(with_first("\x07"));
  EXPECT_EQ(with_first("\x07")->first.a, 7);
  EXPECT_EQ(with_first("\x07")->first.b, "default");
  EXPECT_TRUE(with_first(""));
  EXPECT_FALSE(with_first(std::string("\x07\0\0\0\0!", 6)));
}

TEST(bytes, that_claim_more_than_there_is_are_refused_before_memory_is_taken) {
  const std::string first(4, '\0'); // an inner of no fields
  const std::vector<std::string> claims = {"\xff\xff\xff\xff", std::string("\xff\xff\xff\x7f\x01\0\0\0", 8)};
  for (const auto& claim : claims) EXPECT_FALSE(codec::decode<outer>(first + claim));
  EXPECT_FALSE(codec::decode<inner>(std::string("\x01\xff\xff\xff\xff", 5)));
  EXPECT_FALSE(codec::decode<outer>("\xff\xff\xff\xff"));
}

TEST(bytes, of_truth_are_zero_or_one) {
  outer x;
  x.maybe = true;
  auto bytes = codec::encode(x);
  bytes[bytes.size() - 5] = 2; // before the empty practice's length
  EXPECT_FALSE(codec::decode<outer>(bytes));
}

TEST(bytes, of_a_practice_that_can_not_be_are_refused) {
  outer x;
  x.practice = *practice_id::parse("A99001");
  auto bytes = codec::encode(x);
  EXPECT_TRUE(codec::decode<outer>(bytes));
  bytes.back() = 'z';
  EXPECT_FALSE(codec::decode<outer>(bytes));
}

// -- as earlier versions wrote them ----

std::string unhex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16)));
  return bytes;
}

/// Everything `written` says is said by `now`, which may know more fields.
bool says_all(const boost::json::value& now, const boost::json::value& written) {
  if (!written.is_object()) return now == written;
  return now.is_object() &&
         std::all_of(written.get_object().begin(), written.get_object().end(), [&](const auto& field) {
           const auto* mine = now.get_object().if_contains(field.key());
           return mine && says_all(*mine, field.value());
         });
}

void expect_golden(const std::string& name, event_type type) {
  std::ifstream file(TIDINGS_SOURCE_DIR "/tests/golden/events/" + name + ".hex");
  std::map<std::string, std::string> lines;
  for (std::string key, value; file >> key && std::getline(file >> std::ws, value);) lines[key] = value;
  ASSERT_EQ(lines.size(), 4U) << name << ": there is no golden file, or not all of it";
  const encoded_event bytes{static_cast<event_type>(std::stoi(lines["type"])),
                            static_cast<std::uint16_t>(std::stoi(lines["version"])), at, unhex(lines["payload"])};
  EXPECT_EQ(bytes.type, type);
  const auto read = decode(bytes);
  ASSERT_TRUE(read) << name << ": " << read.error().detail;
  EXPECT_TRUE(says_all(boost::json::parse(shown(*read)), boost::json::parse(lines["means"])))
      << shown(*read) << "\nwas meant as\n"
      << lines["means"];
  const auto again = encode(*read, at).payload;
  EXPECT_TRUE(again == bytes.payload || again.size() > bytes.payload.size())
      << name << ": only a field that was added makes a difference";
}

TEST(golden_events, are_read_as_they_were_meant) {
  for_each_kind<event_alternatives>(
      [](const auto& kind) { expect_golden(std::string(name_of(kind.type)), kind.type); });
  expect_golden("message_accepted_21_fields", event_type::message_accepted); // up to `unsubscribe_url`
}

} // namespace
