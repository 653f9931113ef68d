// What broker and agent say to each other, without a socket: frames, streams, windows, and everything that is wrong.
#include "web/edge/backoff.hpp"
#include "web/edge/mux.hpp"
#include "web/edge/target.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tidings::edge {
namespace {

TEST(a_frame, is_the_same_after_a_journey) {
  const frame all[] = {{frame_type::hello, 0, 1, "0.1.0"},
                       {frame_type::welcome, 0, 1, ""},
                       {frame_type::open, 1, 0, "tcp 127.0.0.1:40700"},
                       {frame_type::opened, 0x7FFFFFFF, 0, ""},
                       {frame_type::data, 2, 0, std::string(data_bytes_max, '\0')},
                       {frame_type::window, 3, 0xFFFFFFFF, ""},
                       {frame_type::close, 4, 0, ""},
                       {frame_type::reset, 5, 2, "nobody answers"},
                       {frame_type::renew, 0, 0, "PEM"},
                       {frame_type::renewed, 0, 0, ""}};
  for (const auto& one : all) {
    const auto read = decode(encode(one));
    ASSERT_TRUE(read) << static_cast<int>(one.type);
    EXPECT_EQ(*read, one);
  }
}

TEST(a_frame, has_the_bytes_that_the_protocol_says) {
  EXPECT_EQ(encode({frame_type::window, 0x01020304, 0x0A0B0C0D, ""}), (std::string{6, 1, 2, 3, 4, 10, 11, 12, 13}));
}

TEST(a_frame, that_is_not_one_is_refused) {
  using namespace std::string_literals;
  const std::string table[] = {
      ""s,
      "\x05"s,
      "\x05\0\0\0"s,   // no whole header
      "\0\0\0\0\x01"s, // no such types
      "\x0b\0\0\0\x01"s,
      "\xff\0\0\0\x01"s,
      "\x01\0\0\0\x01\0\x01"s, // a greeting of a stream
      "\x05\0\0\0\0x"s,        // data of none
      "\x01\0\0\0\0\x01"s,     // half a number
      "\x06\0\0\0\x01\0\0\x01"s,
      "\x06\0\0\0\x01\0\0\0\0"s,    // a window of nothing
      "\x06\0\0\0\x01\0\0\0\x01x"s, // something behind
      "\x05\0\0\0\x01"s,            // data of nothing
      "\x05\0\0\0\x01"s + std::string(data_bytes_max + 1, 'x'),
      "\x03\0\0\0\x01"s, // to nowhere
      "\x03\0\0\0\x01"s + std::string(target_bytes_max + 1, 'x'),
      "\x04\0\0\0\x01x"s,
      "\x07\0\0\0\x01x"s,
      "\x08\0\0\0\x01"s, // a reset without, or with an unknown, code
      "\x08\0\0\0\x01\0"s,
      "\x08\0\0\0\x01\x06"s,
      "\x08\0\0\0\x01\x01"s + std::string(text_bytes_max + 1, 'x'),
      "\x09\0\0\0\0"s + std::string(pem_bytes_max + 1, 'x'),
  };
  for (const auto& bytes : table) EXPECT_FALSE(decode(bytes)) << testing::PrintToString(bytes.substr(0, 16));
}

/// A broker and an agent that hear each other at once.
struct two {
  mux broker, agent;
  std::vector<mux_event> at_broker, at_agent;

