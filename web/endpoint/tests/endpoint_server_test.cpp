// The endpoint over real sockets and TLS.
#include "web/endpoint/tests/served.hpp"

namespace tidings::test {
namespace {

using endpoint_server = served;

TEST_F(endpoint_server, says_it_is_alive_over_tls) {
  start();
  client one(port);
  ASSERT_TRUE(one.connected());
  EXPECT_EQ(one.tls_version(), "TLSv1.3");
  const auto answer = one.get("/healthz");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "ok\n");
  EXPECT_FALSE(answer.fields.contains("server"));
  EXPECT_EQ(answer.fields.at("strict-transport-security"), "max-age=63072000");
  EXPECT_EQ(one.get("/healthz").status, 200) << "the connection stays open";
}

TEST_F(endpoint_server, serves_the_web_app_in_the_coding_the_browser_takes) {
  start();
  client one(port);
  EXPECT_EQ(one.get("/assets/app-1a2b.js").body, "console.log('plain');");
  EXPECT_EQ(one.get("/assets/app-1a2b.js", "Accept-Encoding: gzip, br\r\n").body, "BROTLI");
  const auto zipped = one.get("/assets/app-1a2b.js", "Accept-Encoding: gzip, br;q=0\r\n");
  EXPECT_EQ(zipped.body, "GZIP");
  EXPECT_EQ(zipped.fields.at("content-encoding"), "gzip");
  EXPECT_EQ(zipped.fields.at("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(one.get("/assets/app-1a2b.js",
                    "Accept-Encoding: gzip, br;q=0\r\nIf-None-Match: " + zipped.fields.at("etag") + "\r\n")
                .status,
            304);
}

TEST_F(endpoint_server, has_an_icon_for_pages_that_name_none) {
  start();
  const auto answer = client(port).get("/favicon.ico");
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.fields.at("location"), "/icon.svg");
}

TEST_F(endpoint_server, signs_in_once_by_one_link) {
  start();
  EXPECT_EQ(client(port).get("/api/v1/me").status, 401);
  EXPECT_EQ(client(port).get("/ops/").fields.at("location"), "/sign-in");
  const auto token = make_sign_in_token(keys, "ann", system_now());
  EXPECT_EQ(client(port).get("/sign-in?token=" + token).status, 200);
  EXPECT_TRUE(broker.told.empty()) << "looking at the page uses nothing up";
  const auto welcome = client(port).ask("POST", "/sign-in", form_type, "token=" + token);
  EXPECT_EQ(welcome.status, 303);
  const auto again = client(port).ask("POST", "/sign-in", form_type, "token=" + token);
  EXPECT_EQ(again.status, 403);
  EXPECT_NE(again.body.find("used before"), std::string::npos);
  const auto cookie = sign_in();
  EXPECT_NE(client(port).get("/api/v1/me", cookie).body.find(R"("user":"ann")"), std::string::npos);
  EXPECT_EQ(client(port).get("/ops/messages/x", cookie).body, "<!doctype html><title>ops</title>");
}

TEST_F(endpoint_server, answers_a_webhook_only_when_the_receipt_is_on_disk) {
  start();
  broker.hold_answers = true;
  const auto id = to_text(id_from_name<message_id>("test", "1"));
  client provider(port);
  const std::string body = "status=0&code=000&time=2026-03-30+11%3A02%3A03&mobile=447700900123&reference=" + id;
  provider.send("POST /webhooks/firetext/firetext/receipt/A99001 HTTP/1.1\r\nHost: x\r\n" + std::string(form_type) +
                std::string(firetext_login) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  broker.wait_held();
  ASSERT_EQ(broker.told.size(), 1u);
  EXPECT_EQ(broker.told[0].practice.str(), "A99001");
  EXPECT_EQ(std::get<receipt_arrived>(broker.told[0].what).status, receipt_status::delivered);
  broker.release();
  const auto answer = provider.read_reply();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"result":"success"})");
}

TEST_F(endpoint_server, feeds_a_browser_live) {
  start();
  running->feed().publish("tick", R"({"t":1})");
  running->feed().publish("overview", R"({"state":"ready"})");
  const auto cookie = sign_in();
  client browser(port);
  browser.send("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n" + cookie + "\r\n");
  const auto head = browser.read_head();
  ASSERT_EQ(head.status, 200);
  EXPECT_EQ(head.fields.at("content-type"), "text/event-stream");
  EXPECT_EQ(browser.read_chunk(), "retry: 2000\n\n");
  const auto first = browser.read_chunk();
  ASSERT_TRUE(first);
  EXPECT_NE(first->find("event: history\ndata: [{\"t\":1}]\n\n"), std::string::npos) << *first;
  running->feed().publish("note", R"({"what":"hello"})");
  const auto note = browser.read_chunk();
  ASSERT_TRUE(note);
  EXPECT_NE(note->find("event: note\ndata: {\"what\":\"hello\"}"), std::string::npos) << *note;
}

} // namespace
} // namespace tidings::test
