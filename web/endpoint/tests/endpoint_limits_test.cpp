// The endpoint's bounds, met by real clients that are slow, greedy or broken.
#include "tests/core/notify_program.hpp"
#include "web/endpoint/notify/templates.hpp"
#include "web/endpoint/tests/served.hpp"

#include <openssl/ssl.h>

#include <thread>

namespace tidings::test {
namespace {

class endpoint_limits_met : public served {
protected:
  std::string request_line(std::string_view path) { return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n"; }
};

TEST_F(endpoint_limits_met, answers_431_to_a_header_over_the_bound) {
  settings.header_bytes_max = 1'024;
  start();
  client sender(port);
  sender.send(request_line("/healthz") + "X: " + std::string(2'000, 'x'));
  EXPECT_EQ(sender.read_reply().status, 431);
  EXPECT_TRUE(sender.closed_by_server());
}

TEST_F(endpoint_limits_met, answers_413_to_a_body_over_the_bound_while_it_is_still_being_sent) {
  settings.body_bytes_max = 1'024;
  start();
  client sender(port);
  sender.send("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'));
  EXPECT_EQ(sender.read_reply().status, 413);
  client chunks(port);
  chunks.send("POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n" +
              std::string(2'048, 'x'));
  EXPECT_EQ(chunks.read_reply().status, 413);
  EXPECT_TRUE(chunks.closed_by_server());
}

TEST_F(endpoint_limits_met, takes_an_email_with_a_file_from_a_program_while_there_is_room_for_it) {
  settings.body_bytes_max = 1'024;
  settings.public_url = "https://tidings.icb.example/";
  limits.large_bodies_max = 1;
  auto practice = settings_of_service();
  practice.email_route = {provider_id("mail")};
  template_settings letter{template_id("letter"), "Fetch ((file))"};
  letter.subject = "A letter";
  practice.templates[letter.id] = letter;
  broker.services[service_id] = std::make_shared<const practice_settings>(practice);
  start();
  const auto body = R"({"email_address":"foo@example.org","template_id":")" +
                    uuid::print(web::notify::template_uuid(practice, letter.id)) +
                    R"(","personalisation":{"file":{"file":")" + std::string(1'000'000, 'A') +
                    R"(","filename":"a.txt"}}})";
  const auto head = [&](std::string_view secret) {
    return "POST /v2/notifications/email HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
           token_of(secret, system_now()) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  };
  client stranger(port);
  stranger.send(head("nobody's") + body);
  EXPECT_EQ(stranger.read_reply().status, 413);
  client first(port), second(port);
  first.send(head(secret_of_booking) + body.substr(0, 1'000));
  EXPECT_EQ(client(port).get("/healthz").status, 200) << "what came before it has been read";
  second.send(head(secret_of_booking) + body);
  EXPECT_EQ(second.read_reply().status, 503);
  first.send(body.substr(1'000));
  const auto said = first.read_reply();
  EXPECT_EQ(said.status, 400) << said.body;
  EXPECT_NE(said.body.find("not what its name says"), std::string::npos) << "it was read: text has no zero bytes";
  client third(port);
  third.send(head(secret_of_booking) + body);
  EXPECT_EQ(third.read_reply().status, 400) << "the place is free again";
}

TEST_F(endpoint_limits_met, tells_programs_of_a_bound_in_the_form_that_their_clients_read) {
  settings.body_bytes_max = 1'024;
  settings.read_timeout = limits.body_time = millis(60);
  start();
  const auto post = [](const std::string& length, const std::string& body) {
    return "POST /v2/notifications/letter HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n" + body;
  };
  client pdf(port);
  pdf.send(post("100000", std::string(100'000, 'x')));
  EXPECT_EQ(pdf.read_reply().body, R"({"status_code":413,"errors":[{"error":"RequestEntityTooLarge",)"
                                   R"("message":"The body is larger than this server takes"}]})");
  client slow(port);
  slow.send(post("10", "abc"));
  EXPECT_EQ(slow.read_reply().body, R"({"status_code":408,"errors":[{"error":"RequestTimeout",)"
                                    R"("message":"The request took too long to come"}]})");
}

TEST_F(endpoint_limits_met, answers_408_to_a_request_that_does_not_come_to_its_end) {
  settings.read_timeout = millis(60);
  limits.body_time = millis(60);
  start();
  client header(port);
  header.send("GET /healthz HT");
  EXPECT_EQ(header.read_reply().status, 408);
  EXPECT_TRUE(header.closed_by_server());
  client body(port);
  body.send("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(body.read_reply().status, 408);
  EXPECT_TRUE(body.closed_by_server());
}

TEST_F(endpoint_limits_met, gives_a_slow_sender_no_more_time_for_each_byte) {
  settings.read_timeout = millis(60);
  start();
  client slow(port);
  slow.send("GET /healthz HTTP/1.1\r\n");
  int sent = 0;
  // Byte after byte for as long as the server listens: it stops after its one limit.
  while (sent < 1'000'000 && metric("tidings_http_answers_total{status=\"408\"}").empty())
    sent += slow.send("X") ? 1 : 1;
  EXPECT_EQ(slow.read_reply().status, 408);
}

TEST_F(endpoint_limits_met, closes_who_never_begins_or_never_speaks_tls) {
  settings.read_timeout = millis(60);
  limits.handshake_time = millis(60);
  limits.idle_time = millis(60);
  start();
  plain_client silent(port);
  EXPECT_TRUE(silent.closed_by_server());
  client wordless(port);
  EXPECT_TRUE(wordless.connected());
  EXPECT_TRUE(wordless.closed_by_server());
  client idle(port);
  EXPECT_EQ(idle.get("/healthz").status, 200);
  EXPECT_TRUE(idle.closed_by_server());
  plain_client plain(port);
  plain.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(plain.closed_by_server());
}

TEST_F(endpoint_limits_met, answers_503_when_it_has_as_many_connections_as_it_takes) {
  settings.connections_max = 2;
  limits.patience = millis(3'600'000);
  limits.refusals_max = 1;
  start();
  client first(port), second(port);
  EXPECT_EQ(first.get("/healthz").status, 200);
  client third(port);
  const auto refused = third.get("/healthz");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.fields.at("retry-after"), "2");
  EXPECT_TRUE(third.closed_by_server());
  EXPECT_EQ(second.get("/healthz").status, 200);
  EXPECT_EQ(first.get("/healthz").status, 200);
}

TEST_F(endpoint_limits_met, closes_at_once_what_is_beyond_the_refusals_too) {
  settings.connections_max = 1;
  limits.patience = millis(3'600'000);
  limits.refusals_max = 0;
  start();
  client first(port);
  EXPECT_EQ(first.get("/healthz").status, 200);
  EXPECT_FALSE(client(port).connected());
  EXPECT_EQ(first.get("/healthz").status, 200);
}

TEST_F(endpoint_limits_met, lets_the_longest_waiting_give_way_to_who_comes_new) {
  settings.connections_max = 3;
  limits.patience = millis(0);
  start();
  client stalled(port);
  stalled.send("GET /hea"); // a slow one, longest without a whole request
  for (int i = 0; i < 20; ++i) {
    client fresh(port);
    ASSERT_TRUE(fresh.connected()) << i;
    EXPECT_EQ(fresh.get("/healthz").status, 200) << i;
    plain_client holder(port);
  }
  client busy(port);
  EXPECT_EQ(busy.get("/healthz").status, 200);
  client next(port), after(port);
  EXPECT_EQ(next.get("/healthz").status, 200);
  EXPECT_EQ(after.get("/healthz").status, 200);
  EXPECT_TRUE(stalled.closed_by_server());
}

TEST_F(endpoint_limits_met, bounds_the_connections_of_one_address) {
  limits.connections_per_address_max = 2;
  limits.patience = millis(3'600'000);
  start();
  client first(port), second(port);
  EXPECT_EQ(first.get("/healthz").status, 200);
  EXPECT_EQ(second.get("/healthz").status, 200);
  EXPECT_EQ(client(port).get("/healthz").status, 503);
}

TEST_F(endpoint_limits_met, closes_a_connection_after_its_last_request) {
  limits.requests_per_connection_max = 3;
  start();
  client one(port);
  EXPECT_FALSE(one.get("/healthz").fields.contains("connection"));
  EXPECT_FALSE(one.get("/healthz").fields.contains("connection"));
  EXPECT_EQ(one.get("/healthz").fields.at("connection"), "close");
  EXPECT_TRUE(one.closed_by_server());
}

TEST_F(endpoint_limits_met, closes_who_does_not_read_a_long_answer) {
  where.write("dist/assets/long.js", std::string(8 << 20, 'x'));
  limits.write_time = millis(50);
  limits.write_rate_min = 1 << 30;
  start();
  client lazy(port, {.receive_buffer = 4'096});
  lazy.send(request_line("/assets/long.js") + "\r\n");
  EXPECT_TRUE(reaches("tidings_http_connections", "1")) << "only the one that asks for the figure";
  EXPECT_LT(lazy.read_reply().body.size(), std::size_t{8} << 20);
}

TEST_F(endpoint_limits_met, sends_long_answers_whole) {
  where.write("dist/assets/long.js", std::string(5'000'000, 'x'));
  start();
  client one(port);
  EXPECT_EQ(one.get("/assets/long.js").body.size(), 5'000'000u);
  const auto head = one.ask("HEAD", "/assets/long.js");
  EXPECT_EQ(head.fields.at("content-length"), "5000000");
  EXPECT_EQ(one.get("/healthz").status, 200) << "HEAD had no body";
}

TEST_F(endpoint_limits_met, answers_504_when_the_broker_does_not_answer_and_goes_on) {
  limits.answer_time = millis(50);
  start();
  const auto cookie = sign_in();
  broker.hold_answers = true;
  client one(port);
  EXPECT_EQ(one.get("/api/v1/overview", cookie).status, 504);
  EXPECT_EQ(one.get("/healthz").status, 200);
  broker.release(); // too late: nobody hears it
  EXPECT_EQ(one.get("/healthz").body, "ok\n");
}

TEST_F(endpoint_limits_met, answers_pipelined_requests_in_their_order) {
  start();
  client one(port);
  one.send(request_line("/healthz") + "\r\n" + request_line("/nothing") + "\r\n" + request_line("/readyz") + "\r\n");
  EXPECT_EQ(one.read_reply().body, "ok\n");
  EXPECT_EQ(one.read_reply().status, 404);
  EXPECT_EQ(one.read_reply().body, "ready\n");
}

TEST_F(endpoint_limits_met, asks_for_the_body_of_who_waits_to_be_asked) {
  start();
  client one(port);
  one.send("POST /sign-in HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 7\r\n" +
           std::string(form_type) + "\r\n");
  EXPECT_EQ(one.read_head().status, 100);
  one.send("token=x");
  EXPECT_EQ(one.read_reply().status, 403);
}

TEST_F(endpoint_limits_met, closes_after_each_answer_to_http_1_0) {
  start();
  client one(port);
  one.send("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(one.read_reply().fields.at("connection"), "close");
  EXPECT_TRUE(one.closed_by_server());
}

TEST_F(endpoint_limits_met, speaks_tls_1_2_and_1_3_and_only_http_1_1) {
  start();
  EXPECT_FALSE(client(port, {.tls_max = TLS1_1_VERSION}).connected());
  client old(port, {.tls_max = TLS1_2_VERSION});
  ASSERT_TRUE(old.connected());
  EXPECT_EQ(old.tls_version(), "TLSv1.2");
  EXPECT_EQ(old.get("/healthz").status, 200);
  EXPECT_FALSE(client(port, {.protocols = "\x02h2"}).connected());
  client both(port, {.protocols = "\x02h2\x08http/1.1"});
  ASSERT_TRUE(both.connected());
  EXPECT_EQ(both.get("/healthz").status, 200);
}

} // namespace
} // namespace tidings::test