  explicit two(mux_limits limits = {}) : broker(side::broker, limits), agent(side::agent, limits) {
    agent.greet("agent");
    broker.greet("broker");
    talk();
    at_broker.clear();
    at_agent.clear();
  }
  void talk() {
    for (bool more = true; more;) {
      more = false;
      while (auto bytes = broker.next()) {
        more = true;
        const auto taken = agent.take(*bytes, at_agent);
        EXPECT_TRUE(taken) << taken.error().detail;
      }
      while (auto bytes = agent.next()) {
        more = true;
        const auto taken = broker.take(*bytes, at_broker);
        EXPECT_TRUE(taken) << taken.error().detail;
      }
    }
  }
  std::uint32_t open() {
    const auto id = broker.open("tcp gateway:40700");
    EXPECT_TRUE(id);
    talk();
    agent.accept(*id);
    talk();
    at_broker.clear();
    at_agent.clear();
    return *id;
  }
};
template <class T> std::size_t count(const std::vector<mux_event>& all) {
  std::size_t n = 0;
  for (const auto& one : all) n += std::holds_alternative<T>(one) ? 1 : 0;
  return n;
}
std::string bytes_in(const std::vector<mux_event>& all) {
  std::string out;
  for (const auto& one : all)
    if (const auto* came = std::get_if<bytes_came>(&one)) out += came->bytes;
  return out;
}

TEST(a_stream, carries_bytes_both_ways_and_ends_when_both_have_said_all) {
  two both;
  const auto id = both.open();
  both.broker.send(id, "request");
  both.broker.close(id);
  both.talk();
  EXPECT_EQ(bytes_in(both.at_agent), "request");
  EXPECT_EQ(count<peer_closes>(both.at_agent), 1U);
  EXPECT_EQ(both.agent.streams(), 1U);
  both.agent.send(id, "answer");
  both.agent.close(id);
  both.talk();
  EXPECT_EQ(bytes_in(both.at_broker), "answer");
  EXPECT_EQ(both.agent.streams(), 0U);
  EXPECT_EQ(both.broker.streams(), 0U);
}

TEST(a_stream, has_no_more_under_way_than_its_window_and_goes_on_when_it_is_used) {
  two both({.streams_max = 4, .window = 40'000});
  const auto id = both.open();
  both.broker.send(id, std::string(100'000, 'x'));
  both.talk();
  EXPECT_EQ(bytes_in(both.at_agent).size(), 40'000U);
  EXPECT_EQ(both.broker.room(id), 0U);
  both.agent.used(id, 5'000); // not yet worth a frame
  both.talk();
  EXPECT_EQ(both.broker.room(id), 0U);
  both.agent.used(id, 5'000);
  both.talk();
  EXPECT_EQ(both.broker.room(id), 10'000U);
  EXPECT_EQ(count<room_came>(both.at_broker), 1U);
}

TEST(a_stream, that_is_full_stops_no_other) {
  two both({.streams_max = 4, .window = 40'000});
  const auto slow = both.open(), quick = both.open();
  both.broker.send(slow, std::string(100'000, 'x'));
  both.broker.send(quick, "now");
  both.talk();
  EXPECT_TRUE(bytes_in(both.at_agent).ends_with("now"));
}

TEST(a_stream, can_be_refused) {
  two both;
  const auto id = both.broker.open("tcp elsewhere:1");
  both.talk();
  both.agent.reset(*id, reset_code::refused, "not allowed");
  both.talk();
  ASSERT_EQ(count<stream_broken>(both.at_broker), 1U);
  EXPECT_EQ(std::get<stream_broken>(both.at_broker.back()).code, reset_code::refused);
  EXPECT_EQ(both.broker.streams(), 0U);
}

TEST(a_stream, that_ended_here_while_frames_were_on_their_way_is_passed_over) {
  two both;
  const auto id = both.open();
  both.agent.send(id, "late");
  both.agent.close(id);
  both.broker.reset(id, reset_code::lost, "gone");
  both.talk();
  EXPECT_TRUE(both.at_broker.empty());
  EXPECT_EQ(both.agent.streams(), 0U);
}

TEST(streams, are_no_more_than_there_may_be) {
  two both({.streams_max = 2});
  both.open();
  both.open();
  const auto third = both.broker.open("tcp gateway:1");
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, error_code::overloaded);
}

TEST(streams, beyond_the_bound_are_refused_at_the_other_end_without_ending_the_link) {
  mux agent(side::agent, {.streams_max = 1});
  std::vector<mux_event> heard;
  ASSERT_TRUE(agent.take(encode({frame_type::welcome, 0, protocol_version, ""}), heard));
  ASSERT_TRUE(agent.take(encode({frame_type::open, 1, 0, "tcp a:1"}), heard));
  ASSERT_TRUE(agent.take(encode({frame_type::open, 3, 0, "tcp a:1"}), heard));
  EXPECT_EQ(count<peer_opens>(heard), 1U);
  const auto told = decode(*agent.next());
  EXPECT_EQ(told->type, frame_type::reset);
  EXPECT_EQ(told->number, static_cast<std::uint32_t>(reset_code::overloaded));
}

/// Frames that a broker gets once the agent has greeted and it has opened stream 1, which is open.
struct hostile_case {
  const char* name;
  std::vector<frame> frames;
  bool endured;
};
TEST(the_broker, ends_a_link_whose_agent_does_not_keep_to_the_protocol) {
  const std::string much(data_bytes_max, 'x');
  const hostile_case table[] = {
      {"nothing wrong", {{frame_type::data, 1, 0, "x"}}, true},
      {"a frame of an ended stream",
       {{frame_type::close, 1, 0, ""}, {frame_type::reset, 1, 3, ""}, {frame_type::data, 1, 0, "x"}},
       true},
      {"its own stream", {{frame_type::open, 2, 0, "file A99001 1 x"}}, true},
      {"a second greeting", {{frame_type::hello, 0, protocol_version, ""}}, false},
      {"a broker's greeting", {{frame_type::welcome, 0, protocol_version, ""}}, false},
      {"a broker's certificate", {{frame_type::renewed, 0, 0, "PEM"}}, false},
      {"the broker's stream", {{frame_type::open, 3, 0, "tcp a:1"}}, false},
      {"a stream twice", {{frame_type::open, 2, 0, "x"}, {frame_type::open, 2, 0, "x"}}, false},
      {"a stream backwards", {{frame_type::open, 4, 0, "x"}, {frame_type::open, 2, 0, "x"}}, false},
      {"a stream nobody opened", {{frame_type::data, 9, 0, "x"}}, false},
      {"a stream of its own that it never opened", {{frame_type::data, 8, 0, "x"}}, false},
      {"an answer to nothing", {{frame_type::opened, 1, 0, ""}}, false},
      {"an answer to itself", {{frame_type::open, 2, 0, "x"}, {frame_type::opened, 2, 0, ""}}, false},
      {"data before it is open", {{frame_type::open, 2, 0, "x"}, {frame_type::data, 2, 0, "x"}}, false},
      {"data behind a close", {{frame_type::close, 1, 0, ""}, {frame_type::data, 1, 0, "x"}}, false},
      {"a second close", {{frame_type::close, 1, 0, ""}, {frame_type::close, 1, 0, ""}}, false},
      {"more than the window",
       {{frame_type::data, 1, 0, much}, {frame_type::data, 1, 0, much}, {frame_type::data, 1, 0, much}},
       false},
      {"a window beyond what was agreed", {{frame_type::window, 1, 1, ""}}, false},
      {"a window that wraps round", {{frame_type::window, 1, 0xFFFFFFFF, ""}}, false},
  };
  for (const auto& one : table) {
    two both({.streams_max = 4, .window = 40'000});
    ASSERT_EQ(both.open(), 1U);
    bool endured = true;
    for (const auto& what : one.frames) endured = endured && both.broker.take(encode(what), both.at_broker).has_value();
    EXPECT_EQ(endured, one.endured) << one.name;
  }
}

TEST(the_broker, hears_nothing_before_a_greeting_of_its_own_version) {
  for (const auto& first : {frame{frame_type::open, 2, 0, "x"}, frame{frame_type::renew, 0, 0, "x"},
                            frame{frame_type::hello, 0, protocol_version + 1, ""}}) {
    mux broker(side::broker);
    std::vector<mux_event> heard;
    EXPECT_FALSE(broker.take(encode(first), heard));
    EXPECT_TRUE(heard.empty());
  }
}

TEST(the_broker, survives_any_bytes) {
  std::mt19937 dice(7);
  for (int round = 0; round < 20'000; ++round) {
    two both({.streams_max = 4, .window = 40'000});
    both.open();
    std::string bytes(dice() % 24, '\0');
    for (auto& c : bytes) c = static_cast<char>(dice() % 4 == 0 ? dice() : dice() % 11);
    (void)both.broker.take(bytes, both.at_broker);
    EXPECT_LE(both.broker.streams(), 4U);
  }
}

TEST(what_an_agent_hands_over_and_is_asked_for, is_read_strictly) {
  struct {
    const char* text;
    bool good;
  } const table[] = {{"tcp 127.0.0.1:40700", true},
                     {"tcp gateway.example:1", true},
                     {"tcp GATEWAY:1", true},
                     {"tcp [::1]:99", true},
                     {"tcp gateway", false},
                     {"tcp gateway:0", false},
                     {"tcp gateway:65536", false},
                     {"tcp :1", false},
                     {"tcp a b:1", false},
                     {"tcp a/b:1", false},
                     {"tcp a@b:1", false},
                     {"tcp ::1:99", false},
                     {"udp gateway:1", false},
                     {"tcp", false},
                     {"file A99001 12 list.csv", true},
                     {"file A99001 12 a list of mine.csv", true},
                     {"file A99001 0 empty", true},
                     {"file A99001 12 ../list.csv", false},
                     {"file A99001 12 .hidden", false},
                     {"file A99001 12 a/b", false},
                     {"file A99001 12 a\\b", false},
                     {"file A99001 12 c:b", false},
                     {"file A99001 12 ", false},
                     {"file A99001 -1 x", false},
                     {"file A99001 999999999999 x", false},
                     {"file host 1 x", false},
                     {"file ! 1 x", false}};
  for (const auto& [text, good] : table) EXPECT_EQ(read_target(text).has_value(), good) << text;
  EXPECT_EQ(text_of(*read_target("tcp Gateway:1")), "tcp gateway:1");
  EXPECT_EQ(text_of(*read_target("tcp [::1]:99")), "tcp [::1]:99");
  EXPECT_EQ(text_of(*read_target("file A99001 12 a b")), "file A99001 12 a b");
}

TEST(an_agent, reaches_what_its_list_has_and_nothing_that_looks_like_it) {
  const std::vector<tcp_place> list = {*read_place("127.0.0.1:40700"), *read_place("db.local:5432")};
  EXPECT_TRUE(allows(list, *read_place("127.0.0.1:40700")));
  EXPECT_TRUE(allows(list, *read_place("DB.local:5432")));
  for (const auto* other :
       {"127.0.0.1:40701", "localhost:40700", "127.0.0.2:40700", "db.local.:5432", "xdb.local:5432", "[::1]:40700"})
    EXPECT_FALSE(allows(list, *read_place(other))) << other;
  EXPECT_FALSE(allows({}, *read_place("127.0.0.1:40700")));
}

TEST(an_agent, dials_again_later_and_later_and_not_with_all_others) {
  for (const std::uint32_t dice : {0U, 123'456'789U, 0xFFFFFFFFU}) {
    backoff wait;
    auto most = redial_first;
    for (int i = 0; i < 12; ++i, most = std::min(most * 2, redial_max)) {
      const auto next = wait.next(dice);
      EXPECT_GE(next, most / 2);
      EXPECT_LE(next, most);
    }
    wait.was_good();
    EXPECT_LE(wait.next(dice), redial_first);
  }
}

} // namespace
} // namespace tidings::edge
