// The HTTP client over real sockets: when it says "certainly not sent", the message is sent again.
#include "actors/provider/http_client.hpp"
#include "tests/contract/scripted_server.hpp"

#include <future>

namespace tidings {
namespace {
using namespace std::chrono_literals;
using test::peer;
using test::scripted_server;

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{\"code\":0}";

struct provider_http : ::testing::Test {
  http_client aut;

  std::future<http_outcome> send(http_request what) {
    auto promise = std::make_shared<std::promise<http_outcome>>();
    auto answer = promise->get_future();
    aut.call(std::move(what), [promise](http_outcome got) { promise->set_value(std::move(got)); });
    return answer;
  }
  static http_outcome wait(std::future<http_outcome> answer) {
    if (answer.wait_for(20s) != std::future_status::ready)
      return tl::unexpected(http_failure{false, "never answered", {}});
    return answer.get();
  }
  static http_request post(std::uint16_t port, millis timeout = 5s) {
    http_request out;
    out.url = "http://127.0.0.1:" + std::to_string(port) + "/api";
    out.body = "message=x";
    out.timeout = timeout;
    return out;
  }
  http_outcome ask(std::uint16_t port, millis timeout = 5s) { return wait(send(post(port, timeout))); }
};

void expect_failure(const http_outcome& what, bool certainly_not_sent, std::string_view says = "") {
  ASSERT_FALSE(what);
  EXPECT_EQ(what.error().certainly_not_sent, certainly_not_sent) << what.error().detail;
  EXPECT_NE(what.error().detail.find(says), std::string::npos) << what.error().detail;
  EXPECT_EQ(what.error().detail.find("message=x"), std::string::npos) << what.error().detail;
}

TEST_F(provider_http, posts_and_uses_its_connection_again) {
  std::vector<std::string> seen;
  scripted_server server([&](peer& one, int) {
    for (auto got = one.read_http(); !got.empty(); got = one.read_http()) {
      seen.push_back(got);
      one.write(ok);
    }
  });
  for (int i = 0; i < 3; ++i) {
    const auto answer = ask(server.port());
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "{\"code\":0}");
    EXPECT_EQ(answer->content_type, "application/json");
  }
  EXPECT_EQ(server.connections(), 1);
  aut.stop();
  server.stop();
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_TRUE(seen[0].starts_with("POST /api HTTP/1.1\r\n"));
  EXPECT_TRUE(seen[0].ends_with("\r\n\r\nmessage=x"));
  EXPECT_EQ(seen[0].find("Expect:"), std::string::npos);
}

TEST_F(provider_http, has_certainly_not_sent_what_found_no_connection) {
  expect_failure(ask(test::dead_port()), true, "connect");
  auto unknown_host = post(80);
  unknown_host.url = "http://provider.invalid/api";
  expect_failure(wait(send(unknown_host)), true, "resolve");
  auto no_http = post(80);
  no_http.url = "ftp://127.0.0.1/api?apiKey=secret";
  expect_failure(wait(send(no_http)), true);
  no_http.url = "http://:bad:/?apiKey=secret";
  const auto malformed = wait(send(no_http));
  expect_failure(malformed, true);
  EXPECT_EQ(malformed.error().detail.find("secret"), std::string::npos);
}

// Asked of the address that the name came to: a public name that points into our own network is found out.
TEST_F(provider_http, dials_no_address_that_it_may_not) {
  scripted_server server([](peer& one, int) {
    one.read_http();
    one.write(ok);
  });
  http_client_limits limits;
  limits.dials = std::make_shared<const dial_rule>();
  const auto ask_by = [&](const http_client_limits& by, const std::string& host) {
    http_client careful(by);
    auto request = post(server.port());
    request.url = "http://" + host + ":" + std::to_string(server.port()) + "/api";
    std::promise<http_outcome> promise;
    careful.call(std::move(request), [&](http_outcome got) { promise.set_value(std::move(got)); });
    return wait(promise.get_future());
  };
  for (const std::string host : {"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]"})
    expect_failure(ask_by(limits, host), true, "isn't one that may be dialled");
  EXPECT_EQ(server.connections(), 0);
  limits.dials = std::make_shared<const dial_rule>(std::vector{*ip_network::parse("127.0.0.0/8")});
  EXPECT_TRUE(ask_by(limits, "127.0.0.1"));
}

TEST_F(provider_http, has_certainly_not_sent_what_failed_in_the_tls_handshake) {
  scripted_server server([](peer& one, int) { one.write("this is no TLS\r\n"); });
  auto request = post(server.port());
  request.url.replace(0, 4, "https");
  expect_failure(wait(send(request)), true);
  scripted_server mute([](peer& one, int) { one.wait_for_close(); });
  request = post(mute.port(), 300ms);
  request.url.replace(0, 4, "https");
  expect_failure(wait(send(request)), true);
  aut.stop();
}

TEST_F(provider_http, does_not_know_after_silence) {
  scripted_server server([](peer& one, int) {
    one.read_http();
    one.wait_for_close();
  });
  expect_failure(ask(server.port(), 200ms), false, "timed out");
}

TEST_F(provider_http, does_not_know_after_a_reset) {
  scripted_server server([](peer& one, int) {
    one.read_http();
    one.reset();
  });
  expect_failure(ask(server.port()), false);
}

// libcurl sends again by itself when a used connection dies without an answer. The peer may have acted on the first.
TEST_F(provider_http, sends_once_even_when_a_connection_used_before_dies) {
  std::atomic<int> requests = 0;
  scripted_server server([&](peer& one, int) {
    while (!one.read_http().empty()) {
      if (++requests == 2) return one.reset();
      one.write(ok);
    }
  });
  ASSERT_TRUE(ask(server.port()));
  expect_failure(ask(server.port()), false, "lost");
  EXPECT_EQ(requests, 2);
  ASSERT_TRUE(ask(server.port()));
  EXPECT_EQ(requests, 3);
  aut.stop();
}

TEST_F(provider_http, sends_once_even_when_a_connection_used_before_is_closed_in_good_order) {
  std::atomic<int> requests = 0;
  scripted_server server([&](peer& one, int) {
    while (!one.read_http().empty()) {
      if (++requests == 2) return one.close();
      one.write(ok);
    }
  });
  ASSERT_TRUE(ask(server.port()));
  expect_failure(ask(server.port()), false);
  EXPECT_EQ(requests, 2);
  aut.stop();
}

TEST_F(provider_http, does_not_know_after_half_an_answer) {
  scripted_server server([](peer& one, int) {
    one.read_http();
    one.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"code\"");
  });
  expect_failure(ask(server.port()), false);
}

TEST_F(provider_http, takes_no_answer_without_end) {
  scripted_server server([](peer& one, int) {
    one.read_http();
    one.write("HTTP/1.1 200 OK\r\n\r\n");
    const std::string much(64 * 1024, 'x');
    for (int i = 0; i < 16; ++i) one.write(much);
    one.wait_for_close();
  });
  expect_failure(ask(server.port()), false, "more than 262144 bytes");
}

TEST_F(provider_http, follows_no_redirect) {
  scripted_server server([](peer& one, int) {
    one.read_http();
    one.write("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(one.read_http(), "");
  });
  const auto answer = ask(server.port());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 302);
  aut.stop();
}

TEST_F(provider_http, tells_how_long_to_wait) {
  scripted_server server([](peer& one, int) {
    one.read_http();
    one.write("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 17\r\nContent-Length: 0\r\n\r\n");
  });
  const auto answer = ask(server.port());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 429);
  EXPECT_EQ(answer->retry_after_s, 17U);
}

