// All accounts share one HTTP thread. What one that hangs, drips and breaks costs the others is printed, not judged: on
// a busy machine it says more about the neighbours.
#include "actors/provider/firetext.hpp"
#include "actors/provider/http_client.hpp"
#include "tests/contract/scripted_server.hpp"

#include <algorithm>
#include <cstdio>
#include <future>
#include <vector>

namespace tidings {
namespace {
using namespace std::chrono_literals;

constexpr int calls = 300;
constexpr int bad_at_once = 20; ///< an account's window

struct latencies {
  double p50_ms = 0, p99_ms = 0;
  int sent = 0;
};

provider_settings account_at(int port) {
  provider_settings out;
  out.id = provider_id("firetext");
  out.url = "http://127.0.0.1:" + std::to_string(port) + "/api";
  out.api_key = secret_text("key");
  out.timeout = 2s;
  return out;
}

class two_accounts {
public:
  /// Of a provider that is well, one call after the other.
  latencies measure() {
    latencies out;
    std::vector<double> took;
    for (int n = 0; n < calls; ++n) {
      const auto began = std::chrono::steady_clock::now();
      std::promise<attempt_result> answer;
      const auto what = message(n);
      http_->call(firetext::send_request(account_at(good_.port()), what),
                  [&](const http_outcome& got) { answer.set_value(firetext::read_send(what, got).result); });
      out.sent += answer.get_future().get() == attempt_result::sent;
      took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
    }
    std::sort(took.begin(), took.end());
    out.p50_ms = took[took.size() / 2];
    out.p99_ms = took[took.size() * 99 / 100];
    return out;
  }
  /// The other account keeps its window full from now on, whatever its provider does.
  void begin_trouble() {
    for (int n = 0; n < bad_at_once; ++n) call_bad();
  }
  ~two_accounts() {
    over_ = true;
    http_->stop();
    good_.stop();
    bad_.stop();
  }
  int broken() const { return broken_; }

private:
  static outbound message(int n) {
    return {*practice_id::parse("A99001"),
            id_from_name<message_id>("bad", std::to_string(n)),
            1,
            secret_text("447700900123"),
            secret_text("Hello"),
            "447700900999"};
  }
  void call_bad() {
    if (over_) return;
    http_->call(firetext::send_request(account_at(bad_.port()), message(0)), [this](const http_outcome&) {
      ++broken_;
      call_bad();
    });
  }

  std::atomic<bool> over_ = false;
  std::atomic<int> broken_ = 0;
  test::scripted_server good_{[](test::peer& one, int) {
    while (!one.read_http().empty())
      one.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{\"code\":0}");
  }};
  test::scripted_server bad_{[](test::peer& one, int number) {
    if (one.read_http().empty()) return;
    if (number % 3 == 0) return one.reset();
    one.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    for (int i = 0; i < number % 7; ++i) one.write("x"); // and then it hangs up in the middle
  }};
  std::shared_ptr<http_client> http_ = std::make_shared<http_client>();
};

TEST(one_bad_provider, leaves_the_others_at_their_pace) {
  two_accounts all;
  const auto before = all.measure();
  all.begin_trouble();
  const auto beside = all.measure();
  EXPECT_EQ(before.sent, calls);
  EXPECT_EQ(beside.sent, calls) << "whatever the other does";
  EXPECT_GT(all.broken(), 0);
  std::printf("others' p50 %.2f -> %.2f ms, p99 %.2f -> %.2f ms: %.2f times (wanted: 1.2), beside %d broken calls\n",
              before.p50_ms, beside.p50_ms, before.p99_ms, beside.p99_ms, beside.p99_ms / before.p99_ms, all.broken());
}

} // namespace
} // namespace tidings
