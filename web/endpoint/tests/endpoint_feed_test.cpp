// The live feed over real sockets.
#include "web/endpoint/tests/served.hpp"

namespace tidings::test {
namespace {

class endpoint_feed : public served {
protected:
  /// A live feed after its `retry:` chunk.
  client open(const std::string& cookie, const std::string& more_fields = {}, int receive_buffer = 0) {
    client browser(port, {.receive_buffer = receive_buffer});
    browser.send("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n" + cookie + more_fields + "\r\n");
    EXPECT_EQ(browser.read_head().status, 200);
    EXPECT_EQ(browser.read_chunk(), "retry: 2000\n\n");
    return browser;
  }
  static std::string id_in(const std::string& chunk) {
    const auto from = chunk.rfind("id: ") + 4;
    return chunk.substr(from, chunk.find('\n', from) - from);
  }
  static std::string tick(int t) { return "{\"t\":" + std::to_string(t) + "}"; }
};

TEST_F(endpoint_feed, goes_on_where_a_browser_left_off) {
  start();
  const auto cookie = sign_in();
  running->feed().publish("tick", tick(1));
  auto browser = open(cookie);
  const auto last = id_in(*browser.read_chunk());
  browser.close();
  running->feed().publish("tick", tick(2));
  running->feed().publish("note", R"({"what":"x"})");
  auto again = open(cookie, "Last-Event-ID: " + last + "\r\n");
  EXPECT_NE(again.read_chunk()->find("event: tick\ndata: {\"t\":2}"), std::string::npos);
  EXPECT_NE(again.read_chunk()->find("event: note"), std::string::npos);
}

TEST_F(endpoint_feed, resets_a_browser_that_missed_too_much) {
  live.events_max = 4;
  start();
  const auto cookie = sign_in();
  auto browser = open(cookie);
  const auto last = id_in(*browser.read_chunk());
  browser.close();
  for (int i = 0; i < 6; ++i) running->feed().publish("tick", tick(i));
  auto again = open(cookie, "Last-Event-ID: " + last + "\r\n");
  EXPECT_EQ(again.read_chunk(), "event: reset\ndata: {}\n\n");
  EXPECT_TRUE(again.read_chunk()->starts_with("event: history\n"));
}

TEST_F(endpoint_feed, tells_every_browser_the_same_in_rising_order) {
  start();
  const auto cookie = sign_in();
  auto first = open(cookie), second = open(cookie);
  first.read_chunk();
  second.read_chunk();
  std::uint64_t last = 0;
  for (int i = 0; i < 50; ++i) {
    running->feed().publish("tick", tick(i));
    const auto one = first.read_chunk();
    ASSERT_TRUE(one);
    EXPECT_EQ(one, second.read_chunk());
    EXPECT_GT(std::stoull(id_in(*one)), last);
    last = std::stoull(id_in(*one));
  }
}

TEST_F(endpoint_feed, tells_nothing_more_of_a_practice_that_left_the_user_s_group) {
  broker.staff.push_back({.name = "ann", .revision = 1, .role = user_role::full, .groups = {"swindon"}});
  start();
  const auto kept = *practice_id::parse("A99001"), lost = *practice_id::parse("A99002");
  const auto note_of = [](const practice_id& practice) {
    return R"({"what":"x","practice":")" + practice.str() + "\"}";
  };
  running->set_groups({{"swindon", {kept, lost}}});
  auto browser = open(sign_in());
  browser.read_chunk();
  running->feed().publish("note", note_of(lost));
  EXPECT_NE(browser.read_chunk()->find("A99002"), std::string::npos);
  running->set_groups({{"swindon", {kept}}});
  client(port).get("/healthz"); // by now the endpoint has it
  running->feed().publish("note", note_of(lost));
  running->feed().publish("note", note_of(kept));
  const auto next = *browser.read_chunk();
  EXPECT_EQ(next.find("A99002"), std::string::npos) << next;
  EXPECT_NE(next.find("A99001"), std::string::npos) << next;
}

TEST_F(endpoint_feed, shows_that_it_is_alive_when_nothing_happens) {
  limits.stream_keep_alive = millis(20);
  start();
  auto browser = open(sign_in());
  browser.read_chunk();
  EXPECT_EQ(browser.read_chunk(), ": keep-alive\n\n");
  EXPECT_EQ(browser.read_chunk(), ": keep-alive\n\n");
}

TEST_F(endpoint_feed, ends_when_its_session_is_signed_out) {
  limits.stream_keep_alive = millis(20);
  start();
  const auto cookie = sign_in();
  auto browser = open(cookie);
  EXPECT_EQ(client(port).ask("POST", "/api/v1/sign-out", cookie + csrf(cookie)).status, 204);
  for (auto chunk = browser.read_chunk(); chunk; chunk = browser.read_chunk()) {
  }
  EXPECT_TRUE(browser.closed_by_server());
  EXPECT_EQ(client(port).get("/api/v1/events", cookie).status, 401) << "the browser stops asking on that";
}

TEST_F(endpoint_feed, ends_when_its_session_expires) {
  limits.stream_keep_alive = millis(20);
  settings.session_lasts = millis(400);
  start();
  auto browser = open(sign_in());
  for (auto chunk = browser.read_chunk(); chunk; chunk = browser.read_chunk()) {
  }
  EXPECT_TRUE(browser.closed_by_server());
}

TEST_F(endpoint_feed, frees_its_place_as_soon_as_the_browser_goes) {
  settings.streams_max = 1;
  start();
  const auto cookie = sign_in();
  auto browser = open(cookie);
  EXPECT_EQ(client(port).get("/api/v1/events", cookie).status, 503);
  browser.close();
  EXPECT_TRUE(reaches("tidings_http_streams", "0"));
  open(cookie);
}

TEST_F(endpoint_feed, bounds_the_feeds_of_one_session) {
  limits.streams_per_session_max = 2;
  start();
  const auto cookie = sign_in();
  auto first = open(cookie), second = open(cookie);
  EXPECT_EQ(client(port).get("/api/v1/events", cookie).status, 503);
  open(sign_in("bob"));
}

TEST_F(endpoint_feed, drops_a_browser_that_does_not_read) {
  limits.write_time = millis(1'000);
  limits.stream_send_buffer = 4'096;
  start();
  const auto cookie = sign_in();
  auto lazy = open(cookie, {}, 4'096);
  auto keen = open(cookie);
  keen.read_chunk();
  const auto long_note = "\"" + std::string(200'000, 'x') + "\"";
  for (int i = 0; i < 3; ++i) {
    running->feed().publish("note", long_note);
    EXPECT_GT(keen.read_chunk().value_or("").size(), long_note.size()) << "others go on";
  }
  EXPECT_TRUE(reaches("tidings_http_streams_dropped_total", "1"));
  EXPECT_EQ(metric("tidings_http_streams"), "1");
}

} // namespace
} // namespace tidings::test
