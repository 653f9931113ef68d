// The endpoint's start, its certificate's renewal and its end.
#include "web/endpoint/tests/served.hpp"

#include <future>

namespace tidings::test {
namespace {

class endpoint_life : public served {
protected:
  std::string failure_of_start() {
    endpoint one({settings, accounts, keys, system_now, limits, live, {}}, broker);
    const auto opened = one.start();
    return opened ? std::string() : opened.error().detail;
  }
};

TEST_F(endpoint_life, writes_the_port_it_found_free) {
  settings.port_file = where.path() + "/port";
  start();
  std::ifstream in(settings.port_file);
  int written = 0;
  in >> written;
  EXPECT_EQ(written, port);
}

TEST_F(endpoint_life, says_why_it_can_not_start) {
  start();
  const auto good = settings;
  settings.port = port;
  EXPECT_NE(failure_of_start().find("Address already in use"), std::string::npos);
  settings = good;
  settings.address = "not an address";
  EXPECT_NE(failure_of_start().find("not an address"), std::string::npos);
  settings = good;
  settings.certificate = where.path() + "/none.pem";
  EXPECT_NE(failure_of_start().find("none.pem"), std::string::npos);
  settings = good;
  settings.private_key = make_certificate(where.path(), "other").key;
  EXPECT_NE(failure_of_start().find("other.key"), std::string::npos);
}

TEST_F(endpoint_life, starts_without_a_web_app) {
  settings.web_root = where.path() + "/none";
  start();
  EXPECT_EQ(client(port).get("/healthz").status, 200);
  const auto page = client(port).get("/ops/", sign_in());
  EXPECT_NE(page.body.find("not built"), std::string::npos);
}

TEST_F(endpoint_life, takes_a_renewed_certificate_for_new_connections) {
  start();
  client before(port);
  EXPECT_EQ(before.certificate_name(), "first");
  const auto renewed = make_certificate(where.path(), "second");
  std::filesystem::rename(renewed.certificate, settings.certificate);
  EXPECT_FALSE(running->reload_certificate()) << "the key doesn't fit yet: the old pair stays";
  EXPECT_EQ(client(port).certificate_name(), "first");
  std::filesystem::rename(renewed.key, settings.private_key);
  ASSERT_TRUE(running->reload_certificate());
  EXPECT_EQ(client(port).certificate_name(), "second");
  EXPECT_EQ(before.get("/healthz").status, 200) << "open connections go on";
}

TEST_F(endpoint_life, finishes_what_is_under_way_before_it_stops) {
  start();
  const auto cookie = sign_in();
  client idle(port), half(port), running_one(port), browser(port);
  EXPECT_EQ(idle.get("/healthz").status, 200);
  half.send("GET /healthz HT");
  browser.send("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n" + cookie + "\r\n");
  EXPECT_EQ(browser.read_head().status, 200);
  EXPECT_TRUE(browser.read_chunk() && browser.read_chunk());
  broker.hold_answers = true;
  running_one.send("GET /api/v1/overview HTTP/1.1\r\nHost: x\r\n" + cookie + "\r\n");
  broker.wait_held();

  auto stopped = std::async(std::launch::async, [&] { running->stop(millis(60'000)); });
  EXPECT_TRUE(idle.closed_by_server());
  EXPECT_EQ(browser.read_chunk(), std::nullopt) << "the live feed ends in order";
  EXPECT_EQ(half.read_reply().status, 503);
  EXPECT_EQ(client(port).connected(), false) << "nobody new is taken";
  EXPECT_EQ(stopped.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  broker.release();
  const auto answer = running_one.read_reply();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.fields.at("connection"), "close");
  stopped.get();
}

TEST_F(endpoint_life, stops_at_its_limit_when_an_answer_does_not_come) {
  start();
  const auto cookie = sign_in();
  broker.hold_answers = true;
  client one(port);
  one.send("GET /api/v1/overview HTTP/1.1\r\nHost: x\r\n" + cookie + "\r\n");
  broker.wait_held();
  running->stop(millis(30));
  EXPECT_EQ(one.read_reply().status, 0);
  running.reset();
  broker.release(); // an answer after the end is dropped
}

TEST_F(endpoint_life, stops_before_it_has_started_and_twice) {
  endpoint never({settings, accounts, keys, system_now, limits, live, {}}, broker);
  never.feed().publish("tick", "{}");
  never.stop(millis(0));
  start();
  running->stop(millis(0));
  running->stop(millis(0));
  running->feed().publish("tick", "{}");
}

} // namespace
} // namespace tidings::test