TEST_F(provider_http, goes_through_the_proxy_it_is_told) {
  std::string seen;
  scripted_server proxy([&](peer& one, int) {
    seen = one.read_http();
    one.write(ok);
  });
  auto request = post(1);
  request.url = "http://provider.invalid/api";
  request.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  ASSERT_TRUE(wait(send(request)));
  aut.stop();
  proxy.stop();
  EXPECT_TRUE(seen.starts_with("POST http://provider.invalid/api HTTP/1.1\r\n")) << seen;
}

TEST_F(provider_http, has_certainly_not_sent_what_the_proxy_does_not_let_through) {
  scripted_server proxy([&](peer& one, int) {
    EXPECT_TRUE(one.read_http().starts_with("CONNECT provider.invalid:443"));
    one.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  });
  auto request = post(1);
  request.url = "https://provider.invalid/api";
  request.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  expect_failure(wait(send(request)), true);
  aut.stop();
}

TEST_F(provider_http, runs_many_calls_at_once) {
  scripted_server slow([](peer& one, int) {
    one.read_http();
    one.wait_for_close();
  });
  scripted_server quick([](peer& one, int) {
    one.read_http();
    one.write(ok);
  });
  auto held = send(post(slow.port(), 2s));
  EXPECT_TRUE(ask(quick.port()));
  EXPECT_EQ(held.wait_for(0s), std::future_status::timeout);
  aut.stop();
  expect_failure(wait(std::move(held)), false, "stopped");
  expect_failure(ask(quick.port()), true, "stopping");
}

TEST_F(provider_http, bounds_its_open_calls) {
  http_client small({.calls_max = 1});
  scripted_server slow([](peer& one, int) { one.wait_for_close(); });
  std::promise<http_outcome> first, second;
  small.call(post(slow.port()), [&](http_outcome got) { first.set_value(std::move(got)); });
  small.call(post(slow.port()), [&](http_outcome got) { second.set_value(std::move(got)); });
  expect_failure(second.get_future().get(), true, "too many");
  small.stop();
  EXPECT_FALSE(first.get_future().get());
}

} // namespace
} // namespace tidings
