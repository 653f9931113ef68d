// The wires over real sockets, SystmOne's and that of HTTP: what they say when things go wrong is what keeps a write
// from being done twice.
#include "actors/connector/tcp_wire.hpp"
#include "actors/connector/web/curl_web.hpp"
#include "tests/contract/scripted_server.hpp"

#include <future>

namespace tidings {
namespace {
using namespace std::chrono_literals;
using test::peer;
using test::scripted_server;

struct connector_wire : ::testing::Test {
  tcp_wire aut;
  int asked = 0;

  std::future<result<std::string>> send(std::uint16_t port, std::string uid = "u", millis timeout = 5s,
                                        std::string host = "127.0.0.1") {
    auto promise = std::make_shared<std::promise<result<std::string>>>();
    auto answer = promise->get_future();
    aut.exchange({std::move(host), port, "<q>" + std::to_string(++asked) + "</q>\n", std::move(uid), timeout},
                 [promise](result<std::string> got) { promise->set_value(std::move(got)); });
    return answer;
  }
  static result<std::string> wait(std::future<result<std::string>> answer) {
    if (answer.wait_for(20s) != std::future_status::ready) return fail(error_code::none, "never answered");
    return answer.get();
  }
  result<std::string> ask(std::uint16_t port, std::string uid = "u", millis timeout = 5s) {
    return wait(send(port, std::move(uid), timeout));
  }
};

error_code code_of(const result<std::string>& what) { return what ? error_code::none : what.error().code; }

TEST_F(connector_wire, answers_in_order_over_one_connection) {
  scripted_server server([](peer& one, int) {
    for (auto line = one.read_until("\n"); !line.empty(); line = one.read_until("\n"))
      one.write("<a>" + line + "</a>\n");
  });
  auto first = send(server.port()), second = send(server.port());
  EXPECT_EQ(wait(std::move(first)), "<a><q>1</q>\n</a>");
  EXPECT_EQ(wait(std::move(second)), "<a><q>2</q>\n</a>");
  EXPECT_EQ(ask(server.port()), "<a><q>3</q>\n</a>");
  EXPECT_EQ(server.connections(), 1);
  aut.stop();
}

TEST_F(connector_wire, calls_a_port_where_nobody_listens_unreachable) {
  const auto answer = ask(test::dead_port());
  EXPECT_EQ(code_of(answer), error_code::unreachable);
  EXPECT_NE(answer.error().detail.find("refused"), std::string::npos) << answer.error().detail;
}

TEST_F(connector_wire, calls_a_name_that_does_not_exist_unreachable) {
  EXPECT_EQ(code_of(wait(send(40700, "u", 10s, "gateway.invalid"))), error_code::unreachable);
}

TEST_F(connector_wire, calls_silence_after_sending_timed_out_and_takes_no_late_answer_for_the_next) {
  scripted_server server([&](peer& one, int number) {
    one.read_until("\n");
    if (number == 1) {
      // Answers the first request when the second comes over the same connection; it must not come.
      if (!one.read_until("\n").empty()) one.write("<late/>");
    } else {
      one.write("<fresh/>");
      one.wait_for_close();
    }
  });
  EXPECT_EQ(code_of(ask(server.port(), "u", 100ms)), error_code::timed_out);
  EXPECT_EQ(ask(server.port()), "<fresh/>");
  EXPECT_EQ(server.connections(), 2);
  aut.stop();
}

TEST_F(connector_wire, calls_a_reset_after_sending_an_unknown_outcome) {
  scripted_server server([](peer& one, int) {
    one.read_until("\n");
    one.reset();
  });
  EXPECT_EQ(code_of(ask(server.port())), error_code::outcome_unknown);
}

TEST_F(connector_wire, calls_half_an_answer_an_unknown_outcome) {
  scripted_server server([](peer& one, int) {
    one.read_until("\n");
    one.write("<a><b>");
  });
  EXPECT_EQ(code_of(ask(server.port())), error_code::outcome_unknown);
}

TEST_F(connector_wire, calls_half_an_answer_and_then_silence_timed_out) {
  scripted_server server([](peer& one, int) {
    one.read_until("\n");
    one.write("<a><b>");
    one.wait_for_close();
  });
  EXPECT_EQ(code_of(ask(server.port(), "u", 150ms)), error_code::timed_out);
}

TEST_F(connector_wire, calls_an_answer_that_is_no_xml_an_unknown_outcome) {
  scripted_server server([](peer& one, int) {
    one.read_until("\n");
    one.write("HTTP/1.1 400 Bad Request\r\n\r\n");
    one.wait_for_close();
  });
  const auto answer = ask(server.port());
  EXPECT_EQ(code_of(answer), error_code::outcome_unknown);
  EXPECT_NE(answer.error().detail.find("no XML"), std::string::npos) << answer.error().detail;
}

TEST_F(connector_wire, skips_answers_to_other_requests) {
  scripted_server server([](peer& one, int) {
    one.read_until("\n");
    one.write("<a><RequestUID>old</RequestUID></a>\n<a><RequestUID>mine</RequestUID></a>\n<a><RequestUID>mine</"
              "RequestUID></a>");
    one.read_until("\n");
    one.write("<a><RequestUID>next</RequestUID></a>");
    one.wait_for_close();
  });
  EXPECT_EQ(ask(server.port(), "mine"), "<a><RequestUID>mine</RequestUID></a>");
  EXPECT_EQ(ask(server.port(), "next"), "<a><RequestUID>next</RequestUID></a>");
  aut.stop();
}

TEST_F(connector_wire, connects_again_after_the_gateway_closed_an_idle_connection) {
  std::promise<void> closed;
  scripted_server server([&](peer& one, int number) {
    while (!one.read_until("\n").empty()) {
      one.write("<a/>");
      if (number > 1) continue;
      one.close();
      closed.set_value();
      return;
    }
  });
  EXPECT_EQ(ask(server.port()), "<a/>");
  closed.get_future().wait();
  // The next request may meet the closed connection before its end was noticed; then it says that it doesn't know.
  const auto next = ask(server.port());
  EXPECT_TRUE(next || next.error().code == error_code::outcome_unknown) << next.error().detail;
  EXPECT_EQ(ask(server.port()), "<a/>");
  EXPECT_EQ(server.connections(), 2);
  aut.stop();
}

TEST_F(connector_wire, tells_who_waited_too_long_behind_others_that_nothing_was_sent) {
  scripted_server server([](peer& one, int) {
    one.read_until("\n");
    one.wait_for_close();
  });
  auto first = send(server.port(), "u", 300ms);
  auto second = send(server.port(), "u", 200ms);
  EXPECT_EQ(code_of(wait(std::move(first))), error_code::timed_out);
  EXPECT_EQ(code_of(wait(std::move(second))), error_code::overloaded);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(connector_wire, bounds_what_waits_for_one_gateway) {
  std::promise<void> came;
  scripted_server server([&](peer& one, int) {
    one.read_until("\n");
    came.set_value();
    one.wait_for_close();
  });
  std::vector<std::future<result<std::string>>> answers;
  for (int i = 0; i < 100; ++i) answers.push_back(send(server.port(), "u", 20s));
  EXPECT_EQ(code_of(wait(std::move(answers.back()))), error_code::overloaded);
  came.get_future().wait();
  aut.stop();
  EXPECT_EQ(code_of(wait(std::move(answers.front()))), error_code::outcome_unknown) << "it was sent";
  EXPECT_EQ(code_of(wait(std::move(answers[1]))), error_code::stopping);
}

TEST_F(connector_wire, answers_everybody_when_it_stops_and_after) {
  scripted_server server([](peer& one, int) { one.wait_for_close(); });
  auto open = send(server.port());
  aut.stop();
  const auto code = code_of(wait(std::move(open)));
  EXPECT_TRUE(code == error_code::outcome_unknown || code == error_code::stopping);
  EXPECT_EQ(code_of(ask(server.port())), error_code::stopping);
}

TEST_F(connector_wire, takes_answers_of_megabytes) {
  const auto large = "<a>" + std::string(8'000'000, 'x') + "</a>";
  scripted_server server([&](peer& one, int) {
    one.read_until("\n");
    for (std::size_t at = 0; at < large.size(); at += 100'000) one.write(std::string_view(large).substr(at, 100'000));
    one.wait_for_close();
  });
  const auto answer = ask(server.port(), "u", 20s);
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(*answer == large, true);
  aut.stop();
}

// -- HTTP -----------------------------------------------------------------------------

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

wire::request request_to(std::uint16_t port, wire::effect does) {
  wire::request out;
  out.url = "http://127.0.0.1:" + std::to_string(port) + "/x";
  out.does = does;
  out.timeout = 5s;
  return out;
}

TEST(connector_web, reads_on_one_connection_and_acts_on_one_of_its_own_each_time) {
  test::scripted_server server([](test::peer& one, int) {
    for (auto got = one.read_http(); !got.empty(); got = one.read_http()) one.write(ok);
  });
  wire::curl_web aut;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(aut.call(request_to(server.port(), wire::effect::acts)));
  EXPECT_EQ(server.connections(), 3);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(aut.call(request_to(server.port(), wire::effect::reads)));
  EXPECT_EQ(server.connections(), 4);
}

TEST(connector_web, does_not_act_on_a_connection_that_was_kept) {
  std::atomic<int> seen = 0;
  test::scripted_server server([&](test::peer& one, int) {
    for (auto got = one.read_http(); !got.empty(); got = one.read_http()) {
      ++seen;
      one.write(ok);
    }
  });
  wire::curl_web aut;
  ASSERT_TRUE(aut.call(request_to(server.port(), wire::effect::reads)));
  // The server takes one connection after the other: on the kept one it would answer, on a fresh one it is silent.
  auto act = request_to(server.port(), wire::effect::acts);
  act.timeout = 300ms;
  EXPECT_FALSE(aut.call(act));
  EXPECT_EQ(seen, 1);
}

TEST(connector_web, says_when_certainly_nothing_was_sent) {
  wire::curl_web aut;
  const auto refused = aut.call(request_to(test::dead_port(), wire::effect::acts));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().certainly_not_sent);
  auto no_http = request_to(test::dead_port(), wire::effect::acts);
  no_http.url = "ftp://127.0.0.1/x?token=secret";
  const auto malformed = aut.call(no_http);
  ASSERT_FALSE(malformed);
  EXPECT_TRUE(malformed.error().certainly_not_sent);
  EXPECT_EQ(malformed.error().detail.find("secret"), std::string::npos);
}

} // namespace
} // namespace tidings
