// Requests that break HTTP's rules, as bytes on a real connection: each is refused once, the connection ends, nothing
// that hid in it is done, and the server goes on serving.
#include "web/endpoint/tests/served.hpp"

namespace tidings::test {
namespace {

std::string get(const std::string& target, const std::string& more = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
}
std::string hook(const std::string& framing, const std::string& body) {
  return "POST /webhooks/firetext/firetext/receipt HTTP/1.1\r\nHost: x\r\n" + std::string(firetext_login) +
         std::string(form_type) + framing + "\r\n" + body;
}
std::string length(std::size_t size) { return "Content-Length: " + std::to_string(size) + "\r\n"; }
const std::string chunked = "Transfer-Encoding: chunked\r\n";
const std::string form = "status=0&code=000&reference=0f8fad5b-d9cb-469f-a165-70867728950e&mobile=447700900123";
/// What a smuggler would have done: a receipt that is well formed by itself.
const std::string hidden = hook(length(form.size()), form);

struct malformed {
  const char* name;
  std::string bytes;
  int status; ///< of the one answer
};

std::vector<malformed> smuggled() {
  return {
      {"length, then chunked", hook(length(5) + chunked, "0\r\n\r\n" + hidden), 400},
      {"chunked, then length", hook(chunked + length(5), "0\r\n\r\n" + hidden), 400},
      {"two lengths", hook(length(0) + length(form.size()), hidden), 400},
      {"the same length twice", hook(length(0) + length(0), hidden), 400},
      {"a list of lengths", hook("Content-Length: 0, 0\r\n", hidden), 400},
      {"a signed length", hook("Content-Length: +0\r\n", hidden), 400},
      {"a length with a space before its colon", hook("Content-Length : 0\r\n", hidden), 400},
      {"a length on a folded line", hook("Content-Length:\r\n 0\r\n", hidden), 400},
      {"a length hidden behind a bare line feed", hook("X: y\nContent-Length: 0\r\n", hidden), 400},
      {"a length hidden behind a bare carriage return", hook("X: y\rContent-Length: 0\r\n", hidden), 400},
      {"a length beyond 64 bits", hook("Content-Length: 18446744073709551616\r\n", hidden), 400},
      {"chunked with a capital and gzip before", hook("Transfer-Encoding: gzip, Chunked\r\n", "0\r\n\r\n" + hidden),
       501},
      {"chunked, identity", hook("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n" + hidden), 501},
      {"a coding that only looks like chunked", hook("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n" + hidden), 501},
      {"a coding in quotes", hook("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n" + hidden), 501},
      {"chunked twice", hook(chunked + chunked, "0\r\n\r\n" + hidden), 400},
      {"a chunk size with a prefix", hook(chunked, "0x0\r\n\r\n" + hidden), 400},
      {"a negative chunk size", hook(chunked, "-1\r\n\r\n" + hidden), 400},
      {"a chunk size beyond 64 bits", hook(chunked, "10000000000000000\r\n\r\n" + hidden), 400},
      {"a chunk longer than its size", hook(chunked, "3\r\nabcd\r\n0\r\n\r\n" + hidden), 400},
      {"chunks ended by bare line feeds", hook(chunked, "0\n\n" + hidden), 400},
      {"a length in a trailer", hook(chunked, "0\r\nContent-Length: 3\r\n\r\n" + hidden), 400},
      {"chunked in HTTP/1.0", "POST /sign-in HTTP/1.0\r\n" + chunked + "\r\n0\r\n\r\n" + hidden, 400},
  };
}

std::vector<malformed> broken() {
  const std::string nul(1, '\0');
  std::string many;
  for (int i = 0; i < 100; ++i) many += "A: b\r\n";
  return {
      {"HTTP/0.9", "GET /healthz\r\n", 400},
      {"HTTP/0.9 with what HTTP/1.1 would say next", "GET /healthz\r\nHost: x\r\n\r\n", 400},
      {"a line that is no request", "hello\r\n", 400},
      {"TLS inside of TLS", "\x16\x03\x01\x02\x01\x01\r\n\r\n", 400},
      {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"HTTP/1.2", "GET /healthz HTTP/1.2\r\nHost: x\r\n\r\n", 505},
      {"bare line feeds", "GET /healthz HTTP/1.1\nHost: x\n\n", 400},
      {"a zero byte in the request line", "GET /heal" + nul + "thz HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"a zero byte in a field", get("/healthz", "X: a" + nul + "b\r\n"), 400},
      {"HTTP/3.0", "GET /healthz HTTP/3.0\r\nHost: x\r\n\r\n", 505},
      {"no host", "GET /healthz HTTP/1.1\r\n\r\n", 400},
      {"two hosts", get("/healthz", "Host: y\r\n"), 400},
      {"a folded field", get("/healthz", "X: a\r\n\tb\r\n"), 400},
      {"a field without a name", get("/healthz", ": b\r\n"), 400},
      {"a header over 8 KiB", get("/healthz", "X: " + std::string(9'000, 'x') + "\r\n"), 431},
      {"a header that never ends", "GET /healthz HTTP/1.1\r\nX: " + std::string(9'000, 'x'), 431},
      {"100 fields", get("/healthz", many), 431},
      {"a target over 8 KiB", get("/" + std::string(9'000, 'x')), 431},
      {"half an escape", get("/a%4"), 400},
      {"an escape that is none", get("/a%zz"), 400},
      {"an escaped zero byte", get("/a%00b"), 400},
      {"an escaped slash", get("/ops%2f..%2fkey.pem"), 400},
      {"escaped dot segments", get("/ops/%2e%2e/%2E%2E/key.pem"), 400},
      {"UTF-8 of a dot in two bytes", get("/%c0%ae%c0%ae/key.pem"), 400},
      {"UTF-8 of half a pair", get("/%ed%a0%80"), 400},
      {"a line end in the query", get("/healthz?x=%0d%0aSet-Cookie:%20y"), 400},
      {"a tunnel", "CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"an unknown expectation", get("/healthz", "Expect: the-spanish-inquisition\r\n"), 417},
      {"a body over 64 KiB", hook(length(100'000), "status=0"), 413},
      {"a chunk over 64 KiB", hook(chunked, "20000\r\nstatus=0"), 413},
      {"an endless chunk extension", hook(chunked, "1;" + std::string(2'000, 'x')), 400},
  };
}

class endpoint_malformed : public served {
protected:
  /// One answer, the connection's end, and not a thing done.
  void expect_refused(const malformed& one) {
    client sender(port);
    sender.send(one.bytes);
    const auto answer = sender.read_reply();
    EXPECT_EQ(answer.status, one.status) << one.name << ": " << answer.body;
    EXPECT_TRUE(answer.body.starts_with(R"({"errors":[{"code":")")) << one.name << ": " << answer.body;
    if (answer.status != 0) {
      EXPECT_EQ(answer.fields.at("content-type"), "application/json") << one.name;
      EXPECT_EQ(answer.fields.at("connection"), "close") << one.name;
    }
    EXPECT_TRUE(sender.closed_by_server()) << one.name << ": and no second answer";
    EXPECT_TRUE(broker.told.empty()) << one.name;
    broker.told.clear();
    EXPECT_EQ(client(port).get("/healthz").body, "ok\n") << one.name << ": it goes on serving";
  }
};

TEST_F(endpoint_malformed, is_refused_when_a_request_hides_in_another) {
  start();
  broker.message_practices["0f8fad5b-d9cb-469f-a165-70867728950e"] = "A99001";
  client honest(port);
  honest.send(hidden);
  ASSERT_EQ(honest.read_reply().status, 200);
  ASSERT_EQ(broker.told.size(), 1U) << "by itself it changes something";
  broker.told.clear();
  for (const auto& one : smuggled()) expect_refused(one);
}

TEST_F(endpoint_malformed, is_refused_when_it_breaks_a_rule_and_what_follows_is_not_read) {
  start();
  for (const auto& one : broken()) expect_refused({one.name, one.bytes + get("/healthz") + hidden, one.status});
}

TEST_F(endpoint_malformed, is_refused_at_its_first_line_when_no_more_would_come) {
  start();
  expect_refused({"HTTP/0.9", "GET /healthz\r\n", 400});
  expect_refused({"another protocol", "EHLO mail.example.org\r\n", 400});
}

TEST_F(endpoint_malformed, is_refused_when_it_comes_in_the_middle_of_a_pipeline) {
  start();
  client sender(port);
  sender.send(get("/healthz") + hook(length(0) + chunked, "0\r\n\r\n") + hidden + get("/readyz"));
  EXPECT_EQ(sender.read_reply().body, "ok\n");
  EXPECT_EQ(sender.read_reply().status, 400);
  EXPECT_TRUE(sender.closed_by_server());
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_malformed, is_read_as_the_rules_say_where_they_do) {
  start();
  const malformed read[] = {
      {"the absolute form", get("https://x/healthz"), 200},
      {"empty lines before it", "\r\n\r\n" + get("/healthz"), 200},
      {"a hidden request that is all body", hook(length(hidden.size()), hidden), 400},
      {"a trailer that looks like a header", hook(chunked, "0\r\nAuthorization: Basic eDp5\r\n\r\n"), 400},
      {"bytes that are no UTF-8 in a query", get("/healthz?x=%ff%fe"), 200},
  };
  for (const auto& one : read) {
    client sender(port);
    sender.send(one.bytes + get("/readyz"));
    const auto answer = sender.read_reply();
    EXPECT_EQ(answer.status, one.status) << one.name << ": " << answer.body;
    EXPECT_EQ(sender.read_reply().body, "ready\n") << one.name << ": the next request is the next";
    EXPECT_TRUE(broker.told.empty()) << one.name;
  }
}

TEST_F(endpoint_malformed, json_is_a_mistake_of_the_sender_however_deep_or_strange) {
  start();
  const auto cookie = sign_in();
  const auto fields = cookie + csrf(cookie) + std::string(json_type) + "Idempotency-Key: k\r\n";
  broker.told.clear(); // the sign-in link
  const std::string bodies[] = {
      std::string(30'000, '[') + std::string(30'000, ']'),
      R"({"practice":)" + std::string(10'000, '{'),
      R"({"practice":"A99001","patient":")" + std::string("\xff\xfe") + R"(","text":"x"})",
      R"({"practice":"A99001","patient":"\ud800","text":"x"})",
      R"({"practice":"A99001","patient":"p","text":"a)" + std::string(1, '\0') + R"(b"})",
      R"({"practice":"A99001","patient":"p","text":"a\u0000b"})",
      R"({"practice":1e999999,"patient":"p","text":"x"})",
      std::string(60'000, '1'),
      "\xEF\xBB\xBF{}",
      "",
  };
  client sender(port);
  for (const auto& body : bodies)
    for (const std::string path : {"/api/v1/messages", "/api/v1/messages/bulk"}) {
      const auto answer = sender.ask("POST", path, fields, body);
      EXPECT_EQ(answer.status, 400) << path << " " << body.substr(0, 60) << ": " << answer.body;
    }
  EXPECT_TRUE(broker.told.empty());
  EXPECT_EQ(sender.get("/healthz").body, "ok\n");
}

} // namespace
} // namespace tidings::test
