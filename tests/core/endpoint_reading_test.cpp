// Requests as bytes: what is read, what is refused, and that it doesn't matter in which pieces they come.
#include "web/endpoint/request_reader.hpp"
#include "web/endpoint/target.hpp"
#include "web/endpoint/text.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tidings::web {
namespace {
using stage = request_reader::stage;

const reader_limits small{512, 64, 8};
const std::string host = "Host: a\r\n";

std::string with_fields(const std::string& fields) { return "POST /a HTTP/1.1\r\n" + host + fields + "\r\n"; }

struct refused_case {
  const char* name;
  std::string bytes;
  int status;
};

std::vector<refused_case> refused_requests() {
  const std::string nul(1, '\0');
  return {
      {"not HTTP", "hello\r\n\r\n", 400},
      {"TLS on TLS", "\x16\x03\x01\x02\r\n\r\n", 400},
      {"no version", "GET /\r\n\r\n", 400},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"HTTP/0.9 by version", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505},
      {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
      {"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"space in target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
      {"bare line feed", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"bare line feed in fields", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400},
      {"bare carriage return", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400},
      {"folded field", with_fields("X: a\r\n b\r\n"), 400},
      {"space before colon", with_fields("Content-Length : 3\r\n"), 400},
      {"field without colon", with_fields("Contentlength\r\n"), 400},
      {"empty field name", with_fields(": x\r\n"), 400},
      {"zero byte in a field", with_fields("X: a" + nul + "b\r\n"), 400},
      {"control character in a field",
       with_fields("X: a\x01"
                   "b\r\n"),
       400},
      {"length and chunked", with_fields("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"chunked and length", with_fields("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"), 400},
      {"two lengths", with_fields("Content-Length: 3\r\nContent-Length: 4\r\n"), 400},
      {"the same length twice", with_fields("Content-Length: 3\r\nContent-Length: 3\r\n"), 400},
      {"a list of lengths", with_fields("Content-Length: 3, 3\r\n"), 400},
      {"signed length", with_fields("Content-Length: +3\r\n"), 400},
      {"negative length", with_fields("Content-Length: -3\r\n"), 400},
      {"hexadecimal length", with_fields("Content-Length: 0x3\r\n"), 400},
      {"empty length", with_fields("Content-Length: \r\n"), 400},
      {"length beyond 64 bits", with_fields("Content-Length: 18446744073709551617\r\n"), 400},
      {"length over the bound", with_fields("Content-Length: 65\r\n"), 413},
      {"gzip coding", with_fields("Transfer-Encoding: gzip\r\n"), 501},
      {"gzip, chunked", with_fields("Transfer-Encoding: gzip, chunked\r\n"), 501},
      {"chunked, identity", with_fields("Transfer-Encoding: chunked, identity\r\n"), 501},
      {"xchunked", with_fields("Transfer-Encoding: xchunked\r\n"), 501},
      {"vertical tab before chunked",
       with_fields("Transfer-Encoding: \x0b"
                   "chunked\r\n"),
       400},
      {"chunked twice", with_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"bad chunk size", with_fields("Transfer-Encoding: chunked\r\n") + "zz\r\nabc\r\n0\r\n\r\n", 400},
      {"negative chunk size", with_fields("Transfer-Encoding: chunked\r\n") + "-1\r\nabc\r\n0\r\n\r\n", 400},
      {"chunk size beyond 64 bits", with_fields("Transfer-Encoding: chunked\r\n") + "fffffffffffffffff\r\nabc\r\n",
       400},
      {"chunk without its line end", with_fields("Transfer-Encoding: chunked\r\n") + "3\r\nabcd\r\n0\r\n\r\n", 400},
      {"chunk ended by a bare line feed", with_fields("Transfer-Encoding: chunked\r\n") + "3\nabc\n0\n\n", 400},
      {"chunks over the bound", with_fields("Transfer-Encoding: chunked\r\n") + "41\r\n" + std::string(65, 'x'), 413},
      {"endless chunk extension", with_fields("Transfer-Encoding: chunked\r\n") + "3;" + std::string(1'100, 'x'), 400},
      {"unknown expectation", with_fields("Expect: tea\r\n"), 417},
      {"header too large", with_fields("X: " + std::string(600, 'x') + "\r\n"), 431},
      {"header too large, unended", "GET / HTTP/1.1\r\nX: " + std::string(600, 'x'), 431},
      {"too many fields", with_fields("A:b\r\nA:b\r\nA:b\r\nA:b\r\nA:b\r\nA:b\r\nA:b\r\nA:b\r\n"), 431},
      {"target without a slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"a tunnel", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"dot segments", "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"escaped dot segments", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"escaped slash", "GET /a%2f..%2fb HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"backslash", "GET /a\\..\\b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"escaped zero byte", "GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"half an escape", "GET /a%4 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"overlong UTF-8", "GET /%c0%ae%c0%ae/b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"a parameter twice", "GET /a?x=1&x=2 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"control character in the query", "GET /a?x=%0d%0aSet-Cookie HTTP/1.1\r\nHost: a\r\n\r\n", 400},
  };
}

TEST(endpoint_request_reader, refuses_what_can_be_read_in_two_ways) {
  for (const auto& one : refused_requests()) {
    request_reader reader(small);
    EXPECT_EQ(reader.feed(one.bytes), stage::broken) << one.name;
    EXPECT_EQ(reader.why().status, one.status) << one.name << ": " << reader.why().reason;
    EXPECT_FALSE(reader.why().reason.empty()) << one.name;
    EXPECT_EQ(reader.feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), stage::broken)
        << one.name << ": nothing is read after it";
  }
}

TEST(endpoint_request_reader, refuses_the_same_when_it_comes_byte_by_byte) {
  for (const auto& one : refused_requests()) {
    request_reader reader(small);
    for (const char byte : one.bytes) reader.feed({&byte, 1});
    EXPECT_EQ(reader.at(), stage::broken) << one.name;
    EXPECT_EQ(reader.why().status, one.status) << one.name << ": " << reader.why().reason;
  }
}

TEST(endpoint_request_reader, takes_a_large_body_from_whom_it_may_and_when_there_is_room) {
  auto limits = small;
  const auto large = with_fields("Content-Length: " + std::to_string(small.body_bytes_max + 1) + "\r\n");
  const auto chunked = with_fields("Transfer-Encoding: chunked\r\n") + "ffff\r\n" + std::string(0xffff, 'x');
  int asked = 0;
  std::optional<std::size_t> most = small.body_bytes_max + 1;
  limits.large_body_bytes_max = small.body_bytes_max + 1;
  limits.large_body = [&](const request& head) {
    ++asked;
    EXPECT_EQ(head.path, "/a");
    return most;
  };
  request_reader welcome(limits);
  EXPECT_EQ(welcome.feed(large), stage::body);
  EXPECT_EQ(welcome.feed(std::string(small.body_bytes_max + 1, 'x')), stage::whole);
  EXPECT_EQ(welcome.take().body.size(), small.body_bytes_max + 1);
  request_reader plain(limits);
  EXPECT_EQ(plain.feed(with_fields("Content-Length: 3\r\n") + "abc"), stage::whole);
  EXPECT_EQ(asked, 1) << "of large ones alone";
  request_reader in_chunks(limits);
  EXPECT_EQ(in_chunks.feed(chunked), stage::broken) << "a large one says how large it is";
  EXPECT_EQ(in_chunks.why().status, 413);
  most = small.body_bytes_max;
  request_reader stranger(limits);
  EXPECT_EQ(stranger.feed(large), stage::broken);
  EXPECT_EQ(stranger.why().status, 413);
  most = std::nullopt;
  request_reader late(limits);
  EXPECT_EQ(late.feed(large), stage::broken);
  EXPECT_EQ(late.why().status, 503);
}

struct read_case {
  const char* name;
  std::string bytes;
  std::string path;
  std::string body;
};

std::vector<read_case> good_requests() {
  return {
      {"plain", "GET /a HTTP/1.1\r\nHost: a\r\n\r\n", "/a", ""},
      {"an empty line before it", "\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n", "/a", ""},
      {"two empty lines before it", "\r\n\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n", "/a", ""},
      {"HTTP/1.0 without a host", "GET /a HTTP/1.0\r\n\r\n", "/a", ""},
      {"absolute form", "GET https://a.example/b?c=d HTTP/1.1\r\nHost: a\r\n\r\n", "/b", ""},
      {"escapes", "GET /a%20b/%C3%A9 HTTP/1.1\r\nHost: a\r\n\r\n", "/a b/\xC3\xA9", ""},
      {"a body", with_fields("Content-Length: 3\r\n") + "abc", "/a", "abc"},
      {"an empty body", with_fields("Content-Length: 0\r\n"), "/a", ""},
      {"a chunked body", with_fields("Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "/a",
       "abcde"},
      {"an empty chunked body", with_fields("Transfer-Encoding: Chunked\r\n") + "0\r\n\r\n", "/a", ""},
      {"a chunked body with a trailer",
       with_fields("Transfer-Encoding: chunked\r\n") + "1\r\na\r\n0\r\nX-CSRF-Token: evil\r\n\r\n", "/a", "a"},
      {"asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "*", ""},
  };
}

TEST(endpoint_request_reader, reads_requests_in_whatever_pieces_they_come) {
  std::mt19937 dice(7);
  for (const auto& one : good_requests()) {
    for (std::size_t piece = 0; piece < 24; ++piece) { // 0: all at once; above 20: pieces of random sizes
      request_reader reader(small);
      for (std::size_t at = 0; at < one.bytes.size();) {
        const auto size = piece == 0 ? one.bytes.size() : piece > 20 ? dice() % 9 + 1 : piece;
        reader.feed(std::string_view(one.bytes).substr(at, size));
        at += size;
      }
      ASSERT_EQ(reader.at(), stage::whole) << one.name << " in pieces of " << piece << ": " << reader.why().reason;
      const auto asked = reader.take();
      EXPECT_EQ(asked.path, one.path) << one.name;
      EXPECT_EQ(asked.body, one.body) << one.name;
      EXPECT_TRUE(asked.field("X-CSRF-Token").empty()) << one.name << ": a trailer is no header";
      EXPECT_EQ(reader.at(), stage::nothing) << one.name;
    }
  }
}

TEST(endpoint_request_reader, reads_pipelined_requests_one_by_one) {
  request_reader reader(small);
  std::string all;
  for (const auto& one : good_requests()) all += one.bytes;
  reader.feed(all);
  for (const auto& one : good_requests()) {
    ASSERT_EQ(reader.at(), stage::whole) << one.name << ": " << reader.why().reason;
    EXPECT_EQ(reader.take().path, one.path) << one.name;
  }
  EXPECT_EQ(reader.at(), stage::nothing);
}

TEST(endpoint_request_reader, never_makes_a_second_request_out_of_a_body) {
  request_reader reader(small);
  const std::string inner = "GET /inner HTTP/1.1\r\nHost: a\r\n\r\n";
  reader.feed(with_fields("Content-Length: " + std::to_string(inner.size()) + "\r\n") + inner);
  EXPECT_EQ(reader.take().body, inner);
  EXPECT_EQ(reader.at(), stage::nothing);
}

TEST(endpoint_request_reader, says_when_the_client_waits_to_be_asked_for_its_body) {
  request_reader reader(small);
  reader.feed(with_fields("Content-Length: 3\r\nExpect: 100-continue\r\n"));
  EXPECT_EQ(reader.at(), stage::body);
  EXPECT_TRUE(reader.wants_continue());
  EXPECT_FALSE(reader.wants_continue());
  EXPECT_EQ(reader.feed("abc"), stage::whole);
}

/// Random damage to good requests: never a crash, and never another reading for other pieces.
TEST(endpoint_request_reader, reads_damaged_requests_the_same_in_any_pieces) {
  std::mt19937 dice(20260330);
  const auto seeds = good_requests();
  constexpr std::string_view spice = "\r\n\0 :;,\t0123fF%/?#\x80\xff";
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = seeds[dice() % seeds.size()].bytes;
    for (auto hits = dice() % 4 + 1; hits > 0; --hits) {
      const auto where = dice() % bytes.size();
      switch (dice() % 3) {
      case 0:
        bytes[where] = spice[dice() % spice.size()];
        break;
      case 1:
        bytes.insert(where, 1, spice[dice() % spice.size()]);
        break;
      default:
        bytes.erase(where, dice() % 3 + 1);
        break;
      }
      if (bytes.empty()) bytes = "x";
    }
    request_reader whole(small), pieces(small);
    whole.feed(bytes);
    for (std::size_t at = 0; at < bytes.size();) {
      const auto size = dice() % 7 + 1;
      pieces.feed(std::string_view(bytes).substr(at, size));
      at += size;
    }
    while (whole.at() == stage::whole && pieces.at() == stage::whole) {
      const auto a = whole.take();
      const auto b = pieces.take();
      ASSERT_EQ(a.target, b.target) << "round " << round;
      ASSERT_EQ(a.body, b.body) << "round " << round;
      ASSERT_EQ(a.fields, b.fields) << "round " << round;
    }
    ASSERT_NE(whole.at(), stage::whole) << "round " << round << ": " << bytes;
    ASSERT_NE(pieces.at(), stage::whole) << "round " << round << ": " << bytes;
  }
}

TEST(endpoint_text, reads_base64_in_one_way_only) {
  EXPECT_EQ(from_base64("dGlkaW5nczpvcGVu"), "tidings:open");
  EXPECT_EQ(from_base64("YQ=="), "a");
  EXPECT_EQ(from_base64("YQ"), "a");
  for (const char* bad : {"YR==", "Y", "Y!==", "YQ=", "a+/b", "YQ===", "=", "Y Q="})
    EXPECT_EQ(from_base64url(bad), std::nullopt) << bad;
  for (const std::string bytes : {"", "a", "ab", "abc", "\xff\xfe\x00\x01"})
    EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
}

TEST(endpoint_text, keeps_words_whose_bytes_are_not_utf8) {
  EXPECT_EQ(as_utf8("caf\xE9"), "caf\xC3\xA9");
  EXPECT_EQ(as_utf8("caf\xC3\xA9"), "caf\xC3\xA9");
  EXPECT_FALSE(is_utf8("\xED\xA0\x80")) << "a surrogate";
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80")) << "beyond Unicode";
  EXPECT_FALSE(is_utf8("\xE2\x82")) << "cut off";
}

TEST(endpoint_target, reads_forms) {
  const auto form = parse_form("a=1&b=x+y%26z&c&=d&&e=%E9", repeats::refused);
  ASSERT_TRUE(form);
  EXPECT_EQ(*form, (parameters{{"a", "1"}, {"b", "x y&z"}, {"c", ""}, {"", "d"}, {"e", "\xC3\xA9"}}));
  EXPECT_EQ(parse_form("a=1&a=2", repeats::first_wins)->at("a"), "1");
  EXPECT_FALSE(parse_form("a=%zz", repeats::first_wins));
  std::string many;
  for (std::size_t i = 0; i <= parameters_max; ++i) many += "p" + std::to_string(i) + "=1&";
  EXPECT_FALSE(parse_form(many, repeats::first_wins));
}

} // namespace
} // namespace tidings::web
